from datetime import timedelta

import pytest
from django.template import engines
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import override

from apps.core import kept
from apps.core.views.samples import Named
from tests.factories import make_region

TEMPLATE = "components/tag_chip.html"
CLOCK = "components/waiting_clock.html"
FORM = "components/comment_form.html"


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept.forget()


def chip(**values):
    return kept.render(TEMPLATE, {"name": "주차", "roomy": False, "count": 3} | values)


def test_the_same_values_are_rendered_once():
    assert chip() is chip()


@pytest.mark.parametrize(
    "change", [{"name": "카페"}, {"roomy": True}, {"count": 4}, {"count": None}]
)
def test_whatever_changes_shows(change):
    assert chip(**change) != chip()


def test_what_looks_equal_to_python_is_told_apart():
    """``1 == True``, and HTML equals the same characters as text."""
    assert chip(count=1) is not chip(count=True)
    assert "<b>" in chip(name=mark_safe("<b>굵게</b>"))
    assert "<b>" not in chip(name="<b>굵게</b>")


def test_times_go_on():
    now = timezone.now()
    at = now - timedelta(minutes=7)
    before = kept.render(CLOCK, {"since": at})
    assert "7분째" in before
    assert "8분째" in kept.render(CLOCK, {"since": at - timedelta(minutes=1)})


def test_each_language_has_its_own():
    korean = chip()
    with override("en"):
        assert chip() is not korean


@pytest.mark.parametrize("value", [["주차"], {"name": "주차"}, Named("주차"), object()])
def test_what_may_change_unseen_is_refused(value):
    with pytest.raises(TypeError):
        chip(name=value)


def test_a_row_of_the_database_is_refused(db):
    with pytest.raises(TypeError):
        chip(name=make_region())


def test_tuples_are_looked_into():
    tabs = {
        "tabs": (("new", "최신"),),
        "chosen": "new",
        "parameter": "feed",
        "label": "",
        "query": "",
    }
    assert "최신" in kept.render("components/tabs.html", tabs)
    assert "인기" in kept.render("components/tabs.html", tabs | {"tabs": (("hot", "인기"),)})


def test_a_form_gets_the_field_of_whoever_reads(rf):
    source = "{% kept 'components/vote.html' id='v' action='/' score=1 mine=None may=True %}"
    template = engines["django"].from_string(source)
    first, second = rf.get("/"), rf.get("/")
    pages = [template.render({}, request) for request in (first, second)]
    fields = [request.csrf_field_html for request in (first, second)]
    assert fields[0] != fields[1]
    for page, own, other in zip(pages, fields, reversed(fields), strict=True):
        assert own in page
        assert other not in page
        assert kept.CSRF_MARK not in page


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(kept, "KEPT_MAX", 2_000)
    for number in range(100):
        chip(count=number)
    assert len(kept._kept) < 50
