from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.core.pagination import paginate
from apps.points import badges
from apps.points.levels import Progress, progress
from apps.points.models import Account, Badge, Entry, Transaction
from apps.questions.models import Question

NEWEST = ("-id",)


@dataclass(frozen=True)
class Purse:
    """What somebody has, and how far they have come."""

    balance: int
    progress: Progress


@dataclass(frozen=True)
class Row:
    """One line of a ledger; ``question`` is None where there is none to show."""

    entry: Entry
    why: str
    question: Question | None


@dataclass(frozen=True)
class Rows:
    rows: list[Row]
    next_cursor: str | None


@dataclass(frozen=True)
class Milestone:
    """A badge and when the person got it, if they have."""

    badge: badges.Badge
    awarded_at: datetime | None


def purse(user: User) -> Purse:
    """Before the first point there is no account; it holds nothing, then."""
    account = Account.objects.filter(user=user).first()
    earned = account.earned if account else 0
    return Purse(balance=account.points if account else 0, progress=progress(earned))


def balance_of(request: HttpRequest) -> int:
    """For pages on which somebody signed in may spend."""
    account = Account.objects.filter(user=request.user).first()  # type: ignore[misc]
    return account.points if account else 0


def ledger_page(user: User, *, cursor: str | None) -> Rows:
    """A page of somebody's ledger with the questions it was about, in two queries."""
    page = paginate(Entry.objects.of(user), order_by=NEWEST, cursor=cursor)
    ids = {entry.transaction.question_id for entry in page.items}
    visible = Question.objects.visible_to(user).only("title").in_bulk(ids - {None})
    rows = [
        Row(entry, _why(entry.transaction), visible.get(entry.transaction.question_id))
        for entry in page.items
    ]
    return Rows(rows, page.next_cursor)


def milestones(user: User) -> list[Milestone]:
    """Every badge there is, in order; those not reached show what there is to reach."""
    awarded = dict(Badge.objects.of(user).values_list("code", "awarded_at"))
    return [Milestone(badge, awarded.get(badge.code)) for badge in badges.BADGES]


def _why(transaction: Transaction) -> str:
    """A reversal says what it takes back, and one of a reversal what it gives again."""
    origin, gives = transaction, True
    while origin.reverses is not None:
        origin, gives = origin.reverses, not gives
    if origin is transaction:
        return transaction.get_rule_display()
    what = _("다시 드림: %(rule)s") if gives else _("되돌림: %(rule)s")
    return what % {"rule": origin.get_rule_display()}
