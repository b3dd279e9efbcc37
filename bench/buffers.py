"""How many 8 KB pages PostgreSQL touches: of its own memory or not, EXPLAIN counts both."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import connection

Statement = tuple[str, Any]


def statements_of(read: Callable[[], Any]) -> list[Statement]:
    """What ``read`` sends."""
    sent: list[Statement] = []

    def noted(execute: Any, sql: str, values: Any, many: Any, context: Any) -> Any:
        sent.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(noted):
        read()
    return sent


def buffers(statement: Statement) -> int:
    sql, values = statement
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
        found = cursor.fetchone()[0]
    root = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return int(root["Shared Hit Blocks"] + root["Shared Read Blocks"])
