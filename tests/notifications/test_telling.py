"""Who hears of what, through the question services and the outbox."""

from __future__ import annotations

import pytest

from apps.accounts.events import user_registered
from apps.accounts.models import User
from apps.accounts.services.blocking import block, unblock
from apps.notifications.models import Notification
from apps.questions.services.accepting import accept, withdraw_acceptance
from apps.questions.services.commenting import comment, delete_comment
from apps.questions.services.removing import delete_answer, hide
from apps.questions.services.voting import vote
from tests.factories import make_answer, make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def heard(user, *kinds) -> list[str]:
    """Kinds of a person's lines, without points unless asked for, oldest first."""
    lines = Notification.objects.visible_to(user).order_by("id")
    return [line.kind for line in lines if line.kind != "points" or "points" in kinds]


def test_the_asker_hears_of_an_answer():
    answer = make_answer()
    drain()
    asker = answer.question.author
    line = Notification.objects.get(recipient=asker)
    assert (line.kind, line.actor, line.question, line.answer) == (
        "answered",
        answer.author,
        answer.question,
        answer,
    )
    assert line.actor_ids == [answer.author_id]
    assert heard(answer.author) == []


def test_nobody_hears_of_themselves():
    asker = make_user()
    question = make_question(asker, body=f"@{asker.nickname} 나예요")
    make_answer(question, asker, body=f"@{asker.nickname} 혼잣말")
    comment(author=asker, on=question, body=f"@{asker.nickname} 또 혼잣말")
    drain()
    assert not Notification.objects.exists()


def test_several_answers_are_one_line_with_everybody_in_it():
    question = make_question()
    answers = [make_answer(question) for _number in range(3)]
    make_answer(question, answers[0].author)
    drain()
    line = Notification.objects.get(recipient=question.author)
    assert line.actor_ids == [answer.author_id for answer in answers]
    assert (line.actor, line.others) == (answers[0].author, 2)


def test_after_reading_there_is_a_new_line():
    question = make_question()
    make_answer(question)
    drain()
    Notification.objects.update(read_at="2026-01-01T00:00:00Z")
    make_answer(question)
    drain()
    assert Notification.objects.filter(recipient=question.author).count() == 2


def test_the_answerer_hears_of_being_chosen_and_not_of_a_choice_taken_back():
    answer = make_answer()
    asker = answer.question.author
    accept(user=asker, answer=answer)
    drain()
    assert heard(answer.author) == ["accepted"]
    withdraw_acceptance(user=asker, answer=answer)
    drain()
    assert heard(answer.author) == []


def test_a_choice_that_moved_on_before_anybody_heard_is_heard_by_the_second_only():
    first = make_answer()
    second = make_answer(first.question)
    asker = first.question.author
    accept(user=asker, answer=first)
    accept(user=asker, answer=second)
    drain()
    assert heard(first.author) == []
    assert heard(second.author) == ["accepted"]


def test_the_author_of_a_post_hears_of_comments():
    answer = make_answer()
    drain()
    commenter = make_user()
    comment(author=commenter, on=answer, body="고마워요")
    comment(author=commenter, on=answer.question, body="저도 궁금해요")
    drain()
    assert heard(answer.author) == ["commented"]
    assert heard(answer.question.author) == ["answered", "commented"]


def test_those_called_by_name_hear_of_it_once_each():
    called, asker = make_user("불린사람"), make_user("질문한이")
    question = make_question(asker, body="@불린사람 님 아시나요? @불린사람")
    drain()
    assert heard(called) == ["mentioned"]
    answer = make_answer(question, body="@불린사람 @질문한이 여기예요")
    drain()
    assert heard(called) == ["mentioned"]
    assert heard(asker) == ["answered"]
    comment(author=called, on=answer, body=f"@{answer.author.nickname} @질문한이 고마워요")
    drain()
    assert heard(answer.author) == ["commented"]
    assert heard(asker) == ["answered", "mentioned"]


def test_points_of_one_question_add_up_in_one_line():
    answer = make_answer()
    vote(voter=make_user(), on=answer, value=1)
    accept(user=answer.question.author, answer=answer)
    drain()
    line = Notification.objects.get(recipient=answer.author, kind="points")
    assert line.points == 5 + 15 + 30
    assert line.question == answer.question


def test_points_of_different_questions_are_different_lines():
    author = make_user()
    for _number in range(2):
        make_answer(author=author)
    drain()
    lines = Notification.objects.filter(recipient=author, kind="points")
    assert [line.points for line in lines] == [5, 5]


def test_somebody_new_is_greeted_once_with_their_points():
    user = make_user()
    user_registered(user)
    drain()
    line = Notification.objects.get(recipient=user)
    assert (line.kind, line.points) == ("welcome", 100)


@pytest.mark.parametrize("gone", ["answer", "question"])
def test_nothing_is_told_of_what_was_hidden_meanwhile(gone):
    answer = make_answer(body="@들을사람 여기예요")
    listener = make_user("들을사람")
    moderator = make_user(is_staff=True)
    hide(moderator=moderator, post=answer if gone == "answer" else answer.question, reason="광고")
    drain()
    assert not Notification.objects.exclude(kind="points").exists()
    assert heard(listener, "points") == []


def test_a_comment_deleted_meanwhile_is_not_told_of():
    question = make_question()
    remark = comment(author=make_user(), on=question, body="앗")
    delete_comment(user=remark.author, comment=remark)
    drain()
    assert not Notification.objects.exists()


def test_a_line_about_a_post_that_is_gone_is_not_shown():
    answer = make_answer()
    drain()
    delete_answer(user=answer.author, answer=answer)
    assert heard(answer.question.author) == []


def test_somebody_who_has_left_is_told_nothing():
    question = make_question()
    User.objects.filter(pk=question.author_id).update(is_active=False)
    make_answer(question)
    drain()
    assert not Notification.objects.filter(recipient=question.author).exists()


def test_nothing_somebody_blocked_does_is_told():
    asker, blocked = make_user("질문한이"), make_user()
    block(blocker=asker, blocked=blocked)
    question = make_question(asker)
    answer = make_answer(question, blocked)
    comment(author=blocked, on=question, body="여기요")
    comment(author=blocked, on=make_answer(question), body="@질문한이 보세요")
    mine = make_answer(make_question(blocked, body="@질문한이 아시나요?"), asker)
    accept(user=blocked, answer=mine)
    drain()
    assert heard(asker) == ["answered"]  # by the other one
    told = Notification.objects.get(recipient=asker, kind="answered")
    assert answer.author_id not in told.actor_ids
    unblock(blocker=asker, blocked=blocked)
    comment(author=blocked, on=question, body="이제 들리나요?")
    drain()
    assert heard(asker) == ["answered", "commented"]


def test_the_one_who_is_blocked_hears_as_before():
    blocker, blocked = make_user(), make_user()
    block(blocker=blocker, blocked=blocked)
    make_answer(make_question(blocked), blocker)
    drain()
    assert heard(blocked) == ["answered"]
