"""What is remembered of searches: a person's own for the person, and what found nothing for the operators."""

from __future__ import annotations

import re

from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.search.limits import RECENT_MAX
from apps.search.models import RecentSearch

# What may say who somebody is stays out of the operators' list: mail addresses, telephone numbers, @닉네임.
_PERSONAL = re.compile(r"@|\d(?:\D{0,2}\d){7,}|작성자:|author:", re.IGNORECASE)
_MISSED = """
INSERT INTO search_missedquery (text, times) VALUES (%s, 1)
ON CONFLICT (text) DO UPDATE SET times = search_missedquery.times + 1, last_at = now()
"""


@transaction.atomic
def remember_search(*, person: User, text: str) -> None:
    """Put ``text`` on top of what the person looked for lately, and let go what is beyond the tenth."""
    RecentSearch.objects.update_or_create(
        person=person, text=text, defaults={"searched_at": timezone.now()}
    )
    kept = RecentSearch.objects.filter(person=person).order_by("-searched_at", "-id")
    RecentSearch.objects.filter(person=person).exclude(
        pk__in=kept.values_list("pk", flat=True)[:RECENT_MAX]
    ).delete()


@transaction.atomic
def forget_searches(*, person: User, text: str = "") -> int:
    """One of them, or all."""
    searches = RecentSearch.objects.filter(person=person)
    forgotten, _by_model = (searches.filter(text=text) if text else searches).delete()
    return forgotten


@transaction.atomic
def note_missed(*, text: str) -> bool:
    """Count a query that found nothing; not if it may say who somebody is."""
    if not text or _PERSONAL.search(text):
        return False
    with connection.cursor() as cursor:
        cursor.execute(_MISSED, [text])
    return True


def recent_searches(person: User) -> list[str]:
    """The last first."""
    searches = RecentSearch.objects.filter(person=person).order_by("-searched_at", "-id")
    return list(searches.values_list("text", flat=True)[:RECENT_MAX])
