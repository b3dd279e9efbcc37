"""One tag of two that mean the same. The other's name stays, and leads to the one that is kept."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import DomainError
from apps.questions import events, permissions
from apps.questions.models import QuestionTag, Tag
from apps.questions.services.tagging import lock_carrying, lock_tags
from apps.questions.validators import TAG_PATTERN, normalise_tag


def merge_tags(*, by: User, name: str, into: str) -> int:
    """Let ``name`` mean the tag ``into`` from now on, and give that to all who carry it; return how many did.

    What was interrupted goes on when it is asked for again, and what is done is done. First the name is
    closed to new questions, so that the moving ends; then the questions follow, some at a time; then it is
    told, to those who follow the tag and to the search.
    """
    permissions.check_moderate(by)
    old, kept, is_new = _close(name=_checked(name, "name"), into=_checked(into, "into"))
    moved = 0
    while QuestionTag.objects.filter(tag=old).exists():
        moved += _move_some(old, kept)
    if is_new or moved:
        _tell(old, kept, by)
    return moved


@transaction.atomic
def release_synonym(*, by: User, tag: Tag) -> None:
    """Let the name be a tag of its own again, which nobody carries yet."""
    permissions.check_moderate(by)
    Tag.objects.filter(pk=tag.pk).update(synonym_of=None)


def _checked(name: str, field: str) -> str:
    name = normalise_tag(name)
    if not re.fullmatch(TAG_PATTERN, name):
        raise DomainError(_("태그 이름을 다시 적어 주세요."), field=field)
    return name


@transaction.atomic
def _close(*, name: str, into: str) -> tuple[Tag, Tag, bool]:
    """Both tags, and whether the one meant something else until now."""
    Tag.objects.bulk_create([Tag(name=name)], ignore_conflicts=True)
    tags = lock_tags({name, into})
    old, kept = tags[name], tags.get(into)
    if kept is None:
        raise DomainError(_("그런 태그가 없어요."), field="into")
    if kept.synonym_of_id:
        raise DomainError(_("그 이름도 다른 태그를 뜻해요. 그 태그를 골라 주세요."), field="into")
    if old.is_forbidden or kept.is_forbidden:
        raise DomainError(_("금지한 태그예요. 먼저 금지를 풀어 주세요."), field="into")
    if old == kept:
        raise DomainError(_("서로 다른 두 태그를 골라 주세요."), field="into")
    is_new = old.synonym_of_id != kept.pk
    if is_new:
        Tag.objects.filter(synonym_of=old).update(synonym_of=kept)
        Tag.objects.filter(pk=old.pk).update(synonym_of=kept)
    return old, kept, is_new


@transaction.atomic
def _tell(old: Tag, kept: Tag, by: User) -> None:
    events.tag_merged(old, kept, by=by)


@transaction.atomic
def _move_some(old: Tag, kept: Tag) -> int:
    carrying, visible = lock_carrying(old, kept)
    moving = set(carrying.values_list("question_id", flat=True))
    of_both = QuestionTag.objects.filter(tag=kept, question_id__in=moving)
    both = set(of_both.values_list("question_id", flat=True))
    carrying.filter(question_id__in=both).delete()
    carrying.update(tag=kept)
    gained, lost = len(visible & moving - both), len(visible & moving)
    Tag.objects.filter(pk=kept.pk).update(question_count=F("question_count") + gained)
    Tag.objects.filter(pk=old.pk).update(question_count=F("question_count") - lost)
    return len(moving)
