from __future__ import annotations

from uuid import uuid4

import pytest

from apps.questions.models import Answer, Comment
from apps.questions.services import accepting, closing, removing, voting
from apps.questions.services.commenting import comment, delete_comment
from tests.factories import make_answer, make_question, make_user

pytestmark = pytest.mark.django_db


class TestList:
    def url(self, question):
        return f"/api/v1/questions/{question.pk}/answers/"

    def test_the_most_useful_comes_first_with_the_readers_vote(self, api, question, outsider):
        first, second = make_answer(question), make_answer(question)
        voting.vote(voter=outsider, on=second, value=1)

        def rows(who):
            items = api(who).get(self.url(question)).json()["items"]
            return [(item["id"], item["score"], item["my_vote"]) for item in items]

        assert rows(outsider) == [(second.pk, 1, 1), (first.pk, 0, None)]
        assert rows(None) == [(second.pk, 1, None), (first.pk, 0, None)]

    def test_hidden_and_deleted_answers_are_not_in_it(self, api, question, moderator, outsider):
        shown, hidden, deleted = (make_answer(question) for _ in range(3))
        removing.hide(moderator=moderator, post=hidden, reason="광고")
        removing.delete_answer(user=deleted.author, answer=deleted)

        def ids(who):
            return [item["id"] for item in api(who).get(self.url(question)).json()["items"]]

        assert ids(None) == ids(outsider) == ids(deleted.author) == [shown.pk]
        assert ids(hidden.author) == [shown.pk, hidden.pk]

    def test_pages_follow_each_other(self, api, question):
        for _ in range(45):
            make_answer(question)
        seen, cursor = [], None
        while cursor or not seen:
            query = {"cursor": cursor} if cursor else {}
            page = api().get(self.url(question), query).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next"]
        assert seen == sorted(set(seen))
        assert len(seen) == 45

    def test_a_cursor_of_another_list_is_refused(self, api, question):
        for number in range(21):
            make_question(question.author, title=f"질문 번호 {number:02}번")
        cursor = api().get("/api/v1/questions/").json()["next"]
        response = api().get(self.url(question), {"cursor": cursor})
        assert response.status_code == 400
        assert response.json()["error"]["code"] == "invalid_cursor"

    def test_thirty_rows_take_the_queries_of_one(
        self, api, question, outsider, django_assert_max_num_queries
    ):
        make_answer(question)
        for who in (None, outsider):
            client = api(who)
            with django_assert_max_num_queries(6) as one:
                client.get(self.url(question))
        for _ in range(29):
            make_answer(question)
        with django_assert_max_num_queries(6) as many:
            client.get(self.url(question))
        assert len(one) == len(many)


class TestAnswering:
    def url(self, question):
        return f"/api/v1/questions/{question.pk}/answers/"

    def test_it_answers(self, api, question, neighbour):
        response = api(neighbour).post(self.url(question), {"body": "하귀에 **있어요**."})
        assert response.status_code == 201
        answer = Answer.objects.get()
        assert response.json()["id"] == answer.pk
        assert response.json()["body_html"] == "<p>하귀에 <strong>있어요</strong>.</p>\n"
        assert response.json()["author"]["nickname"] == neighbour.nickname
        assert (answer.question, answer.author) == (question, neighbour)

    def test_the_same_key_answers_once(self, api, question, neighbour):
        client = api(neighbour, **{"Idempotency-Key": str(uuid4())})
        both = [client.post(self.url(question), {"body": "두 번 보낸 답변"}) for _ in range(2)]
        assert both[0].json() == both[1].json()
        assert Answer.objects.count() == 1
        question.refresh_from_db()
        assert question.answer_count == 1

    @pytest.mark.parametrize(
        "data", [{}, {"body": ""}, {"body": " "}, {"body": "가" * 10_001}, {"body": ["목록"]}]
    )
    def test_bad_input_is_named(self, api, question, neighbour, data):
        response = api(neighbour).post(self.url(question), data)
        assert response.status_code == 400
        assert list(response.json()["error"]["fields"]) == ["body"]
        assert not Answer.objects.exists()

    def test_a_closed_question_says_so(self, api, question, neighbour):
        closing.close(user=question.author, question=question)
        response = api(neighbour).post(self.url(question), {"body": "늦은 답변"})
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "closed"
        assert "마감된 질문" in response.json()["error"]["message"]


