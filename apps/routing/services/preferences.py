"""What people want of being asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import DomainError
from apps.routing import limits
from apps.routing.models import Answerer
from apps.routing.services.enrolling import enrol


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """Quiet hours and pauses are not among them: `apps.accounts.services.quieting`."""

    is_willing: bool
    daily_limit: int
    muted_categories: Sequence[int]


@transaction.atomic
def set_wishes(*, person: User, wishes: Wishes) -> Answerer:
    """Change whether, when and how often somebody is asked; asks that wait already stay."""
    if not 0 < wishes.daily_limit <= limits.DAILY_LIMIT_MAX:
        raise DomainError(
            _("하루 1번에서 %(most)d번 사이로 골라 주세요.") % {"most": limits.DAILY_LIMIT_MAX},
            field="daily_limit",
        )
    enrol(person_id=person.pk)
    one = Answerer.objects.select_for_update(no_key=True).get(pk=person.pk)
    one.is_willing = wishes.is_willing
    one.daily_limit = wishes.daily_limit
    one.muted_categories = sorted(set(wishes.muted_categories))
    one.save(update_fields=["is_willing", "daily_limit", "muted_categories"])
    return one
