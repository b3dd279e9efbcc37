"""A tag that an operator forbids is on no question, in no list, and nobody's to write."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.core.errors import DomainError, NotAllowed
from apps.notifications.enums import Watching
from apps.notifications.models import Watch
from apps.notifications.services.following import watch
from apps.questions import queries
from apps.questions.models import Question, Tag, TrendingTag
from apps.questions.services import editing, removing
from apps.questions.services.forbidding import allow_tag, forbid_tag
from apps.questions.services.merging import merge_tags
from apps.questions.tags import suggested_tags
from tests.factories import make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_user(is_staff=True)


@pytest.fixture
def tag(moderator):
    """One that three questions carry, of which one is hidden."""
    for _number in range(3):
        question = make_question(tags=["욕설", "바다"])
    removing.hide(moderator=moderator, post=question, reason="광고")
    return Tag.objects.get(name="욕설")


def test_a_tag_without_a_question_to_be_seen_has_no_page(tag, moderator, client):
    for address in ("/t/욕설/", "/t/욕설/feed.xml"):
        assert client.get(address).status_code == 200
    for question in Question.objects.visible():
        removing.hide(moderator=moderator, post=question, reason="광고")
    for address in ("/t/욕설/", "/t/욕설/feed.xml"):
        page = client.get(address)
        assert page.status_code == 404
        assert "욕설" not in page.content.decode()


def test_forbidding_takes_it_from_everything(tag, moderator, client, as_user):
    reader = make_user()
    watch(person=reader, subject=tag, mode=Watching.FOLLOW)
    TrendingTag.objects.create(tag=tag, asked=9, usual=0, score=9)
    assert [each.name for each in queries.trending_tags()] == ["욕설"]
    assert forbid_tag(by=moderator, tag=tag) == 3
    drain()
    assert list(Question.objects.values_list("tag_names", flat=True)) == [["바다"]] * 3
    assert suggested_tags("욕") == []
    assert queries.trending_tags() == ()
    assert not Watch.objects.exists()
    assert client.get("/t/욕설/").status_code == 404
    tag.refresh_from_db()
    assert tag.question_count == 0
    assert Tag.objects.get(name="바다").question_count == 2
    assert "욕설" not in as_user(reader).get("/").content.decode()


def test_nobody_writes_it_any_more_until_it_is_allowed(tag, moderator):
    mine = make_question(tags=["바다"])
    forbid_tag(by=moderator, tag=tag)
    merge_tags(by=moderator, name="나쁜말", into="바다")
    change = {
        "editor": mine.author, "question": mine, "title": mine.title, "body": mine.body,
        "category": mine.category, "is_urgent": False, "version": mine.version,
    }  # fmt: skip
    for write in (
        lambda: make_question(tags=["산", "욕설"]),
        lambda: editing.edit_question(**change, tags=["욕설", "바다"]),
    ):
        with pytest.raises(DomainError) as refused, transaction.atomic():
            write()
        assert refused.value.code == "forbidden_tag"
        assert "#욕설" in refused.value.by_field()["tags"][0]
    allow_tag(by=moderator, tag=tag)
    assert make_question(tags=["산", "욕설"]).tag_names == ["산", "욕설"]


def test_it_is_neither_merged_nor_another_name(tag, moderator):
    forbid_tag(by=moderator, tag=tag)
    for name, into in (("욕설", "바다"), ("바다", "욕설")):
        with pytest.raises(DomainError):
            merge_tags(by=moderator, name=name, into=into)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.filter(pk=tag.pk).update(synonym_of=Tag.objects.get(name="바다"))
    merge_tags(by=moderator, name="물가", into="바다")
    with pytest.raises(DomainError):
        forbid_tag(by=moderator, tag=Tag.objects.get(name="물가"))


def test_only_moderators_forbid(tag):
    with pytest.raises(NotAllowed):
        forbid_tag(by=make_user(), tag=tag)


def test_operators_do_it_in_the_admin(tag, moderator, as_user):
    client, address = as_user(moderator), reverse("admin:questions_tag_changelist")
    for action, is_forbidden in (("forbid", True), ("allow", False)):
        client.post(address, {"action": action, "_selected_action": [tag.pk]})
        tag.refresh_from_db()
        assert tag.is_forbidden is is_forbidden
    said = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert list(said) == ["금지함", "금지를 풂"]
