"""PostgreSQL, the only database."""

from __future__ import annotations

import os
from typing import Any

from environ import Env

from dongne.settings.env import Variables, current


def _database(env: Variables) -> dict[str, Any]:
    """Django's description of the database at `env.database_url`.

    One persistent connection per thread: there are as many as the web server has threads, checking one
    before use is cheap, and a request takes 0.1 ms less CPU than with a pool that checks (operations.md).
    With DATABASE_POOL_MAX the threads of a process share a pool, where connections are scarcer than
    threads. The statement timeout guards against a query that would hold a worker; `migrate` lifts it.
    """
    config: dict[str, Any] = Env.db_url_config(env.database_url)
    options: dict[str, Any] = {
        "application_name": f"dongne-{os.environ.get('PROCESS_NAME', 'manage')}",
        "connect_timeout": env.database_connect_timeout_s,
        "options": (
            f"-c statement_timeout={env.database_statement_timeout_ms} "
            "-c idle_in_transaction_session_timeout=60000"
        ),
    }
    if env.database_pool_max:
        options["pool"] = {
            "min_size": env.database_pool_min,
            "max_size": env.database_pool_max,
            "timeout": env.database_connect_timeout_s,
        }
    config["OPTIONS"] = options | config.get("OPTIONS", {})
    config["ENGINE"] = "apps.core.postgresql"
    config["CONN_MAX_AGE"] = 0 if env.database_pool_max else 60
    config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": _database(current())}
