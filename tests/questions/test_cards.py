"""What a question repeats of other tables is what they say."""

from __future__ import annotations

import pytest

from apps.accounts.services.levels import set_level
from apps.accounts.services.profile import update_profile
from apps.questions.feeds import Filters, card_page
from apps.questions.models import Category, Question, QuestionTag
from apps.questions.services.editing import edit_question
from apps.questions.services.merging import merge_tags
from tests.factories import make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def shown(question) -> list[str]:
    question.refresh_from_db()
    return question.tag_names


class TestTags:
    def test_follow_asking_editing_and_merging(self):
        question = make_question(tags=["바다", "애월"])
        assert question.tag_names == shown(question) == ["바다", "애월"]
        edit_question(
            editor=question.author, question=question, title=question.title, body="",
            category=question.category, tags=["노을", "바다"], is_urgent=False, version=1,
        )  # fmt: skip
        assert shown(question) == ["노을", "바다"]
        make_question(tags=["해넘이"])
        merge_tags(by=make_user(is_staff=True), name="노을", into="해넘이")
        assert shown(question) == ["해넘이", "바다"]

    def test_follow_the_table_whoever_writes_it(self):
        question = make_question(tags=["바다", "애월"])
        QuestionTag.objects.filter(question=question, position=0).delete()
        assert shown(question) == ["애월"]
        QuestionTag.objects.filter(question=question).delete()
        assert shown(question) == []
        assert shown(make_question()) == []


class TestAuthor:
    def test_another_name_and_level_reach_every_question(self):
        author, other = make_user("옛이름"), make_question()
        asked = [make_question(author) for _number in range(3)]
        update_profile(user=author, nickname="새이름", bio="", home_region=None)
        set_level(user_id=author.pk, level=4)
        drain()
        rows = Question.objects.filter(pk__in=[question.pk for question in asked])
        assert set(rows.values_list("author_name", "author_level")) == {("새이름", 4)}
        other.refresh_from_db()
        assert other.author_name == other.author.nickname

    def test_is_shown_without_being_given(self):
        """As the release before writes it."""
        question = make_question()
        row = Question.objects.get(pk=question.pk)
        row.pk, row.author_name = None, ""
        row.idempotency_key = None
        row.save(force_insert=True)
        row.refresh_from_db()
        assert row.author_name == question.author.nickname


def test_a_category_made_a_moment_ago_has_its_name():
    make_question()
    assert card_page(Filters(), cursor=None).items
    make_question(category=Category.objects.create(slug="new", name="새 분류", icon="tag"))
    assert card_page(Filters(), cursor=None).items[0].category_name == "새 분류"
