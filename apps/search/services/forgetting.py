from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.search.limits import MISSED_DAYS, RECENT_DAYS
from apps.search.models import MissedQuery, RecentSearch


@transaction.atomic
def forget_old() -> int:
    """What nobody looked for again in three months."""
    now = timezone.now()
    recent = RecentSearch.objects.filter(searched_at__lt=now - timedelta(days=RECENT_DAYS))
    missed = MissedQuery.objects.filter(last_at__lt=now - timedelta(days=MISSED_DAYS))
    return int(recent.delete()[0] + missed.delete()[0])
