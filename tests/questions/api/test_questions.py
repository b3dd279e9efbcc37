from __future__ import annotations

import json
from uuid import uuid4

import pytest

from apps.questions.models import Question
from apps.questions.services import accepting, reacting, removing, voting
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

LIST = "/api/v1/questions/"


def detail(question):
    return f"{LIST}{question.pk}/"


class TestList:
    def titles(self, api, **query):
        return [item["title"] for item in api().get(LIST, query).json()["items"]]

    def test_an_item_has_what_a_card_shows(self, api, question, answer):
        [item] = api().get(LIST).json()["items"]
        assert item | {"created_at": "", "edited_at": ""} == {
            "id": question.pk,
            "url": question.get_absolute_url(),
            "title": question.title,
            "author": {"id": question.author_id, "nickname": "애월주민", "level": 1},
            "region": {
                "id": question.region_id,
                "name": "애월읍",
                "full_name": "애월읍",
                "slug": question.region.slug,
            },
            "category": "health",
            "tags": ["소아과", "애월"],
            "is_urgent": False,
            "is_open": True,
            "bounty": 0,
            "accepted_answer_id": None,
            "answer_count": 1,
            "score": 0,
            "me_too_count": 0,
            "view_count": 0,
            "created_at": "",
            "edited_at": "",
        }

    def test_it_narrows(self, api):
        plain = make_question(
            title="그냥 궁금한 질문", category=make_category("food"), tags=["국수"]
        )
        urgent = make_question(title="급한 질문이에요", is_urgent=True)
        city = make_question(title="제주시에서 묻는 질문", region=make_region(JEJU_CITY))
        make_answer(plain)
        voting.vote(voter=make_user(), on=plain, value=1)
        assert self.titles(api) == [city.title, urgent.title, plain.title]
        assert self.titles(api, feed="urgent") == [urgent.title]
        assert self.titles(api, feed="waiting") == [city.title, urgent.title]
        assert self.titles(api, feed="hot")[0] == plain.title
        assert self.titles(api, region=urgent.region_id) == [urgent.title, plain.title]
        assert len(self.titles(api, region=JEJU)) == 3
        assert self.titles(api, region=make_region(SEOUL).pk) == []
        assert self.titles(api, category="food") == [plain.title]
        for tag in ("국수", "#국수", " 국수 "):
            assert self.titles(api, tag=tag) == [plain.title]
        assert self.titles(api, tag="없는태그") == []
        assert self.titles(api, feed="waiting", category="food") == []

    def test_pages_follow_each_other_without_gap_or_repeat(self, api):
        author = make_user()
        for number in range(45):
            make_question(author, title=f"질문 번호 {number:02}번")
        for feed in ("new", "hot"):
            seen, cursor = [], None
            while cursor or not seen:
                page = (
                    api().get(LIST, {"feed": feed} | ({"cursor": cursor} if cursor else {})).json()
                )
                seen += [item["id"] for item in page["items"]]
                cursor = page["next"]
            assert len(seen) == len(set(seen)) == 45

    def test_a_question_that_arrives_meanwhile_shifts_nothing(self, api):
        author = make_user()
        for number in range(21):
            make_question(author, title=f"질문 번호 {number:02}번")
        first = api().get(LIST).json()
        make_question(author, title="그사이 올라온 질문")
        rest = api().get(LIST, {"cursor": first["next"]}).json()
        assert [item["title"] for item in rest["items"]] == ["질문 번호 00번"]
        assert rest["next"] is None

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"feed": "nonsense"}, "feed"),
            ({"region": "애월"}, "region"),
            ({"region": "1"}, "region"),
            ({"region": "9" * 40}, "region"),
            ({"category": "nonsense"}, "category"),
            ({"tag": "가" * 101}, "tag"),
            ({"cursor": "!"}, "cursor"),
            ({"cursor": "W10"}, "cursor"),
            ({"cursor": "WyJhIiwxXQ"}, "cursor"),
        ],
    )
    def test_what_it_cannot_read_is_named(self, api, query, field):
        response = api().get(LIST, query)
        assert response.status_code == 400
        [sentence] = response.json()["error"]["fields"][field]
        assert sentence.endswith("요.")

    def test_hidden_and_deleted_questions_are_in_no_list(self, api):
        hidden, deleted = make_question(tags=["태그"]), make_question(tags=["태그"])
        removing.hide(moderator=make_user(is_staff=True), post=hidden, reason="광고")
        removing.delete_question(user=deleted.author, question=deleted)
        for who in (None, hidden.author, deleted.author, make_user(is_staff=True)):
            for query in ({}, {"feed": "hot"}, {"feed": "waiting"}, {"tag": "태그"}):
                assert api(who).get(LIST, query).json()["items"] == []

    @pytest.mark.parametrize("signed_in", [True, False])
    def test_thirty_rows_take_the_queries_of_one(
        self, api, signed_in, django_assert_max_num_queries
    ):
        client = api(make_user() if signed_in else None)
        make_question(tags=["애월"])
        with django_assert_max_num_queries(4) as one:
            client.get(LIST)
        for number in range(29):
            make_question(tags=["애월", f"태그{number}"])
        with django_assert_max_num_queries(4) as many:
            client.get(LIST)
        assert len(one) == len(many)

    def test_signed_out_it_is_kept_for_five_minutes(self, api, question):
        response = api().get(LIST)
        assert response.headers["Cache-Control"] == "public, max-age=300"
        again = api().get(LIST, headers={"If-None-Match": response.headers["ETag"]})
        assert again.status_code == 304
        make_question()
        changed = api().get(LIST, headers={"If-None-Match": response.headers["ETag"]})
        assert changed.status_code == 200

    def test_it_is_the_same_for_everybody(self, api, question, outsider):
        """Which is why it may be shared."""
        voting.vote(voter=outsider, on=question, value=1)
        reacting.set_bookmark(user=outsider, question=question, wanted=True)
        assert api(outsider).get(LIST).content == api().get(LIST).content

    def test_an_error_is_not_kept(self, api):
        assert "public" not in api().get(LIST, {"feed": "x"}).headers["Cache-Control"]


