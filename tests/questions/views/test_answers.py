from __future__ import annotations

from uuid import uuid4

import pytest

from apps.questions.models import Answer, Comment
from apps.questions.queries import ANSWERS_PER_PAGE
from apps.questions.services import accepting, closing, editing
from tests.factories import make_answer, make_question, make_user

HTMX = {"HX-Request": "true"}


class TestAnswering:
    def url(self, question):
        return f"/q/{question.pk}/answer/"

    def test_without_a_script_the_answer_is_shown_on_the_page(self, as_user, question, neighbour):
        response = as_user(neighbour).post(
            self.url(question), {"body": "하귀 쪽에 있어요."}, follow=True
        )
        answer = Answer.objects.get()
        place = f"/q/{question.pk}/#answer-{answer.pk}"
        assert response.redirect_chain == [(f"/a/{answer.pk}/", 302), (place, 302)]
        assert "하귀 쪽에 있어요." in response.content.decode()

    def test_with_htmx_only_the_new_pieces_come(self, as_user, question, neighbour):
        client = as_user(neighbour, **HTMX)
        page = client.post(self.url(question), {"body": "하귀 쪽에 있어요."}).content.decode()
        assert "<html" not in page
        assert 'hx-swap-oob="beforeend:#answers"' in page
        assert 'id="composer"' in page

    def test_the_second_click_answers_nothing_new(self, as_user, question, neighbour):
        data = {"body": "두 번 눌렀어요", "idempotency_key": str(uuid4())}
        client = as_user(neighbour)
        client.post(self.url(question), data)
        client.post(self.url(question), data)
        assert Answer.objects.count() == 1

    def test_an_empty_answer_is_refused_where_it_was_written(self, as_user, question, neighbour):
        for headers in ({}, HTMX):
            response = as_user(neighbour, **headers).post(self.url(question), {"body": "  "})
            assert response.status_code == 400
            assert "답변을 적어 주세요." in response.content.decode()

    def test_signed_out_writing_waits_for_the_sign_in(self, client, question, neighbour):
        response = client.post(self.url(question), {"body": "로그인 전에 쓴 답변"})
        assert response.url.startswith("/accounts/login/?next=")
        client.force_login(neighbour)
        assert "로그인 전에 쓴 답변" in client.get(self.url(question)).content.decode()

    def test_a_closed_question_says_so_and_keeps_the_text(self, as_user, question, neighbour):
        closing.close(user=question.author, question=question)
        response = as_user(neighbour).post(self.url(question), {"body": "늦은 답변"})
        assert response.status_code == 400
        assert "마감된 질문" in response.content.decode()
        assert "늦은 답변" in response.content.decode()

    def test_only_what_is_published_counts(self, as_user, question, neighbour, settings):
        settings.RATE_LIMITS = {"answer": "1/m"}
        client, key = as_user(neighbour), {"idempotency_key": str(uuid4())}
        assert client.post(self.url(question), {"body": ""}).status_code == 400
        first = client.post(self.url(question), {"body": "한 번만 써요."} | key)
        assert client.post(self.url(question), {"body": "한 번만 써요."} | key).url == first.url
        refused = client.post(self.url(question), {"body": "또 써요."})
        assert refused.status_code == 429
        assert "또 써요." in refused.content.decode()
        assert Answer.objects.count() == 1


