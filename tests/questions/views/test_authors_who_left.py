"""Whoever's account is stopped has no page: nothing leads there."""

from __future__ import annotations

import pytest

from apps.accounts.services.activation import deactivate
from apps.questions.services.commenting import comment
from tests.factories import make_answer, make_user

pytestmark = pytest.mark.django_db


def test_no_name_leads_to_a_page_that_is_not_there(as_user):
    answer, talker = make_answer(), make_user("말많은이")
    comment(author=talker, on=answer, body="저도 궁금해요")
    comment(author=answer.author, on=answer, body="@말많은이 네 그래요")
    gone = [answer.question.author, answer.author, talker]
    client, address = as_user(make_user()), answer.question.get_absolute_url()
    page = client.get(address).content.decode()
    assert all(person.get_absolute_url() in page for person in gone)
    for person in gone:
        deactivate(user=person, by=make_user(is_staff=True, is_superuser=True), reason="시험")
    page = client.get(address).content.decode()
    for person in gone:
        assert person.nickname in page
        assert person.get_absolute_url() not in page
