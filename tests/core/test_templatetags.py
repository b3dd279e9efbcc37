import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from apps.core.templatetags import dongne
from apps.core.views.samples import CATEGORIES, names_of_every_hue
from apps.core.views.styleguide import sprite_names

ROOT = Path(__file__).parents[2]


def render(source, path="/", **context):
    request = RequestFactory().get(path)
    return Template(source).render(RequestContext(request, context))


def test_josa_follows_a_variable_and_stays_escaped():
    assert render('{{ name|josa:"을/를" }}', name="<애월>") == "&lt;애월&gt;을"
    assert render('<b>{{ n }}</b>{{ n|particle:"이/가" }}', n="제주시") == "<b>제주시</b>가"


@pytest.mark.parametrize(
    ("number", "expected"), [(None, ""), ("", ""), (0, "0"), (12_345, "1만 2천")]
)
def test_count(number, expected):
    assert dongne.count(number) == expected


@pytest.mark.parametrize(("amount", "expected"), [(30, "+30"), (-1200, "−1,200"), (0, "0")])
def test_changes_of_points_carry_their_sign(amount, expected):
    assert dongne.signed(amount) == expected


@pytest.mark.parametrize(("number", "expected"), [(1, "1"), (99, "99"), (100, "99+")])
def test_unread_badge_stays_small(number, expected):
    assert dongne.unread(number) == expected


def test_timeago_tells_the_exact_moment_to_machines_and_on_hover():
    moment = timezone.now() - timedelta(minutes=3)
    html = render("{% timeago at %}", at=moment)
    assert ">3분 전</time>" in html
    assert f'datetime="{moment.isoformat(timespec="seconds")}"' in html
    assert 'data-time="ago"' in html
    assert "년 " in html


def test_waiting_clock():
    assert ">7분째</time>" in render("{% waiting at %}", at=timezone.now() - timedelta(minutes=7))


def test_a_text_that_is_written_out_follows_the_language():
    """Of Django's own catalogue, since ours is Korean only."""
    template = Template('{% translate "Monday" %}')
    said = []
    for language in ("ko", "de", "ko"):
        with override(language):
            said.append(template.render(RequestContext(RequestFactory().get("/"))))
    assert said == ["월요일", "Montag", "월요일"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "차 & 100% 귤" %}', "차 & 100% 귤"),
        ("{% translate name %}", "화요일"),
        ('{% translate name|default:"Sunday" %}', "화요일"),
        ('{% translate "Monday" as day %}[{{ day }}]', "[월요일]"),
        ('{% translate "Monday" noop %}', "Monday"),
    ],
)
def test_other_texts_are_what_django_makes_of_them(source, expected):
    assert render(source, name="Tuesday") == expected


def test_a_text_from_outside_is_escaped_each_time():
    template = Template("{% translate name %}")
    request = RequestFactory().get("/")
    said = [template.render(RequestContext(request, {"name": name})) for name in ("<b>", "<i>")]
    assert said == ["&lt;b&gt;", "&lt;i&gt;"]


def test_icons_are_decoration_unless_labelled():
    assert 'aria-hidden="true"' in render('{% icon "clock" %}')
    assert 'role="img" aria-label="시간 &lt;b&gt;"' in render(
        '{% icon "clock" label %}', label="시간 <b>"
    )


def test_everybody_starts_at_level_one_so_it_is_not_shown():
    assert render("{% level_badge 1 %}{% level_badge None %}") == ""
    assert "등급 </span>3" in render("{% level_badge 3 %}")


def test_a_name_always_has_the_same_colour_and_all_colours_are_used():
    assert dongne.hue("곽지바다") == dongne.hue("곽지바다")
    assert [dongne.hue(name) for name in names_of_every_hue()] == list(range(dongne.AVATAR_HUES))


@pytest.mark.parametrize(("name", "expected"), [("곽지바다", "곽"), (" mint", "M"), ("", "")])
def test_initial(name, expected):
    assert dongne.initial(name) == expected


def test_set_query_changes_one_name_and_drops_others():
    source = '{% set_query "feed" value "cursor" %}'
    query = "category=food&cursor=abc&feed=new"
    assert render(source, query=query, value="hot") == "?category=food&amp;feed=hot"
    assert render(source, query=query, value="") == "?category=food"


def test_csrf_field_works_inside_only_and_is_the_same_all_over_the_page():
    found = re.findall(r'value="(\w+)"', render("{% csrf_field %}{% csrf_field %}"))
    assert len(found) == 2
    assert len(set(found)) == 1
    include = '{% include "components/vote.html" with id="v" action="/x/" score=1 may=True only %}'
    assert "csrfmiddlewaretoken" in render(include)


def test_sign_in_link_comes_back_to_this_page():
    assert render("{% sign_in_link %}", "/q/1/?a=b") == "/accounts/login/?next=/q/1/%3Fa%3Db"


def test_every_icon_that_a_page_names_can_be_drawn():
    names = set(sprite_names())
    assert {category.icon for category in CATEGORIES} <= names
    used = {
        (path.name, icon)
        for path in (ROOT / "templates").rglob("*.html")
        for icon in re.findall(r'(?:{% icon |[^_]icon(?:_on)?=)"([\w-]+)"', path.read_text())
    }
    used |= {
        (path.name, icon)
        for path in (ROOT / "apps").rglob("*.py")
        for icon in re.findall(r'\bicon="([\w-]+)"', path.read_text())
    }
    assert {(page, icon) for page, icon in used if icon not in names} == set()


def test_the_sprite_holds_no_script():
    sprite = Path(finders.find("img/icons.svg")).read_text()
    assert "<script" not in sprite
    assert " on" not in re.sub(r"<!--.*?-->", "", sprite, flags=re.DOTALL)