class TestLinks:
    """A link to an answer leads to a page that has it, however many come before."""

    @pytest.fixture
    def many(self, question):
        return [make_answer(question=question) for _ in range(ANSWERS_PER_PAGE + 3)]

    @pytest.mark.parametrize("place", [0, ANSWERS_PER_PAGE - 1, ANSWERS_PER_PAGE, -1])
    def test_the_answer_is_on_the_page(self, client, many, place):
        answer = many[place]
        page = client.get(f"/a/{answer.pk}/", follow=True)
        assert f'id="answer-{answer.pk}"' in page.content.decode()
        assert page.redirect_chain[-1][0].endswith(f"#answer-{answer.pk}")

    def test_a_page_further_on_leads_back_to_the_first(self, client, many):
        back = "첫 답변부터 보기"
        assert back in client.get(f"/a/{many[-1].pk}/", follow=True).content.decode()
        assert back not in client.get(f"/a/{many[0].pk}/", follow=True).content.decode()

    def test_a_chosen_answer_stands_above_all(self, client, question, many):
        accepting.accept(user=question.author, answer=many[-1])
        response = client.get(f"/a/{many[-1].pk}/")
        assert response.url == f"/q/{question.pk}/#answer-{many[-1].pk}"

    def test_what_is_better_comes_first(self, client, question, many):
        """Answers without a vote stand behind, whichever was written first."""
        Answer.objects.exclude(pk=many[0].pk).update(score=1)
        page = client.get(f"/a/{many[0].pk}/", follow=True).content.decode()
        assert f'id="answer-{many[0].pk}"' in page
        assert f'id="answer-{many[1].pk}"' not in page


class TestAcceptance:
    def url(self, answer):
        return f"/a/{answer.pk}/acceptance/"

    def test_the_asker_chooses_and_takes_back(self, as_user, question, answer):
        client = as_user(question.author)
        client.post(self.url(answer), {"wanted": "1"})
        question.refresh_from_db()
        assert question.accepted_answer_id == answer.pk
        client.post(self.url(answer), {"wanted": "0"})
        question.refresh_from_db()
        assert question.accepted_answer_id is None

    def test_an_outsider_is_refused_with_a_sentence(self, as_user, answer, outsider):
        response = as_user(outsider).post(self.url(answer), {"wanted": "1"})
        assert response.status_code == 403
        assert "질문한 사람만" in response.content.decode()

    def test_a_stranger_is_sent_to_sign_in(self, as_user, answer):
        assert as_user().post(self.url(answer), {"wanted": "1"}).status_code == 302

    def test_reading_accepts_nothing(self, as_user, question, answer):
        assert as_user(question.author).get(self.url(answer)).status_code == 405

    def test_only_the_asker_sees_the_button(self, as_user, question, answer, outsider):
        path = f"/q/{question.pk}/"
        assert self.url(answer) in as_user(question.author).get(path).content.decode()
        assert self.url(answer) not in as_user(outsider).get(path).content.decode()


class TestEditing:
    def test_the_author_edits_and_the_history_shows_it(self, as_user, answer):
        client = as_user(answer.author)
        client.post(f"/a/{answer.pk}/edit/", {"body": "하귀가 아니라 애월이에요.", "version": "1"})
        page = as_user().get(f"/a/{answer.pk}/history/").content.decode()
        assert "<ins>" in page
        assert "<del>" in page

    def test_a_stale_form_shows_both_texts_and_saves_on_the_next_try(self, as_user, answer):
        editing.edit_answer(editor=answer.author, answer=answer, body="다른 창에서 고침", version=1)
        client, path = as_user(answer.author), f"/a/{answer.pk}/edit/"
        response = client.post(path, {"body": "이 창에서 고침", "version": "1"})
        page = response.content.decode()
        assert response.status_code == 409
        assert "다른 창에서 고침" in page
        assert "이 창에서 고침" in page
        version = response.context["form"]["version"].value()
        client.post(path, {"body": "이 창에서 고침", "version": version})
        answer.refresh_from_db()
        assert answer.body == "이 창에서 고침"

    @pytest.mark.parametrize("page", ["edit", "deletion"])
    def test_nobody_else_gets_there(self, as_user, answer, outsider, page):
        path = f"/a/{answer.pk}/{page}/"
        assert as_user(outsider).get(path).status_code == 403
        assert as_user(outsider).post(path, {"body": "남의 글", "version": "1"}).status_code == 403
        assert as_user().get(path).status_code == 302
        answer.refresh_from_db()
        assert answer.is_visible

    def test_deleting_asks_first(self, as_user, question, answer):
        client, path = as_user(answer.author), f"/a/{answer.pk}/deletion/"
        assert "지울까요" in client.get(path).content.decode()
        answer.refresh_from_db()
        assert answer.is_visible
        assert client.post(path).url == question.get_absolute_url()
        answer.refresh_from_db()
        assert answer.is_deleted
        assert client.post(path).status_code == 404

    def test_an_accepted_answer_cannot_be_deleted(self, as_user, question, answer):
        accepting.accept(user=question.author, answer=answer)
        response = as_user(answer.author).post(f"/a/{answer.pk}/deletion/")
        assert response.status_code == 403
        assert "채택된 답변" in response.content.decode()