class TestAsking:
    def data(self, **fields):
        return {
            "title": "한담 해안에 주차할 곳 있나요?",
            "region": make_region().pk,
            "category": make_category("transport").slug,
        } | fields

    def test_it_asks(self, api, asker):
        sent = self.data(
            body="**렌터카**예요.",
            tags=["#한담", "주차"],
            is_urgent=True,
            lat=33.4621,
            lng=126.3097,
        )
        response = api(asker).post(LIST, sent)
        assert response.status_code == 201
        question = Question.objects.get()
        answered = response.json()
        assert answered["id"] == question.pk
        assert answered["body_html"] == "<p><strong>렌터카</strong>예요.</p>\n"
        assert answered["tags"] == ["한담", "주차"]
        assert (answered["lat"], answered["lng"]) == (33.462, 126.31)
        assert (answered["my_vote"], answered["is_me_too"], answered["version"]) == (None, False, 1)
        assert question.author == asker
        assert question.is_urgent

    def test_the_same_key_asks_once(self, api, asker):
        client = api(asker, **{"Idempotency-Key": str(uuid4())})
        first, second = client.post(LIST, self.data()), client.post(LIST, self.data())
        assert first.json()["id"] == second.json()["id"]
        assert Question.objects.count() == 1

    def test_another_person_with_the_same_key_asks_too(self, api, asker, neighbour):
        key = {"Idempotency-Key": str(uuid4())}
        for person in (asker, neighbour):
            assert api(person, **key).post(LIST, self.data()).status_code == 201
        assert Question.objects.count() == 2

    def test_a_key_that_is_no_uuid_is_named(self, api, asker):
        response = api(asker, **{"Idempotency-Key": "두번"}).post(LIST, self.data())
        assert response.status_code == 400
        assert response.json()["error"]["fields"] == {"Idempotency-Key": ["UUID여야 해요."]}

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"title": None}, "title"),
            ({"title": ""}, "title"),
            ({"title": "\u200b\u200b\u200b\u200b\u200b"}, "title"),
            ({"title": "가" * 101}, "title"),
            ({"title": ["목록"]}, "title"),
            ({"title": "널 글자\x00"}, "title"),
            ({"body": "가" * 10_001}, "body"),
            ({"body": {"a": 1}}, "body"),
            ({"region": None}, "region"),
            ({"region": 1}, "region"),
            ({"region": "애월"}, "region"),
            ({"region": 10**30}, "region"),
            ({"region": True}, "region"),
            ({"region": SEOUL}, "region"),
            ({"category": "nonsense"}, "category"),
            ({"category": 7}, "category"),
            ({"category": "food\x00"}, "category"),
            ({"category": ["food"]}, "category"),
            ({"tags": "애월"}, "tags"),
            ({"tags": [f"태그{n}" for n in range(6)]}, "tags"),
            ({"tags": ["<script>"]}, "tags"),
            ({"tags": [["속"]]}, "tags.0"),
            ({"tags": ["가" * 21]}, "tags"),
            ({"is_urgent": "어쩌면"}, "is_urgent"),
            ({"bounty": 7}, "bounty"),
            ({"bounty": -10}, "bounty"),
            ({"lat": 91, "lng": 126}, "lat"),
            ({"lat": "nan", "lng": 126}, "lat"),
            ({"lat": 48.85, "lng": 2.35}, "point"),
            ({"lat": 33.4}, "lng"),
            ({"lng": 126.5}, "lat"),
        ],
    )
    def test_bad_input_is_named_and_nothing_asked(self, api, asker, wrong, field):
        make_region(SEOUL)
        response = api(asker).post(LIST, self.data(**wrong))
        assert response.status_code == 400
        error = response.json()["error"]
        assert error["code"] == "invalid"
        assert list(error["fields"]) == [field]
        assert "요" in error["fields"][field][0]
        assert not Question.objects.exists()

    def test_half_a_character_is_refused(self, api, asker):
        sent = json.dumps(self.data(title="\ud800 반쪽 글자"))
        response = api(asker).post(LIST, sent, content_type="application/json")
        assert response.json()["error"]["fields"] == {"title": ["쓸 수 없는 글자가 있어요."]}

    def test_a_number_beyond_all_integers_is_refused(self, api, asker):
        sent = json.dumps(self.data()).replace(str(make_region().pk), "1e400")
        response = api(asker).post(LIST, sent, content_type="application/json")
        assert list(response.json()["error"]["fields"]) == ["region"]

    def test_what_is_missing_is_named(self, api, asker):
        fields = api(asker).post(LIST, {}).json()["error"]["fields"]
        assert fields == {name: ["꼭 있어야 해요."] for name in ("title", "region", "category")}

    def test_several_wrong_fields_are_named_at_once(self, api, asker):
        response = api(asker).post(LIST, self.data(title="짧", tags=["!"]))
        assert set(response.json()["error"]["fields"]) == {"title", "tags"}

    def test_html_stays_text(self, api, asker):
        response = api(asker).post(LIST, self.data(body="<script>alert(1)</script> <b>굵게</b>"))
        assert "<script>" not in response.json()["body_html"]

    def test_somebody_suspended_may_not(self, api, asker):
        client = api(asker)
        asker.is_active = False
        asker.save(update_fields=["is_active"])
        assert client.post(LIST, self.data()).status_code == 401
        assert not Question.objects.exists()


