from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.points.rules import RULES
from apps.questions.services.accepting import accept, withdraw_acceptance
from apps.questions.services.removing import hide, restore
from tests.factories import make_answer, make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db

POINTS = "/points/"


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_before_the_first_point_the_page_invites(as_user):
    page = text(as_user(make_user()).get(POINTS))
    assert "아직 모은 포인트가 없어요" in page
    assert "등급 1 · 새내기" in page


def test_the_ledger_says_what_moved_why_and_what_was_left(as_user, rich):
    user = rich()
    answer = make_answer(make_question(rich(), bounty=50, title="비 오는 날 갈 곳 있나요?"), user)
    accept(user=answer.question.author, answer=answer)
    drain()
    page = text(as_user(user).get(POINTS))
    for words in (
        "답변 채택됨",
        "현상 포인트 받음",
        "+50P",
        "첫 도움 답변",
        "잔액 200P",
        "가입 축하",
    ):
        assert words in page
    assert "비 오는 날 갈 곳 있나요?" in page
    assert "등급 2 · 이웃" in page
    assert "단골까지 50P" in page


def test_a_reversal_says_what_it_undid(as_user, rich):
    answer = make_answer(make_question(rich(), bounty=10))
    asker = answer.question.author
    accept(user=asker, answer=answer)
    drain()
    withdraw_acceptance(user=asker, answer=answer)
    drain()
    page = text(as_user(answer.author).get(POINTS))
    assert "되돌림: 현상 포인트 받음" in page
    assert "−30P" in page


def test_a_restored_answer_says_what_was_given_again(as_user, rich):
    answer, moderator = make_answer(make_question(rich(), bounty=10)), make_user(is_staff=True)
    accept(user=answer.question.author, answer=answer)
    drain()
    for _number in range(2):
        hide(moderator=moderator, post=answer, reason="광고")
        drain()
        restore(moderator=moderator, post=answer, reason="오해")
        drain()
    page = text(as_user(answer.author).get(POINTS))
    assert page.count("다시 드림: 현상 포인트 받음") == page.count("되돌림: 현상 포인트 받음") == 2
    assert "되돌림: 되돌림" not in page


def test_a_hidden_question_is_not_named(as_user):
    answer = make_answer(make_question(title="숨겨질 질문이에요"))
    drain()
    hide(moderator=make_user(is_staff=True), post=answer.question, reason="광고")
    page = text(as_user(answer.author).get(POINTS))
    assert "답변 등록" in page
    assert "숨겨질 질문" not in page


def test_every_rule_and_badge_is_on_the_page(as_user):
    page = text(as_user(make_user()).get(POINTS))
    for rule in RULES:
        assert str(rule.label) in page
    assert "십 분의 이웃" in page


def answer_often(user, times):
    for _number in range(times):
        make_answer(author=user)
    drain()


def test_older_entries_come_by_the_page(as_user, rich):
    user = rich()
    answer_often(user, 20)
    client = as_user(user)
    page = client.get(POINTS).content.decode()
    assert page.count('class="ledger-row"') == 20
    following = re.search(r'hx-get="([^"]+)"', page)[1]
    rest = client.get(f"{POINTS}{following}", headers={"HX-Request": "true"}).content.decode()
    assert rest.count('class="ledger-row"') == 1
    assert "가입 축하" in rest
    assert "<html" not in rest


def test_a_full_page_costs_as_many_queries_as_one_row(as_user):
    user = make_user()
    counts = []
    for times in (1, 19):
        answer_often(user, times)
        client = as_user(user)
        client.get(POINTS)
        with CaptureQueriesContext(connection) as queries:
            client.get(POINTS)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7