class TestQuestionPages:
    def form(self, question, **fields):
        return {
            "title": question.title,
            "body": question.body,
            "category": question.category.slug,
            "tags": "애월",
            "version": question.version,
        } | fields

    def test_the_asker_edits(self, as_user, question):
        path = f"/q/{question.pk}/edit/"
        client = as_user(question.author)
        assert question.title in client.get(path).content.decode()
        client.post(path, self.form(question, title="애월 소아과 찾고 있어요"))
        question.refresh_from_db()
        assert question.title == "애월 소아과 찾고 있어요"
        assert "찾고" in as_user().get(f"/q/{question.pk}/history/").content.decode()

    def test_a_stale_edit_is_a_conflict(self, as_user, question):
        client, path = as_user(question.author), f"/q/{question.pk}/edit/"
        client.post(path, self.form(question, body="먼저 저장한 글"))
        response = client.post(path, self.form(question, body="나중에 저장한 글"))
        assert response.status_code == 409
        assert "먼저 저장한 글" in response.content.decode()
        assert "나중에 저장한 글" in response.content.decode()

    @pytest.mark.parametrize("page", ["edit", "closing", "deletion"])
    def test_nobody_else_gets_there(self, as_user, question, outsider, page):
        path = f"/q/{question.pk}/{page}/"
        assert as_user(outsider).get(path).status_code == 403
        assert (
            as_user(outsider).post(path, self.form(question) | {"wanted": "1"}).status_code == 403
        )
        assert as_user().post(path).status_code == 302

    def test_closing_and_opening_again(self, as_user, question):
        client, path = as_user(question.author), f"/q/{question.pk}/closing/"
        assert "마감할까요" in client.get(path).content.decode()
        client.post(path, {"wanted": "1"})
        question.refresh_from_db()
        assert not question.is_open
        client.post(path, {"wanted": "0"})
        question.refresh_from_db()
        assert question.is_open

    def test_an_answered_question_is_closed_not_deleted(self, as_user, question, answer):
        response = as_user(question.author).post(f"/q/{question.pk}/deletion/")
        assert response.status_code == 403
        assert "마감" in response.content.decode()

    def test_deleting_asks_first(self, as_user, question):
        client, path = as_user(question.author), f"/q/{question.pk}/deletion/"
        assert "지울까요" in client.get(path).content.decode()
        assert client.post(path).url == "/"
        assert as_user().get(f"/q/{question.pk}/").status_code == 404