class TestOne:
    def url(self, answer):
        return f"/api/v1/answers/{answer.pk}/"

    def test_it_is_read(self, api, answer, outsider):
        voting.vote(voter=outsider, on=answer, value=-1)
        assert api(outsider).get(self.url(answer)).json()["my_vote"] == -1
        found = api().get(self.url(answer)).json()
        assert (found["score"], found["my_vote"]) == (-1, None)

    def test_its_author_edits_once_with_a_repeat(self, api, answer):
        client, data = api(answer.author), {"body": "애월에 있어요.", "version": 1}
        first, second = client.put(self.url(answer), data), client.put(self.url(answer), data)
        assert first.json() == second.json()
        assert first.json()["version"] == 2

    def test_a_stale_edit_is_a_conflict(self, api, answer):
        client = api(answer.author)
        client.put(self.url(answer), {"body": "먼저 고친 글", "version": 1})
        response = client.put(self.url(answer), {"body": "나중에 고친 글", "version": 1})
        assert response.status_code == 409
        assert response.json()["error"]["code"] == "edit_conflict"

    def test_nobody_else_edits_or_deletes(self, api, answer, question, moderator):
        for who in (question.author, moderator):
            edited = api(who).put(self.url(answer), {"body": "남의 답변", "version": 1})
            deleted = api(who).delete(self.url(answer))
            assert edited.status_code == deleted.status_code == 403
            assert deleted.json()["error"]["message"] == "쓴 사람만 지울 수 있어요."
        answer.refresh_from_db()
        assert answer.is_visible
        assert answer.version == 1

    def test_its_author_deletes(self, api, answer):
        client = api(answer.author)
        assert client.delete(self.url(answer)).status_code == 204
        assert client.delete(self.url(answer)).status_code == 404
        answer.refresh_from_db()
        assert answer.is_deleted

    def test_not_when_it_was_accepted(self, api, question, answer):
        accepting.accept(user=question.author, answer=answer)
        response = api(answer.author).delete(self.url(answer))
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "accepted"


class TestAccepting:
    def url(self, answer):
        return f"/api/v1/answers/{answer.pk}/accept/"

    def accepted(self, question):
        question.refresh_from_db()
        return question.accepted_answer_id

    def test_the_asker_chooses_moves_and_takes_back(self, api, question, answer):
        other, client = make_answer(question), api(question.author)
        for path in (self.url(answer), self.url(answer)):
            assert client.put(path).status_code == 204
            assert self.accepted(question) == answer.pk
        assert client.put(self.url(other)).status_code == 204
        assert self.accepted(question) == other.pk
        assert client.delete(self.url(answer)).status_code == 204
        assert self.accepted(question) == other.pk
        for _ in range(2):
            assert client.delete(self.url(other)).status_code == 204
            assert self.accepted(question) is None

    def test_nobody_else_chooses(self, api, question, answer, outsider, moderator):
        for who in (outsider, answer.author, moderator):
            for method in ("put", "delete"):
                response = getattr(api(who), method)(self.url(answer))
                assert response.status_code == 403
                assert response.json()["error"]["message"] == "질문한 사람만 채택할 수 있어요."
        assert self.accepted(question) is None

    def test_not_ones_own_answer(self, api, question):
        own = make_answer(question, question.author)
        response = api(question.author).put(self.url(own))
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "own_post"


