"""Does the ledger keep its promises? Read from the rows alone, trusting no trigger."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class Finding:
    """One promise and how many rows break it; ``example`` is one of their ids."""

    promise: str
    broken: int
    example: int | None


# Each lists the ids of what is wrong.
_CHECKS = {
    "every transaction's entries sum to zero": (
        "SELECT t.id FROM points_transaction t LEFT JOIN points_entry e ON e.transaction_id = t.id"
        " GROUP BY t.id HAVING coalesce(sum(e.amount), 0) <> 0 OR count(e.id) < 2"
    ),
    "a person's balance is the sum of their entries": (
        "SELECT a.id FROM points_account a LEFT JOIN points_entry e ON e.account_id = a.id"
        " WHERE a.kind = 'person' GROUP BY a.id HAVING a.balance <> coalesce(sum(e.amount), 0)"
    ),
    "what a person has earned is the sum of their entries": (
        "SELECT a.id FROM points_account a LEFT JOIN points_entry e ON e.account_id = a.id"
        " GROUP BY a.id HAVING a.earned <> coalesce(sum(e.earned), 0)"
    ),
    "each entry's running balance continues from the one before": (
        "SELECT id FROM (SELECT e.id, e.balance_after, sum(e.amount) OVER"
        " (PARTITION BY e.account_id ORDER BY e.id) AS running FROM points_entry e"
        " JOIN points_account a ON a.id = e.account_id AND a.kind = 'person') AS rows"
        " WHERE balance_after IS DISTINCT FROM running"
    ),
    "nobody is below zero": "SELECT id FROM points_account WHERE balance < 0 OR earned < 0",
    "a rule pays once for each reference": (
        "SELECT min(id) FROM points_transaction GROUP BY rule, reference HAVING count(*) > 1"
    ),
    "escrow holds nothing negative for any question": (
        "SELECT t.question_id FROM points_entry e JOIN points_transaction t"
        " ON t.id = e.transaction_id JOIN points_account a ON a.id = e.account_id"
        " WHERE a.kind = 'escrow' GROUP BY t.question_id HAVING sum(e.amount) < 0"
    ),
}


def audit() -> list[Finding]:
    """Check every promise against one snapshot of the whole ledger."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        findings = []
        for promise, query in _CHECKS.items():
            cursor.execute(f"SELECT count(*), min(id) FROM ({query}) AS broken (id)")  # noqa: S608
            broken, example = cursor.fetchone()
            findings.append(Finding(promise, broken, example))
    return findings
