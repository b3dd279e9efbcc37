"""Where the locally started services say how to reach them."""

from __future__ import annotations

import json
from pathlib import Path

SERVICES_FILE = "services.json"


def local_services(data_dir: Path) -> dict[str, str]:
    """Addresses (DATABASE_URL, REDIS_URL) that `make run` wrote, or nothing.

    Lets `manage.py` and an editor's test runner reach the services of a running `make run` without variables.
    The file holds the database password: it is readable by its owner alone and never read when deployed.
    """
    try:
        content = json.loads((data_dir / SERVICES_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return (
        {name: str(value) for name, value in content.items()} if isinstance(content, dict) else {}
    )
