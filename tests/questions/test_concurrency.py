"""Twenty people at once, on connections of their own: no count drifts, nothing happens twice."""

from __future__ import annotations

import time
from functools import partial
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import Count

from apps.accounts.models import User
from apps.questions.models import (
    Acceptance,
    Answer,
    Bookmark,
    MeToo,
    Question,
    QuestionTag,
    Tag,
    Vote,
)
from apps.questions.services import accepting, answering, asking, editing, merging, reacting, voting
from apps.questions.services.locking import lock_answer
from apps.questions.services.tagging import lock_tags
from tests.at_once import PATIENCE, at_once
from tests.factories import make_answer, make_category, make_question, make_region, make_user

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 20


def test_votes_of_twenty_people_add_up():
    answer, people = make_answer(), [make_user() for _ in range(PEOPLE)]

    def change_ones_mind(person: User) -> None:
        for value in (1, -1, 1):
            voting.vote(voter=person, on=answer, value=value)

    assert at_once([partial(change_ones_mind, person) for person in people]) == [None] * PEOPLE
    answer.refresh_from_db()
    assert answer.score == sum(Vote.objects.values_list("value", flat=True))
    assert Vote.objects.count() == PEOPLE


def test_answers_and_me_toos_are_counted():
    question, people = make_question(), [make_user() for _ in range(PEOPLE)]

    def answer_and_join(person: User) -> None:
        make_answer(question, person)
        reacting.set_me_too(user=person, question=question, wanted=True)

    assert at_once([partial(answer_and_join, person) for person in people]) == [None] * PEOPLE
    question.refresh_from_db()
    assert question.answer_count == Answer.objects.count() == PEOPLE
    assert question.me_too_count == MeToo.objects.count() == PEOPLE


def test_the_choice_stands_on_one_answer():
    question = make_question()
    answers = [make_answer(question) for _ in range(5)]
    at_once(
        [
            lambda answer=answer: accepting.accept(user=question.author, answer=answer)
            for answer in answers * 4
        ]
    )
    question.refresh_from_db()
    standing = Acceptance.objects.standing().get()
    assert question.accepted_answer_id == standing.answer_id
    counts = dict(User.objects.filter(answers__in=answers).values_list("pk", "accepted_count"))
    assert counts.pop(standing.answer.author_id) == 1
    assert set(counts.values()) == {0}


def test_ten_clicks_ask_and_answer_once():
    author, key = make_user(), uuid4()
    region, category = make_region(), make_category()
    asked = at_once([
        lambda: asking.ask(
            author=author,
            title="지금 문 연 약국 있나요?",
            region=region,
            category=category,
            tags=["약국"],
            idempotency_key=key,
        )
    ] * 10)  # fmt: skip
    assert len({question.pk for question in asked}) == 1
    question, other = asked[0], make_user()
    answered = at_once([
        lambda: answering.answer(
            author=other, question=question, body="네, 있어요.", idempotency_key=key
        )
    ] * 10)  # fmt: skip
    assert len({answer.pk for answer in answered}) == 1
    assert Question.objects.get().answer_count == 1
    author.refresh_from_db()
    assert author.question_count == 1


def test_questions_with_the_same_tags_do_not_wait_in_a_circle():
    region, category = make_region(), make_category()
    people = [make_user() for _ in range(PEOPLE)]
    names = ["애월", "맛집", "카페", "주차"]
    results = at_once(
        [
            lambda person=person, shift=shift: asking.ask(
                author=person,
                title="같은 태그를 다른 순서로",
                region=region,
                category=category,
                tags=names[shift % 4 :] + names[: shift % 4],
            )
            for shift, person in enumerate(people)
        ]
    )
    assert all(isinstance(result, Question) for result in results)
    assert {tag.question_count for tag in Question.objects.first().tag_list} == {PEOPLE}