class TestComments:
    def test_with_and_without_a_script(self, as_user, question, answer, outsider):
        for post, path in (
            (question, f"/q/{question.pk}/comment/"),
            (answer, f"/a/{answer.pk}/comment/"),
        ):
            assert "<textarea" in as_user(outsider).get(path).content.decode()
            plain = as_user(outsider).post(path, {"body": "고마워요"})
            comment = Comment.objects.latest("pk")
            assert plain.url == f"/q/{question.pk}/#comment-{comment.pk}"
            swapped = as_user(outsider, **HTMX).post(path, {"body": "한 번 더"}).content.decode()
            assert "한 번 더" in swapped
            assert "hx-swap-oob" in swapped
            assert post.comments.exists()

    def test_strangers_sign_in_first(self, as_user, question):
        assert as_user().post(f"/q/{question.pk}/comment/", {"body": "x"}).status_code == 302
        response = as_user(**HTMX).post(f"/q/{question.pk}/comment/", {"body": "x"})
        assert "HX-Redirect" in response.headers

    def test_an_empty_or_long_comment_stays_in_the_form(self, as_user, question, outsider):
        for body in ("", "가" * 501):
            response = as_user(outsider).post(f"/q/{question.pk}/comment/", {"body": body})
            assert response.status_code == 400
        assert "1자가 넘쳤어요" in response.content.decode()
        assert not Comment.objects.exists()

    def test_only_what_is_published_counts(self, as_user, question, outsider, settings):
        settings.RATE_LIMITS = {"comment": "1/m"}
        client, key = as_user(outsider), {"idempotency_key": str(uuid4())}
        path = f"/q/{question.pk}/comment/"
        assert client.post(path, {"body": ""}).status_code == 400
        first = client.post(path, {"body": "고마워요"} | key)
        assert client.post(path, {"body": "고마워요"} | key).url == first.url
        assert client.post(path, {"body": "또 고마워요"}).status_code == 429
        assert Comment.objects.count() == 1

    def test_only_its_author_deletes_it(self, as_user, question, outsider, neighbour):
        as_user(outsider).post(f"/q/{question.pk}/comment/", {"body": "지울 댓글"})
        path = f"/c/{Comment.objects.get().pk}/deletion/"
        assert as_user(neighbour).post(path).status_code == 403
        assert "지울까요" in as_user(outsider).get(path).content.decode()
        assert as_user(outsider).post(path).status_code == 302
        assert as_user(outsider).post(path).status_code == 404


class TestReactions:
    @pytest.mark.parametrize(
        ("make", "path"), [(make_question, "/q/{}/vote/"), (make_answer, "/a/{}/vote/")]
    )
    def test_a_vote_sets_a_state(self, as_user, outsider, make, path):
        post = make()
        path = path.format(post.pk)
        client = as_user(outsider)
        for value, score in (("1", 1), ("1", 1), ("-1", -1), ("0", 0)):
            assert client.post(path, {"value": value}).status_code == 302
            post.refresh_from_db()
            assert post.score == score
        fragment = as_user(make_user(), **HTMX).post(path, {"value": "1"}).content.decode()
        assert 'aria-pressed="true"' in fragment
        assert "<html" not in fragment
        assert client.post(path, {"value": "7"}).status_code == 400
        assert client.get(path).status_code == 405
        assert as_user(post.author).post(path, {"value": "1"}).status_code == 403
        assert as_user().post(path, {"value": "1"}).status_code == 302

    @pytest.mark.parametrize(
        ("name", "count"), [("me-too", "me_too_count"), ("bookmark", "bookmark_count")]
    )
    def test_a_switch_says_what_it_becomes(self, as_user, question, outsider, name, count):
        path, client = f"/q/{question.pk}/{name}/", as_user(outsider)
        for wanted, total in (("1", 1), ("1", 1), ("0", 0), ("0", 0)):
            client.post(path, {"wanted": wanted})
            question.refresh_from_db()
            assert getattr(question, count) == total
        assert client.post(path, {"wanted": "maybe"}).status_code == 400
        assert client.get(path).status_code == 405
        assert as_user().post(path, {"wanted": "1"}).status_code == 302

    def test_bookmarks_are_a_private_list(self, as_user, question, outsider, neighbour):
        as_user(outsider).post(f"/q/{question.pk}/bookmark/", {"wanted": "1"})
        assert question.title in as_user(outsider).get("/bookmarks/").content.decode()
        assert question.title not in as_user(neighbour).get("/bookmarks/").content.decode()
        assert as_user().get("/bookmarks/").status_code == 302


def test_what_was_typed_into_a_notification_waits_in_the_composer(as_user, db):
    page = as_user(make_user()).get(
        f"/q/{make_question().pk}/answer/", {"body": "세 시쯤 <b>빠져요</b>"}
    )
    assert "세 시쯤 &lt;b&gt;빠져요&lt;/b&gt;</textarea>" in page.content.decode()
    assert not Answer.objects.exists()
