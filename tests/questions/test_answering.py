from __future__ import annotations

from uuid import uuid4

import pytest

from apps.core.errors import KeyReused, NotAllowed, ValidationFailed
from apps.events.models import Event
from apps.questions.models import Acceptance, Answer, Revision
from apps.questions.services import accepting, answering, closing, commenting, editing, removing
from tests.factories import make_answer, make_category, make_question, make_user

pytestmark = pytest.mark.django_db


def test_an_answer_counts_for_the_question_and_the_person():
    question, author = make_question(), make_user()
    answer = make_answer(question, author)
    question.refresh_from_db()
    author.refresh_from_db()
    assert (question.answer_count, author.answer_count) == (1, 1)
    assert question.first_answered_at == answer.created_at
    payload = Event.objects.get(type="answer.created").payload
    assert payload == {
        "answerId": str(answer.pk),
        "questionId": str(question.pk),
        "answererId": str(author.pk),
        "questionerId": str(question.author_id),
        "calls": False,
    }


def test_the_first_answer_is_somebody_elses_and_still_there():
    question, moderator = make_question(), make_user(is_staff=True)

    def first():
        question.refresh_from_db()
        return question.first_answered_at

    make_answer(question, question.author)
    assert first() is None
    advertising, helpful = make_answer(question), make_answer(question)
    assert first() == advertising.created_at
    removing.hide(moderator=moderator, post=advertising, reason="광고")
    assert first() == helpful.created_at
    removing.delete_answer(user=helpful.author, answer=helpful)
    assert first() is None
    removing.restore(moderator=moderator, post=advertising, reason="광고가 아니에요")
    assert first() == advertising.created_at


def test_the_same_key_answers_once():
    question, author, key = make_question(), make_user(), uuid4()
    first = make_answer(question, author, idempotency_key=key)
    again = make_answer(question, author, idempotency_key=key)
    assert first.pk == again.pk
    for other in (
        {"question": question, "body": "뒤로 가서 더 쓴 답변"},
        {"question": make_question()},
    ):
        with pytest.raises(KeyReused):
            make_answer(author=author, idempotency_key=key, **other)
    question.refresh_from_db()
    assert question.answer_count == 1


def test_an_empty_answer_is_refused():
    with pytest.raises(ValidationFailed) as caught:
        make_answer(body=" \u200b ")
    assert "body" in caught.value.errors
    assert not Answer.objects.exists()


def test_a_closed_question_takes_no_answer_until_reopened():
    question = make_question()
    closing.close(user=question.author, question=question)
    with pytest.raises(NotAllowed):
        make_answer(question)
    closing.reopen(user=question.author, question=question)
    assert make_answer(question).question_id == question.pk


def test_closing_twice_tells_once():
    question = make_question()
    closing.close(user=question.author, question=question)
    closing.close(user=question.author, question=question)
    assert Event.objects.filter(type="question.closed").count() == 1


def test_only_the_asker_closes():
    with pytest.raises(NotAllowed):
        closing.close(user=make_user(), question=make_question())


