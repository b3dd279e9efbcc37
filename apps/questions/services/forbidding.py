"""Tags that nobody may carry: an operator forbids them, and allows them again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import DomainError
from apps.questions import events, permissions
from apps.questions.models import QuestionTag, Tag, TrendingTag
from apps.questions.services.tagging import lock_carrying, lock_tags


def forbid_tag(*, by: User, tag: Tag) -> int:
    """Take the tag from all who carry it, and let nobody write it any more; return how many carried it.

    First it is closed to new questions, so that the taking ends. What was interrupted goes on when it is
    asked for again.
    """
    permissions.check_moderate(by)
    _close(tag)
    taken = 0
    while QuestionTag.objects.filter(tag=tag).exists():
        taken += _take_some(tag)
    _tell(tag, by)
    return taken


@transaction.atomic
def allow_tag(*, by: User, tag: Tag) -> None:
    """Let people write it again. Those who carried it do not get it back."""
    permissions.check_moderate(by)
    Tag.objects.filter(pk=tag.pk).update(is_forbidden=False)


@transaction.atomic
def _close(tag: Tag) -> None:
    now = lock_tags([tag.name])[tag.name]
    if now.synonym_of_id:
        raise DomainError(_("다른 태그로 합친 이름이에요. 그 태그를 골라 주세요."))
    Tag.objects.filter(pk=now.pk).update(is_forbidden=True)


@transaction.atomic
def _take_some(tag: Tag) -> int:
    carrying, visible = lock_carrying(tag)
    taking = set(carrying.values_list("question_id", flat=True))
    carrying.delete()
    Tag.objects.filter(pk=tag.pk).update(question_count=F("question_count") - len(taking & visible))
    return len(taking)


@transaction.atomic
def _tell(tag: Tag, by: User) -> None:
    trends = TrendingTag.objects.filter(tag=tag)
    places = list(trends.values_list("region_id", flat=True))
    trends.delete()
    events.tag_forbidden(tag, places=places, by=by)