class TestVoting:
    def url(self, answer):
        return f"/api/v1/answers/{answer.pk}/vote/"

    def test_it_sets_a_state(self, api, answer, outsider):
        client = api(outsider)
        for value, score, own in ((1, 1, 1), (1, 1, 1), (-1, -1, -1), (0, 0, None)):
            response = client.put(self.url(answer), {"value": value})
            assert response.json() == {"score": score, "my_vote": own}

    def test_not_on_ones_own(self, api, answer):
        assert api(answer.author).put(self.url(answer), {"value": 1}).status_code == 403


class TestComments:
    def on_question(self, question):
        return f"/api/v1/questions/{question.pk}/comments/"

    def on_answer(self, answer):
        return f"/api/v1/answers/{answer.pk}/comments/"

    def bodies(self, api, question, who=None):
        items = api(who).get(self.on_question(question)).json()["items"]
        return [item["body"] for item in items]

    def test_everybody_comments_and_reads_all_in_order(self, api, question, answer, outsider):
        first = api(outsider).post(self.on_question(question), {"body": "몇 시쯤이요?"})
        second = api(question.author).post(self.on_answer(answer), {"body": "고마워요"})
        assert first.status_code == second.status_code == 201
        assert (first.json()["answer_id"], second.json()["answer_id"]) == (None, answer.pk)
        assert self.bodies(api, question) == ["몇 시쯤이요?", "고마워요"]

    def test_the_same_key_comments_once(self, api, question, answer, outsider):
        for path in (self.on_question(question), self.on_answer(answer)):
            client = api(outsider, **{"Idempotency-Key": str(uuid4())})
            both = [client.post(path, {"body": "두 번"}).json() for _ in range(2)]
            assert both[0] == both[1]
        assert Comment.objects.count() == 2

    @pytest.mark.parametrize("data", [{}, {"body": ""}, {"body": "\u200b"}, {"body": "가" * 501}])
    def test_bad_input_is_named(self, api, question, answer, outsider, data):
        for path in (self.on_question(question), self.on_answer(answer)):
            response = api(outsider).post(path, data)
            assert response.status_code == 400
            assert list(response.json()["error"]["fields"]) == ["body"]
        assert not Comment.objects.exists()

    def test_hidden_and_deleted_ones_and_those_on_hidden_answers_are_not_shown(
        self, api, question, answer, outsider, moderator
    ):
        kept = comment(author=outsider, on=question, body="남는 댓글")
        hidden = comment(author=outsider, on=question, body="숨긴 댓글")
        deleted = comment(author=outsider, on=question, body="지운 댓글")
        comment(author=moderator, on=answer, body="숨긴 답변의 댓글")
        removing.hide(moderator=moderator, post=hidden, reason="광고")
        delete_comment(user=outsider, comment=deleted)
        removing.hide(moderator=moderator, post=answer, reason="광고")
        assert self.bodies(api, question) == [kept.body]
        assert self.bodies(api, question, outsider) == [kept.body, hidden.body]
        assert self.bodies(api, question, answer.author) == [kept.body, "숨긴 답변의 댓글"]

    def test_pages_follow_each_other(self, api, question, outsider):
        for number in range(25):
            comment(author=outsider, on=question, body=f"{number}")
        first = api().get(self.on_question(question)).json()
        rest = api().get(self.on_question(question), {"cursor": first["next"]}).json()
        shown = [item["body"] for item in first["items"] + rest["items"]]
        assert shown == [str(number) for number in range(25)]
        assert rest["next"] is None

    def test_thirty_rows_take_the_queries_of_one(
        self, api, question, django_assert_max_num_queries
    ):
        comment(author=make_user(), on=question, body="하나")
        with django_assert_max_num_queries(4) as one:
            api().get(self.on_question(question))
        for _ in range(29):
            comment(author=make_user(), on=question, body="여럿")
        with django_assert_max_num_queries(4) as many:
            api().get(self.on_question(question))
        assert len(one) == len(many)