class TestOne:
    def test_it_shows_the_readers_own_state_and_nobody_elses(self, api, question, outsider):
        voting.vote(voter=outsider, on=question, value=1)
        reacting.set_me_too(user=outsider, question=question, wanted=True)
        reacting.set_bookmark(user=outsider, question=question, wanted=True)

        def state(who):
            found = api(who).get(detail(question)).json()
            return found["my_vote"], found["is_me_too"], found["is_bookmarked"]

        assert state(outsider) == (1, True, True)
        assert state(None) == state(question.author) == (None, False, False)
        assert (
            api().get(detail(question)).json()["body_html"]
            == "<p>아이가 <strong>열</strong>이 나요.</p>\n"
        )

    def test_a_hidden_question_is_its_authors_and_the_moderators(
        self, api, question, outsider, moderator
    ):
        removing.hide(moderator=moderator, post=question, reason="광고")
        assert api().get(detail(question)).status_code == 404
        assert api(outsider).get(detail(question)).status_code == 404
        assert api(question.author).get(detail(question)).status_code == 200
        assert api(moderator).get(detail(question)).status_code == 200

    def test_a_deleted_question_is_nobodys(self, api, question, outsider):
        removing.delete_question(user=question.author, question=question)
        for who in (None, outsider, question.author):
            assert api(who).get(detail(question)).status_code == 404

    def test_it_takes_two_queries(self, api, question, django_assert_max_num_queries):
        with django_assert_max_num_queries(2):
            api().get(detail(question))