class TestAcceptance:
    def test_the_asker_chooses_an_answer(self):
        answer = make_answer()
        acceptance = accepting.accept(user=answer.question.author, answer=answer)
        answer.question.refresh_from_db()
        answer.author.refresh_from_db()
        assert answer.question.accepted_answer_id == answer.pk
        assert answer.author.accepted_count == 1
        payload = Event.objects.get(type="answer.accepted").payload
        assert payload["acceptanceId"] == str(acceptance.pk)
        assert payload["answererId"] == str(answer.author_id)
        assert payload["points"] == 0

    def test_nobody_else_chooses(self):
        answer = make_answer()
        for outsider in (answer.author, make_user(), make_user(is_staff=True)):
            with pytest.raises(NotAllowed):
                accepting.accept(user=outsider, answer=answer)

    def test_not_ones_own_answer(self):
        question = make_question()
        with pytest.raises(NotAllowed):
            accepting.accept(user=question.author, answer=make_answer(question, question.author))

    def test_choosing_twice_changes_nothing(self):
        answer = make_answer()
        first = accepting.accept(user=answer.question.author, answer=answer)
        assert accepting.accept(user=answer.question.author, answer=answer) == first
        assert Event.objects.filter(type="answer.accepted").count() == 1

    def test_the_choice_moves(self):
        question = make_question()
        one, two = make_answer(question), make_answer(question)
        accepting.accept(user=question.author, answer=one)
        accepting.accept(user=question.author, answer=two)
        question.refresh_from_db()
        for answer in (one, two):
            answer.author.refresh_from_db()
        assert question.accepted_answer_id == two.pk
        assert (one.author.accepted_count, two.author.accepted_count) == (0, 1)
        assert Acceptance.objects.standing().get().answer_id == two.pk
        assert Event.objects.filter(type="acceptance.withdrawn").count() == 1

    def test_taking_back_the_choice_of_another_answer_changes_nothing(self):
        question = make_question()
        one, two = make_answer(question), make_answer(question)
        accepting.accept(user=question.author, answer=one)
        accepting.withdraw_acceptance(user=question.author, answer=two)
        assert Acceptance.objects.standing().get().answer_id == one.pk
        accepting.withdraw_acceptance(user=question.author, answer=one)
        question.refresh_from_db()
        assert question.accepted_answer_id is None


class TestEditing:
    def edit(self, question, **fields):
        values = {
            "editor": question.author,
            "question": question,
            "title": question.title,
            "body": question.body,
            "category": question.category,
            "tags": [],
            "is_urgent": False,
            "version": question.version,
        }
        return editing.edit_question(**values | fields)

    def test_the_old_text_joins_the_history(self):
        question = make_question(body="처음 글", tags=["애월"])
        edited = self.edit(question, body="고친 글", tags=["하귀"])
        assert (edited.body, edited.version) == ("고친 글", 2)
        revision = Revision.objects.get()
        assert (revision.version, revision.body, revision.tags) == (1, "처음 글", ["애월"])

    def test_saving_the_same_text_is_no_edit(self):
        question = make_question()
        assert self.edit(question).version == 1
        assert not Revision.objects.exists()

    def test_a_stale_edit_is_a_conflict_and_writes_nothing(self):
        question = make_question()
        self.edit(question, body="먼저 저장")
        with pytest.raises(editing.EditConflict):
            self.edit(question, body="나중에 저장", version=1)
        question.refresh_from_db()
        assert question.body == "먼저 저장"

    def test_nobody_edits_for_another(self):
        question = make_question()
        with pytest.raises(NotAllowed):
            self.edit(question, editor=make_user(is_staff=True), body="남의 글")

    def test_a_category_can_change(self):
        question = make_question()
        assert self.edit(question, category=make_category("kids")).category.slug == "kids"

    def test_an_answer_keeps_its_history(self):
        answer = make_answer(body="첫 답변")
        editing.edit_answer(editor=answer.author, answer=answer, body="고친 답변", version=1)
        answer.refresh_from_db()
        assert (answer.body, answer.version) == ("고친 답변", 2)
        assert Revision.objects.get(answer=answer).body == "첫 답변"
        with pytest.raises(editing.EditConflict):
            editing.edit_answer(editor=answer.author, answer=answer, body="또 고침", version=1)


