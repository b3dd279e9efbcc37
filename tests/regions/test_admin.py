from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.regions.models import Region
from tests.factories import make_user
from tests.regions.conftest import AEWOL, JEJU, JEJU_CITY, SEOUL

URL = "/admin/regions/region/"


@pytest.fixture
def as_operator(client, operator):
    client.force_login(operator)
    return client


def act(client, action: str, *ids: int):
    return client.post(URL, {"action": action, "_selected_action": ids}, follow=True)


def queries(client, **asked) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(URL, asked).status_code == 200
    return len(made)


def test_a_region_is_found_by_name_and_by_code(as_operator):
    for text in ("애월", "제주 애월", "5011025300"):
        page = as_operator.get(URL, {"q": text}).content.decode()
        assert "제주특별자치도 제주시 애월읍" in page


def test_filters_narrow_the_list(as_operator):
    response = as_operator.get(URL, {"sido": JEJU, "level__exact": 2, "is_open__exact": 1})
    assert {region.name for region in response.context["cl"].result_list} == {"제주시", "서귀포시"}
    assert as_operator.get(URL, {"sido": "x"}).status_code == 200


def test_one_row_costs_as_much_as_fifty(as_operator):
    queries(as_operator)  # content types are remembered from here on
    assert queries(as_operator, q="애월") == queries(as_operator, q="동") == queries(as_operator)


def test_a_region_shows_its_place_in_the_tree_and_has_nothing_to_edit(as_operator):
    page = as_operator.get(f"{URL}{JEJU_CITY}/change/").content.decode()
    assert f"{URL}{JEJU}/change/" in page
    assert f"{URL}{AEWOL}/change/" in page
    assert 'name="is_open"' not in page
    assert "<select" not in page.split('id="content"')[1]


def test_opening_and_closing_go_through_the_service_and_leave_a_trace(as_operator, operator):
    page = act(as_operator, "open_regions", SEOUL).content.decode()
    opened = Region.objects.filter(sido=SEOUL).count()
    assert f"지역 {opened}곳을 열었어요." in page
    assert not Region.objects.filter(sido=SEOUL, is_open=False).exists()
    assert LogEntry.objects.get().object_id == str(SEOUL)
    act(as_operator, "open_regions", SEOUL)
    assert LogEntry.objects.count() == 1
    act(as_operator, "close_regions", SEOUL)
    assert not Region.objects.filter(sido=SEOUL, is_open=True).exists()


def test_looking_is_not_opening(client, db):
    viewer = make_user("보는이", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_region"))
    client.force_login(viewer)
    assert client.get(URL).status_code == 200
    act(client, "open_regions", SEOUL)
    assert not Region.objects.get(pk=SEOUL).is_open


def test_nobody_adds_or_deletes_districts(as_operator):
    assert as_operator.get(f"{URL}add/").status_code == 403
    assert as_operator.post(f"{URL}{AEWOL}/delete/", {"post": "yes"}).status_code == 403
    assert Region.objects.filter(pk=AEWOL).exists()


def test_others_are_sent_to_sign_in(client, resident):
    client.force_login(resident)
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("form", ["questions/question", "accounts/user"])
def test_other_forms_find_a_region_by_typing(as_operator, form):
    field = {"questions/question": "region", "accounts/user": "home_region"}[form]
    app, model = form.split("/")
    asked = {"term": "애월", "app_label": app, "model_name": model, "field_name": field}
    results = as_operator.get("/admin/autocomplete/", asked).json()["results"]
    assert [row["text"] for row in results] == ["제주특별자치도 제주시 애월읍"]
