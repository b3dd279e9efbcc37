"""What is remembered of searches: a person's own for the person, and what found nothing for the operators."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from apps.accounts.models import User
from apps.search.limits import MISSED_READERS, MISSED_TOGETHER_DAYS, RECENT_MAX
from apps.search.models import RecentSearch

logger = logging.getLogger(__name__)

# What may say who somebody is stays out of the operators' list: mail addresses, telephone numbers, @닉네임.
_PERSONAL = re.compile(r"@|\d(?:\D{0,2}\d){7,}|작성자:|author:", re.IGNORECASE)
_MISSED = """
INSERT INTO search_missedquery (text, times) VALUES (%s, %s)
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
def note_missed(*, text: str, reader: str) -> bool:
    """Count a query that found nothing, once several readers typed it; never if it may say who somebody is.

    ``reader`` is whatever tells one from another; neither it nor the query of a few can be read anywhere.
    """
    if not text or _PERSONAL.search(text):
        return False
    readers = _readers_of(text, reader)
    if readers < MISSED_READERS:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_MISSED, [text, readers])
    return True


def _readers_of(text: str, reader: str) -> int:
    """How many have typed it of late, with this reader; 0 if they are not new, or Valkey is away.

    Of query and reader there are only hashes with the site's key, and those for some weeks.
    """
    key = f"missed:{_hashed(text)}"
    try:
        pipe = get_redis_connection("default").pipeline()
        pipe.sadd(key, _hashed(f"{text}\n{reader}"))
        pipe.expire(key, timedelta(days=MISSED_TOGETHER_DAYS), nx=True)
        pipe.scard(key)
        is_new, _expires, readers = pipe.execute()
    except RedisError:
        logger.warning("nobody knows who else looked for it: the cache does not answer")
        return 0
    return readers if is_new else 0


def _hashed(value: str) -> str:
    return salted_hmac("search.missed", value, algorithm="sha256").hexdigest()[:32]


def recent_searches(person: User) -> list[str]:
    """The last first."""
    searches = RecentSearch.objects.filter(person=person).order_by("-searched_at", "-id")
    return list(searches.values_list("text", flat=True)[:RECENT_MAX])
