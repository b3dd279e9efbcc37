"""What the database does for the queries of a page: every SELECT is run again under EXPLAIN."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

# Tables that grow with the site; reading one from end to end is always wrong.
BIG = {
    "questions_question", "questions_answer", "questions_comment", "questions_vote",
    "questions_questiontag", "questions_acceptance", "questions_metoo", "questions_bookmark",
    "accounts_user", "notifications_notification", "points_entry", "points_transaction",
    "events_event", "events_delivery", "routing_answerer", "routing_answerrequest", "routing_skill",
    "routing_rhythm",
    "search_searchdocument",
    "search_term",
}  # fmt: skip
MOST_SORTED = 300


@dataclass(frozen=True)
class Plan:
    """One statement as it was executed."""

    sql: str
    root: dict[str, Any]

    @property
    def buffers(self) -> int:
        """8 KB pages touched, in memory or not."""
        return int(self.root["Shared Hit Blocks"] + self.root["Shared Read Blocks"])

    def problems(self, most_buffers: int, most_sorted: int = MOST_SORTED) -> list[str]:
        """What is wrong with it, if anything."""
        found = [
            f"reads all of {node['Relation Name']}"
            for node in nodes(self.root)
            if node["Node Type"] == "Seq Scan" and node["Relation Name"] in BIG and _rows(node)
        ]
        found += [
            f"sorts {child['Actual Rows']:.0f} rows"
            for node in nodes(self.root)
            if node["Node Type"] in {"Sort", "Incremental Sort"}
            for child in node["Plans"]
            if child["Actual Rows"] * child["Actual Loops"] > most_sorted
        ]
        if self.buffers > most_buffers:
            found.append(f"touches {self.buffers} buffers")
        return found


@dataclass
class Watch:
    """Collects the plans of all SELECTs that run while it is open."""

    plans: list[Plan]

    @property
    def buffers(self) -> int:
        return sum(plan.buffers for plan in self.plans)

    def problems(self, most_buffers: int, most_sorted: int = MOST_SORTED) -> list[str]:
        return [
            f"{problem}: {plan.sql[:2000]}"
            for plan in self.plans
            for problem in plan.problems(most_buffers, most_sorted)
        ]


@contextmanager
def watched() -> Iterator[Watch]:
    """Run what is inside and plan its queries with the very values it used."""
    seen: list[tuple[str, Any]] = []

    def note(execute, sql, params, many, context):
        seen.append((sql, params))
        return execute(sql, params, many, context)

    watch = Watch(plans=[])
    with connection.execute_wrapper(note):
        yield watch
    watch.plans += [
        explain(sql, params) for sql, params in seen if sql.lstrip().startswith(("SELECT", "WITH"))
    ]


def explain(sql: str, params: Any) -> Plan:
    """How one statement is executed."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        found = cursor.fetchone()[0]
    report = json.loads(found) if isinstance(found, str) else found
    return Plan(sql=sql, root=report[0]["Plan"])


def _rows(node: dict[str, Any]) -> float:
    """How many it read. Of a table that is empty in a test, the plan says nothing."""
    return float(node["Actual Rows"] + node.get("Rows Removed by Filter", 0))


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from nodes(child)
