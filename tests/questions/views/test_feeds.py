from __future__ import annotations

import pytest

from apps.questions.services import accepting, closing, removing, voting
from tests.factories import (
    JEJU,
    JEJU_CITY,
    SEOUL,
    make_answer,
    make_category,
    make_question,
    make_region,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(settings):
    settings.PAGE_CACHE_SECONDS = 0


def titles(client, path, **query):
    return [question.title for question in client.get(path, query).context["questions"]]


def test_the_feeds_show_what_they_say(client):
    plain = make_question(title="그냥 궁금한 질문")
    urgent = make_question(title="급한 질문이에요", is_urgent=True)
    settled = make_question(title="급했지만 풀린 질문", is_urgent=True)
    accepting.accept(user=settled.author, answer=make_answer(settled))
    closed = make_question(title="마감한 질문")
    closing.close(user=closed.author, question=closed)
    voting.vote(voter=make_user(), on=plain, value=1)
    assert titles(client, "/") == [closed.title, settled.title, urgent.title, plain.title]
    assert titles(client, "/", feed="urgent") == [urgent.title]
    assert titles(client, "/", feed="waiting") == [urgent.title, plain.title]
    assert titles(client, "/", feed="hot")[:2] == [settled.title, plain.title]
    assert titles(client, "/", feed="nonsense", category="nonsense") == titles(client, "/")


def test_a_region_holds_what_its_parts_ask(client):
    in_emd = make_question(title="애월에서 묻는 질문")
    in_city = make_question(title="제주시에서 묻는 질문", region=make_region(JEJU_CITY))
    city, emd = make_region(JEJU_CITY), make_region()
    assert titles(client, f"/r/{city.slug}/") == [in_city.title, in_emd.title]
    assert titles(client, f"/r/{emd.slug}/") == [in_emd.title]
    assert client.get("/r/없는-동네/").status_code == 404


def test_a_region_to_come_says_so(client):
    page = client.get(f"/r/{make_region(SEOUL).slug}/").content.decode()
    assert "곧 열려요" in page


def test_categories_and_tags_narrow(client):
    food = make_question(
        title="고기국수 어디가 좋아요?", category=make_category("food"), tags=["국수"]
    )
    make_question(title="다른 분류의 질문")
    assert titles(client, "/", category="food") == [food.title]
    assert titles(client, "/t/국수/") == [food.title]
    assert client.get("/t/없는태그/").status_code == 404


def test_hidden_and_deleted_questions_are_in_no_list(client, django_user_model):
    hidden = make_question(title="숨겨질 질문이에요", tags=["태그"])
    deleted = make_question(title="지워질 질문이에요", author=hidden.author, tags=["태그"])
    removing.hide(moderator=make_user(is_staff=True), post=hidden, reason="광고")
    removing.delete_question(user=deleted.author, question=deleted)
    client.force_login(hidden.author)
    region = make_region()
    for path in ("/", f"/r/{region.slug}/", hidden.author.get_absolute_url()):
        assert titles(client, path) == []
    assert client.get("/t/태그/").status_code == 404
    for feed in ("urgent", "waiting", "hot"):
        assert titles(client, "/", feed=feed) == []


def test_more_comes_without_repeats_for_htmx_and_for_a_plain_link(client):
    author = make_user()
    for number in range(25):
        make_question(author, title=f"질문 번호 {number:02}번")
    first = client.get("/")
    cursor = first.context["page"].next_cursor
    plain = client.get("/", {"cursor": cursor})
    swapped = client.get("/", {"cursor": cursor}, headers={"HX-Request": "true"})
    assert "<html" in plain.content.decode()
    assert "<html" not in swapped.content.decode()
    assert "HX-Request" in swapped.headers["Vary"]
    both = first.content.decode() + swapped.content.decode()
    assert all(both.count(f"질문 번호 {number:02}번") == 1 for number in range(25))
    assert client.get("/", {"cursor": "!"}).status_code == 400


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize("path", ["/", "/?feed=hot", "/r/{slug}/", "/t/애월/"])
def test_a_feed_takes_at_most_six_queries_for_any_number_of_rows(
    client, path, signed_in, django_assert_max_num_queries
):
    path = path.format(slug=make_region().slug)
    viewer = make_user(home_region=make_region())
    make_question(tags=["애월"])
    if signed_in:
        client.force_login(viewer)
    client.get(path)
    with django_assert_max_num_queries(6) as one:
        client.get(path)
    for number in range(29):
        make_question(tags=["애월", f"태그{number}"])
    with django_assert_max_num_queries(6) as many:
        client.get(path)
    assert len(one) == len(many)


def test_an_empty_feed_invites(client):
    assert "첫 질문" in client.get("/").content.decode()


def test_lists_are_for_reading(client):
    region = make_region()
    for path in ("/", f"/r/{region.slug}/", make_user().get_absolute_url()):
        assert client.post(path).status_code == 405


def test_a_profile_shows_what_somebody_asked_and_answered(client):
    answer = make_answer()
    accepting.accept(user=answer.question.author, answer=answer)
    person = answer.author
    person.refresh_from_db()
    page = client.get(person.get_absolute_url()).content.decode()
    assert person.nickname in page
    assert "100%" in page
    shown = client.get(person.get_absolute_url(), {"show": "answers"}).content.decode()
    assert answer.question.title in shown
    assert client.get(f"/@{person.nickname.upper()}/").status_code == 200
    assert client.get("/@없는사람/").status_code == 404


def test_somebody_who_left_has_no_profile(client):
    person = make_user(is_active=False)
    assert client.get(person.get_absolute_url()).status_code == 404


def test_home_is_a_tab_of_those_who_said_where_they_live(client):
    at_home = make_question(title="우리 동네에서 묻는 질문")
    elsewhere = make_question(title="다른 곳에서 묻는 질문", region=make_region(JEJU_CITY))
    assert "내 동네" not in client.get("/").content.decode()
    assert titles(client, "/", feed="home") == [elsewhere.title, at_home.title]
    client.force_login(make_user())
    assert "내 동네" not in client.get("/").content.decode()
    client.force_login(make_user(home_region=make_region()))
    client.cookies["region"] = "all"
    assert titles(client, "/") == [elsewhere.title, at_home.title]
    page = client.get("/", {"feed": "home"})
    assert [question.title for question in page.context["questions"]] == [at_home.title]
    assert page.context["chosen_feed"] == "home"


def test_a_tags_page_says_where_it_is_asked(client):
    for _number in range(2):
        make_question(tags=["국수"])
    make_question(tags=["국수"], region=make_region(JEJU))
    page = client.get("/t/국수/")
    assert [place.name for place in page.context["places"]] == ["제주시", "제주특별자치도"]


def test_a_tags_page_passes_over_what_is_hidden(client):
    author = make_user()
    asked = [make_question(author, tags=["국수"]) for _number in range(45)]
    for question in asked[3:40]:
        removing.hide(moderator=make_user(is_staff=True), post=question, reason="광고")
    first = client.get("/t/국수/")
    assert [question.id for question in first.context["questions"]] == [
        question.pk for question in reversed(asked[:3] + asked[40:])
    ]
    assert first.context["page"].next_cursor is None
