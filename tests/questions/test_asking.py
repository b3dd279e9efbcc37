from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from apps.core.errors import KeyReused, ValidationFailed
from apps.events.models import Event
from apps.questions import limits
from apps.questions.models import Draft, Question, Tag
from apps.questions.permissions import SignInRequired
from apps.questions.services.asking import ask
from apps.questions.services.drafting import save_draft
from tests.factories import (
    AEWOL,
    JEJU,
    JEJU_CITY,
    SEOUL,
    make_category,
    make_question,
    make_region,
    make_user,
)

pytestmark = pytest.mark.django_db


def ask_with(**fields):
    values = {
        "author": make_user(),
        "title": "애월 해안도로 지금 차 막히나요?",
        "region": make_region(),
        "category": make_category("transport"),
    }
    return ask(**values | fields)


def test_a_question_is_published_with_its_place_tags_and_event():
    author = make_user()
    question = ask_with(author=author, tags=["#애월", "해안도로", "애월"], is_urgent=True)
    assert (question.sido_id, question.sigungu_id, question.emd_id) == (JEJU, JEJU_CITY, AEWOL)
    assert [tag.name for tag in question.tag_list] == ["애월", "해안도로"]
    author.refresh_from_db()
    assert author.question_count == 1
    event = Event.objects.get(type="question.created")
    assert event.payload == {
        "questionId": str(question.pk),
        "userId": str(author.pk),
        "location": None,
        "hashtags": ["애월", "해안도로"],
        "urgency": "urgent",
        "regionId": str(AEWOL),
        "bounty": 0,
        "isFirst": True,
        "calls": False,
    }


def test_a_whole_city_can_be_asked_about():
    question = ask_with(region=make_region(JEJU_CITY))
    assert (question.sigungu_id, question.emd_id) == (JEJU_CITY, None)


def test_the_same_key_asks_once():
    author, key = make_user(), uuid4()
    first = ask_with(author=author, idempotency_key=key)
    second = ask_with(author=author, idempotency_key=key)
    assert first.pk == second.pk
    with pytest.raises(KeyReused):
        ask_with(author=author, idempotency_key=key, title="뒤로 가서 고쳐 쓴 다른 질문")
    assert Question.objects.count() == 1
    assert Event.objects.filter(type="question.created").count() == 1
    author.refresh_from_db()
    assert author.question_count == 1


def test_the_same_key_of_another_person_is_another_question():
    key = uuid4()
    assert ask_with(idempotency_key=key).pk != ask_with(idempotency_key=key).pk


def test_everything_wrong_is_told_at_once_by_field():
    with pytest.raises(ValidationFailed) as caught:
        ask_with(
            title=" ",
            body="가" * (limits.BODY_MAX + 1),
            region=make_region(SEOUL),
            category=None,
            tags=["하나", "둘", "셋", "넷", "다섯", "여섯"],
            bounty=7,
            point=(10.0, 10.0),
        )
    assert set(caught.value.errors) == {
        "title", "body", "region", "category", "tags", "bounty", "point"
    }  # fmt: skip
    assert not Question.objects.exists()


@pytest.mark.parametrize("tag", ["<script>", "a" * 21, "제주;drop", "안녕-하세요", "😀"], ids=str)
def test_a_tag_that_is_no_word_is_refused_by_name(tag):
    with pytest.raises(ValidationFailed) as caught:
        ask_with(tags=[tag])
    assert tag.lower()[:10] in str(caught.value.errors["tags"][0])
    assert not Tag.objects.exists()


def test_invisible_and_reversing_characters_are_taken_out():
    question = ask_with(
        title="애\u200b월 맛\u202e집 알려\u2066 주세요\u3164", body="a\u0000b\r\nc\u200f"
    )
    assert question.title == "애월 맛집 알려 주세요"
    assert question.body == "ab\nc"


def test_a_title_of_invisible_characters_is_empty():
    with pytest.raises(ValidationFailed) as caught:
        ask_with(title="\u200b\u3164\u2060\u00ad\u200d")
    assert "title" in caught.value.errors


def test_markup_is_shown_as_text():
    question = ask_with(body="<script>alert(1)</script> [x](javascript:alert(1)) **굵게**")
    assert "<script" not in question.body_html
    assert 'href="javascript' not in question.body_html
    assert "<strong>굵게</strong>" in question.body_html


def test_a_point_is_kept_to_about_a_hundred_metres():
    question = ask_with(point=(33.4606123, 126.3105987))
    assert (str(question.lat), str(question.lng)) == ("33.461", "126.311")


def test_the_draft_is_gone_once_it_is_asked():
    author = make_user()
    save_draft(author=author, question=None, data={"title": "쓰던 제목"})
    ask_with(author=author)
    assert not Draft.objects.exists()


def test_nobody_asks_signed_out():
    with pytest.raises(SignInRequired):
        ask_with(author=AnonymousUser())


@pytest.mark.parametrize(
    "columns",
    [
        {"emd_id": None},
        {"sigungu_id": None},
        {"region_id": JEJU},
        {"lat": 33.4, "lng": None},
        {"lat": 3.4, "lng": 126.3},
        {"bounty": 7},
    ],
    ids=str,
)
def test_the_database_refuses_a_question_that_cannot_be(columns):
    question = make_question()
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**columns)
