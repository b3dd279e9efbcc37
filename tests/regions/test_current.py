from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from apps.accounts.models import User
from apps.regions.queries import current_region
from tests.regions.conftest import AEWOL, JEJU_CITY, SEOUL

URL = "/r/current/"


def shown(client) -> str:
    """What the switch in the header says."""
    return client.get("/r/").context["current_region"]


def test_choosing_is_remembered_and_leads_to_the_region(client, db):
    response = client.post(URL, {"region": AEWOL})
    assert (
        response.url
        == "/r/%EC%A0%9C%EC%A3%BC-%EC%A0%9C%EC%A3%BC%EC%8B%9C-%EC%95%A0%EC%9B%94%EC%9D%8D/"
    )
    cookie = response.cookies["region"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (str(AEWOL), True, "Lax")
    assert shown(client).name == "애월읍"


def test_choosing_twice_is_choosing_once(client, db):
    for _ in range(2):
        assert client.post(URL, {"region": AEWOL}).status_code == 302
    assert shown(client).pk == AEWOL


def test_it_may_lead_back_to_where_it_was_asked(client, db):
    assert client.post(URL, {"region": AEWOL, "next": "/?feed=urgent"}).url == "/?feed=urgent"


def test_but_to_no_other_site(client, db):
    response = client.post(URL, {"region": AEWOL, "next": "//evil.example/"})
    assert "evil" not in response.url


def test_everywhere_may_be_chosen_again(client, resident):
    client.force_login(resident)
    assert shown(client).pk == AEWOL
    response = client.post(URL, {"region": ""})
    assert response.url == "/"
    assert not shown(client)


def test_a_choice_comes_before_the_readers_own_region(client, resident):
    client.force_login(resident)
    client.post(URL, {"region": JEJU_CITY})
    assert shown(client).pk == JEJU_CITY


def test_a_closed_region_is_shown_instead_of_chosen(client, db):
    response = client.post(URL, {"region": SEOUL})
    assert response.url == "/r/%EC%84%9C%EC%9A%B8/"
    assert "region" not in response.cookies


@pytest.mark.parametrize("wrong", ["99999999", "abc", "-50110253", "50110253 or 1=1"])
def test_an_unknown_region_is_not_found(client, db, wrong):
    assert client.post(URL, {"region": wrong}).status_code == 404


@pytest.mark.parametrize("wrong", ["99999999", "abc", "", "' or 1=1", "50110253.0"])
def test_a_forged_cookie_means_no_choice(client, db, wrong):
    client.cookies["region"] = wrong
    assert not shown(client)


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_link_changes_nothing(client, db, method):
    assert getattr(client, method)(URL).status_code == 405


def test_another_site_cannot_choose(db):
    assert Client(enforce_csrf_checks=True).post(URL, {"region": AEWOL}).status_code == 403


def test_it_is_read_once_a_request(db, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.COOKIES["region"] = str(AEWOL)
    request.user = User()
    with django_assert_num_queries(1):
        assert current_region(request).pk == AEWOL
        assert current_region(request).pk == AEWOL
