from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from apps.core.pagination import paginate
from apps.notifications import queries
from apps.notifications.kinds.answered import ANSWERED
from apps.notifications.kinds.points import POINTS
from apps.notifications.kinds.welcome import WELCOME
from apps.notifications.models import Notification
from apps.notifications.services import reading
from apps.notifications.services.notifying import notify
from apps.questions.models import Question
from apps.questions.services.commenting import comment
from apps.questions.services.removing import hide
from tests.factories import make_answer, make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """Somebody with a line each about three questions of theirs, oldest first."""
    user, actor = make_user(), make_user()
    for _number in range(3):
        question = make_question(user)
        notify(recipient_id=user.pk, kind=ANSWERED, actor_id=actor.pk, question_id=question.pk)
    return user


def test_reading_one_line(told):
    line = Notification.objects.first()
    assert reading.mark_read(user=told, notification=line) == 1
    assert reading.mark_read(user=told, notification=line) == 0
    assert queries.unread_count(told) == 2


def test_nobody_reads_for_another(told):
    assert reading.mark_read(user=make_user(), notification=Notification.objects.first()) == 0
    assert reading.mark_all_read(user=make_user()) == 0
    assert queries.unread_count(told) == 3


def test_reading_all_leaves_what_came_after_the_page(told):
    newest = queries.inbox(told, cursor=None).newest
    notify(recipient_id=told.pk, kind=WELCOME)
    assert reading.mark_all_read(user=told, until=newest) == 3
    assert queries.unread_count(told) == 1


def test_a_line_that_was_joined_after_the_page_stays_unread(told):
    inbox = queries.inbox(told, cursor=None)
    oldest = inbox.lines[-1].notification
    notify(
        recipient_id=told.pk,
        kind=ANSWERED,
        actor_id=make_user().pk,
        question_id=oldest.question_id,
    )
    reading.mark_all_read(user=told, until=inbox.newest)
    assert list(Notification.objects.unread()) == [oldest]


def test_opening_a_question_reads_what_was_told_about_it(told):
    question = Notification.objects.first().question
    assert reading.mark_question_read(user=told, question_id=question.pk) == 1
    assert queries.unread_count(told) == 2


def test_opening_the_ledger_reads_points_and_welcome(told):
    notify(recipient_id=told.pk, kind=POINTS, points=5)
    notify(recipient_id=told.pk, kind=WELCOME)
    assert reading.mark_points_read(user=told) == 2
    assert queries.unread_count(told) == 3


@pytest.mark.parametrize("hidden", ["question", "answer", "comment", None])
def test_what_is_not_shown_is_not_counted(hidden):
    """Every page counts in a statement of its own, which must say the same as the list's."""
    answer = make_answer()
    remark = comment(author=make_user(), on=answer.question, body="저도요")
    posts = {"question": answer.question, "answer": answer, "comment": remark}
    drain()
    notify(recipient_id=answer.question.author_id, kind=WELCOME)
    if hidden:
        hide(moderator=make_user(is_staff=True), post=posts[hidden], reason="광고")
    asker = answer.question.author
    shown = len(queries.inbox(asker, cursor=None).lines)
    assert queries.unread_count(asker) == shown == {"question": 1, None: 3}.get(hidden, 2)


def test_the_count_stops_where_the_page_says_so():
    user = make_user()
    Notification.objects.bulk_create(
        Notification(recipient=user, kind=ANSWERED, question=question)
        for question in _many_questions(user, queries.UNREAD_COUNTED + 5)
    )
    assert queries.unread_count(user) == queries.UNREAD_COUNTED


def _many_questions(author, number):
    like = make_question(author)
    rows = [
        Question(
            author=author,
            region_id=like.region_id,
            sido_id=like.sido_id,
            sigungu_id=like.sigungu_id,
            emd_id=like.emd_id,
            category_id=like.category_id,
            title=f"질문 {count}",
        )
        for count in range(number)
    ]
    return Question.objects.bulk_create(rows)


def test_lines_stand_under_today_this_week_and_before(told):
    now = timezone.now()
    lines = list(Notification.objects.order_by("id"))
    for line, days in zip(lines, (30, 3, 0), strict=True):
        Notification.objects.filter(pk=line.pk).update(happened_at=now - dt.timedelta(days=days))
    headings = [str(line.heading) for line in queries.inbox(told, cursor=None).lines]
    assert headings == ["오늘", "이번 주", "이전"]


def test_a_heading_is_not_repeated_on_the_next_page(told):
    lines = Notification.objects.visible_to(told)
    cursor = paginate(lines, order_by=queries.NEWEST, cursor=None, size=2).next_cursor
    rest = queries.inbox(told, cursor=cursor).lines
    assert [line.heading for line in rest] == [None]