def test_edits_that_swap_tags_do_not_wait_in_a_circle():
    first, second = make_question(tags=["가는"]), make_question(tags=["하는"])

    def swap(question: Question, *names: str) -> None:
        for version, name in enumerate(names * 10, start=1):
            editing.edit_question(
                editor=question.author,
                question=question,
                title=question.title,
                body="",
                category=question.category,
                tags=[name],
                is_urgent=False,
                version=version,
            )

    results = at_once([partial(swap, first, "하는", "가는"), partial(swap, second, "가는", "하는")])
    assert results == [None, None]
    assert {tag.name: tag.question_count for tag in Tag.objects.all()} == {"가는": 1, "하는": 1}


def test_a_locked_post_does_not_stop_what_merely_refers_to_it():
    """Foreign keys are looked at on commit, after all other locks: waiting there is a circle."""
    answer, reader = make_answer(), make_user()

    def keep() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        Bookmark.objects.create(user=reader, question=answer.question)

    with transaction.atomic():
        lock_answer(answer.pk)
        assert at_once([keep]) == [None]


def test_merging_and_tagging_at_once_leave_nobody_behind():
    """Whoever tags while the two become one ends up with the one that is kept, and the counts are right."""
    moderator, category, region = make_user(is_staff=True), make_category(), make_region()
    people = [make_user() for _number in range(4)]
    old = [make_question(person, tags=["파킹", "애월"]) for person in people]
    make_question(tags=["주차"])

    def tag_anew(person):
        make_question(person, tags=["바다", "주차", "파킹"], category=category, region=region)

    def edit_old(question):
        editing.edit_question(
            editor=question.author, question=question, title=question.title, body="고쳤어요",
            category=question.category, tags=["파킹", "하늘"], is_urgent=False, version=1,
        )  # fmt: skip

    results = at_once(
        [
            lambda: merging.merge_tags(by=moderator, name="파킹", into="주차"),
            *(partial(tag_anew, person) for person in people),
            *(partial(edit_old, question) for question in old[:2]),
        ]
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert not QuestionTag.objects.filter(tag__name="파킹").exists()
    used = Tag.objects.filter(synonym_of=None).annotate(now=Count("question_tags"))
    assert {tag.name: (tag.question_count, tag.now) for tag in used} == {
        "주차": (9, 9), "애월": (2, 2), "바다": (4, 4), "하늘": (2, 2),
    }  # fmt: skip
    assert Tag.objects.get(name="파킹").question_count == 0


def test_who_meets_a_merge_lets_go_before_taking_what_comes_first():
    """Somebody holds 주차 and then wants 파킹; the editor has got 파킹 when it turns out to mean 주차."""
    question, kept = make_question(tags=["파킹"]), make_question(tags=["주차"])
    merging_is_done, editor_waits = Event(), Event()

    def merge_slowly():
        with transaction.atomic():
            tags = lock_tags(["파킹"])
            wait_until_blocked("edit")
            Tag.objects.filter(pk=tags["파킹"].pk).update(synonym_of=Tag.objects.get(name="주차"))
        merging_is_done.set()

    def hold_the_first():
        with transaction.atomic():
            lock_tags(["주차"])
            editor_waits.set()
            assert merging_is_done.wait(PATIENCE)
            wait_until_blocked("edit")
            lock_tags(["주차", "파킹"])

    def edit():
        assert editor_waits.wait(PATIENCE)
        with connection.cursor() as cursor:
            cursor.execute("SET application_name = 'edit'")
        editing.edit_question(
            editor=question.author, question=question, title=question.title, body="고쳤어요",
            category=question.category, tags=["파킹", "하늘"], is_urgent=False, version=1,
        )  # fmt: skip

    assert at_once([merge_slowly, hold_the_first, edit]) == [None, None, None]
    names = question.question_tags.values_list("tag__name", flat=True)
    assert set(names) == {"주차", "하늘"}
    assert Tag.objects.get(name="주차").question_count == 2
    assert kept.question_tags.count() == 1


def wait_until_blocked(application: str) -> None:
    """Until somebody else holds what ``application`` waits for, which the server says."""
    deadline = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT pg_backend_pid() = ANY(pg_blocking_pids(pid)) FROM pg_stat_activity"
                " WHERE application_name = %s",
                [application],
            )
            if (row := cursor.fetchone()) and row[0]:
                return
            cursor.execute("SELECT pg_stat_clear_snapshot()")
    raise AssertionError(f"{application} did not wait")
