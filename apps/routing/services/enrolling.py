"""Making people answerers: as they join, as they move, and all of them again."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from apps.accounts.models import User
from apps.routing import limits
from apps.routing.models import Answerer
from apps.routing.services.learning import PRIOR_SHARE, relearn_skills
from apps.routing.services.quiet import copy_from_elsewhere, copy_quiet_hours

NOWHERE: dict[str, int | None] = {"sido_id": None, "sigungu_id": None, "emd_id": None}
TURN = 7919  # a prime, so that neighbouring ids lie far apart


@transaction.atomic
def enrol(*, person_id: int) -> None:
    """Make somebody an answerer of their home region, or move them there. Again changes nothing."""
    person = User.objects.select_related("home_region").filter(pk=person_id).first()
    if person is None:
        return
    home = person.home_region
    where = home.columns if home else NOWHERE
    Answerer.objects.update_or_create(
        person_id=person.pk,
        defaults=where,
        create_defaults={**where, "reach": PRIOR_SHARE + _turn(person.pk)},
    )
    copy_quiet_hours(person_id=person.pk)


def _turn(person_id: int) -> float:
    """Far less than any lesson adds: of those nobody knows yet, not always the same come first."""
    return (person_id * TURN % 1000) * 1e-7


_ENROL_ALL = """
INSERT INTO routing_answerer AS one
    (person_id, sido_id, sigungu_id, emd_id, is_willing, daily_limit, quiet_from, quiet_to,
     muted_categories, asked_sum, answered_sum, expected_sum, useful_sum, reach, load_sum, asked_today)
SELECT person.id, region.sido_id, region.sigungu_id, CASE WHEN region.level = 3 THEN region.id END,
       true, %(limit)s, %(quiet_from)s, %(quiet_to)s, '{}', 0, 0, 0, 0,
       %(reach)s + (person.id * %(turn)s %% 1000) * 1e-7, 0, 0
FROM accounts_user AS person LEFT JOIN regions_region AS region ON region.id = person.home_region_id
ON CONFLICT (person_id) DO UPDATE SET
    sido_id = EXCLUDED.sido_id, sigungu_id = EXCLUDED.sigungu_id, emd_id = EXCLUDED.emd_id
WHERE (one.sido_id, one.sigungu_id, one.emd_id)
    IS DISTINCT FROM (EXCLUDED.sido_id, EXCLUDED.sigungu_id, EXCLUDED.emd_id)
"""


@transaction.atomic
def enrol_everybody() -> int:
    """Answerers for all there are, with their regions; return how many rows changed."""
    values: dict[str, Any] = {
        "limit": limits.DAILY_LIMIT,
        "quiet_from": limits.QUIET_FROM,
        "quiet_to": limits.QUIET_TO,
        "reach": PRIOR_SHARE,
        "turn": TURN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENROL_ALL, values)
        changed: int = cursor.rowcount
    copy_from_elsewhere()
    return changed


def relearn_everybody() -> int:
    """Skills of all who have answered, one transaction each; return how many people that were."""
    people = User.objects.filter(answer_count__gt=0).order_by("pk").values_list("pk", flat=True)
    ids = list(people)
    for person_id in ids:
        relearn_skills(person_id=person_id)
    return len(ids)
