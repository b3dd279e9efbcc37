"""Probes: is the process alive, and is what it needs there."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django_redis import get_redis_connection

logger = logging.getLogger(__name__)


def health(_request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else: a database outage must not restart the web servers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def ready(_request: HttpRequest) -> JsonResponse:
    """Everything a page needs is there; 503 and what is wrong otherwise.

    The answer names the part, the log says why: it is reachable from outside and must not leak addresses.
    """
    parts = {"database": _check_database(), "cache": _check_cache()}
    parts["migrations"] = _check_migrations() if parts["database"] == "ok" else "unknown"
    is_ready = all(state == "ok" for state in parts.values())
    return JsonResponse(
        {"status": "ok" if is_ready else "unavailable", **parts}, status=200 if is_ready else 503
    )


def _check_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("readiness: the database does not answer")
        return "unreachable"
    return "ok"


def _check_cache() -> str:
    try:
        # Past the cache's own policy of hiding failures.
        get_redis_connection("default").ping()
    except Exception:
        logger.exception("readiness: the cache does not answer")
        return "unreachable"
    return "ok"


_migrated = False


def _check_migrations() -> str:
    """Whether this release's migrations are applied. Once they are, they stay: later probes skip the work."""
    global _migrated  # noqa: PLW0603 one fact per process
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if _migrated else "pending"


Probe = Callable[[HttpRequest], HttpResponse]
PROBES: dict[str, Probe] = {"/health": health, "/ready": ready}