class TestRemoving:
    def test_an_unanswered_question_can_be_taken_back(self):
        question = make_question(tags=["애월"])
        for _twice in range(2):
            removing.delete_question(user=question.author, question=question)
        question.refresh_from_db()
        question.author.refresh_from_db()
        assert question.is_deleted
        assert question.author.question_count == 0
        assert question.tag_list[0].question_count == 0
        assert Event.objects.filter(type="question.removed").count() == 1

    def test_an_answered_question_cannot(self):
        question = make_answer().question
        with pytest.raises(NotAllowed):
            removing.delete_question(user=question.author, question=question)

    def test_deleting_the_only_answer_frees_the_question(self):
        answer = make_answer()
        removing.delete_answer(user=answer.author, answer=answer)
        answer.question.refresh_from_db()
        assert answer.question.answer_count == 0
        removing.delete_question(user=answer.question.author, question=answer.question)

    def test_an_accepted_answer_stays(self):
        answer = make_answer()
        accepting.accept(user=answer.question.author, answer=answer)
        with pytest.raises(NotAllowed):
            removing.delete_answer(user=answer.author, answer=answer)

    def test_hiding_an_accepted_answer_takes_the_acceptance_with_it(self):
        answer, moderator = make_answer(), make_user(is_staff=True)
        accepting.accept(user=answer.question.author, answer=answer)
        removing.hide(moderator=moderator, post=answer, reason="광고")
        answer.question.refresh_from_db()
        answer.author.refresh_from_db()
        assert answer.question.accepted_answer_id is None
        assert (answer.question.answer_count, answer.author.answer_count) == (0, 0)
        assert Event.objects.get(type="acceptance.withdrawn").payload["forced"] is True
        removing.restore(moderator=moderator, post=answer, reason="오해였어요")
        answer.question.refresh_from_db()
        assert answer.question.answer_count == 1

    def test_only_moderators_hide_and_they_say_why(self):
        question = make_question()
        with pytest.raises(NotAllowed):
            removing.hide(moderator=make_user(), post=question, reason="까닭")
        with pytest.raises(Exception, match="까닭"):
            removing.hide(moderator=make_user(is_staff=True), post=question, reason=" ")

    def test_what_its_author_deleted_is_not_restored(self):
        question, moderator = make_question(), make_user(is_staff=True)
        removing.delete_question(user=question.author, question=question)
        removing.restore(moderator=moderator, post=question, reason="되살리기")
        question.refresh_from_db()
        assert question.is_deleted

    def test_deleting_what_was_hidden_does_not_make_the_moderators_forget(self):
        answer = make_answer()
        removing.hide(moderator=make_user(is_staff=True), post=answer, reason="전화번호")
        removing.delete_answer(user=answer.author, answer=answer)
        answer.refresh_from_db()
        assert (answer.is_deleted, answer.hidden_reason) == (True, "전화번호")


class TestComments:
    def test_a_comment_tells_the_author_of_the_post(self):
        answer, author = make_answer(), make_user()
        comment = commenting.comment(author=author, on=answer, body="고마워요")
        payload = Event.objects.get(type="comment.created").payload
        assert payload["recipientId"] == str(answer.author_id)
        assert payload["answerId"] == str(answer.pk)
        assert comment.question_id == answer.question_id

    def test_the_same_key_comments_once(self):
        question, author, key = make_question(), make_user(), uuid4()
        first = commenting.comment(author=author, on=question, body="저도요", idempotency_key=key)
        again = commenting.comment(author=author, on=question, body="저도요", idempotency_key=key)
        assert first == again
        for other in (
            {"on": question, "body": "다른 말"},
            {"on": make_question(), "body": "저도요"},
        ):
            with pytest.raises(KeyReused):
                commenting.comment(author=author, idempotency_key=key, **other)

    def test_only_ones_own_is_taken_back(self):
        comment = commenting.comment(author=make_user(), on=make_question(), body="음")
        with pytest.raises(NotAllowed):
            commenting.delete_comment(user=make_user(), comment=comment)
        commenting.delete_comment(user=comment.author, comment=comment)
        comment.refresh_from_db()
        assert comment.is_deleted


def test_answering_needs_a_body_of_words():
    with pytest.raises(ValidationFailed):
        answering.answer(author=make_user(), question=make_question(), body="아" * 10_001)