class TestEditing:
    def data(self, question, **fields):
        return {
            "title": question.title,
            "body": question.body,
            "category": question.category.slug,
            "tags": ["애월"],
            "is_urgent": False,
            "version": question.version,
        } | fields

    def test_the_asker_edits(self, api, question):
        response = api(question.author).put(
            detail(question), self.data(question, title="애월 소아과 찾고 있어요")
        )
        assert response.status_code == 200
        assert response.json()["title"] == "애월 소아과 찾고 있어요"
        assert response.json()["tags"] == ["애월"]
        assert response.json()["version"] == 2

    def test_the_same_edit_again_changes_nothing(self, api, question):
        client, data = api(question.author), self.data(question, body="다시 보낸 글")
        first, second = client.put(detail(question), data), client.put(detail(question), data)
        assert first.status_code == second.status_code == 200
        assert first.json() == second.json()

    def test_a_stale_edit_is_a_conflict_and_changes_nothing(self, api, question):
        client = api(question.author)
        client.put(detail(question), self.data(question, body="먼저 저장한 글"))
        response = client.put(detail(question), self.data(question, body="나중에 저장한 글"))
        assert response.status_code == 409
        assert response.json()["error"]["code"] == "edit_conflict"
        question.refresh_from_db()
        assert question.body == "먼저 저장한 글"

    def test_nobody_else_edits(self, api, question, outsider, moderator):
        for who in (outsider, moderator):
            response = api(who).put(detail(question), self.data(question, body="남의 글"))
            assert response.status_code == 403
            assert response.json()["error"] == {
                "code": "forbidden",
                "message": "쓴 사람만 고칠 수 있어요.",
            }

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"title": "짧"}, "title"),
            ({"body": "가" * 10_001}, "body"),
            ({"category": "x"}, "category"),
            ({"tags": ["!"]}, "tags"),
            ({"tags": None}, "tags"),
            ({"version": 0}, "version"),
            ({"version": "첫째"}, "version"),
        ],
    )
    def test_bad_input_is_named(self, api, question, wrong, field):
        response = api(question.author).put(detail(question), self.data(question, **wrong))
        assert response.status_code == 400
        assert list(response.json()["error"]["fields"]) == [field]


class TestDeleting:
    def test_the_asker_deletes(self, api, question):
        client = api(question.author)
        assert client.delete(detail(question)).status_code == 204
        assert client.delete(detail(question)).status_code == 404
        question.refresh_from_db()
        assert question.is_deleted

    def test_not_when_it_is_answered(self, api, question, answer):
        response = api(question.author).delete(detail(question))
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "answered"
        assert "마감" in response.json()["error"]["message"]

    def test_nobody_else_deletes(self, api, question, outsider, moderator):
        for who in (outsider, moderator):
            assert api(who).delete(detail(question)).status_code == 403
        question.refresh_from_db()
        assert question.is_visible


class TestVoting:
    def url(self, question):
        return f"{detail(question)}vote/"

    def test_it_sets_a_state(self, api, question, outsider):
        client = api(outsider)
        for value, score, own in ((1, 1, 1), (1, 1, 1), (-1, -1, -1), (0, 0, None), (0, 0, None)):
            response = client.put(self.url(question), {"value": value})
            assert response.json() == {"score": score, "my_vote": own}
            question.refresh_from_db()
            assert question.score == score

    def test_not_on_ones_own(self, api, question):
        response = api(question.author).put(self.url(question), {"value": 1})
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "own_post"

    @pytest.mark.parametrize("value", [2, -2, "up", None, [], 0.5])
    def test_bad_input_is_named(self, api, question, outsider, value):
        response = api(outsider).put(self.url(question), {"value": value})
        assert response.status_code == 400
        assert list(response.json()["error"]["fields"]) == ["value"]


def test_categories_come_in_the_operators_order(api, django_assert_max_num_queries):
    last = make_category("zzz")
    last.is_active = False
    last.save()
    with django_assert_max_num_queries(1):
        found = api().get("/api/v1/categories/").json()
    assert found[0] == {"slug": "food", "name": "맛집·카페", "icon": "utensils"}
    assert "zzz" not in [category["slug"] for category in found]


def test_an_accepted_answer_is_named_by_its_question(api, question, answer):
    accepting.accept(user=question.author, answer=answer)
    assert api().get(detail(question)).json()["accepted_answer_id"] == answer.pk
