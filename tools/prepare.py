"""Brings the database and the collected files up to date; what already is costs next to nothing.

Run as a process of its own, with the services' addresses in the environment:

    python -m tools.prepare [--seed]
"""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


def main() -> None:
    """Migrate, load the regions, seed on the first run, collect static files."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--seed", action="store_true", help="add the demo neighbourhood in any case"
    )
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongne.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    # One report of what is wrong with the code, rather than one from each process.
    call_command("check")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_regions")
    if settings.LOCAL_TOOLS:
        # Unasked only where nobody has asked anything yet: the database may be somebody's own.
        call_command("seed_demo", if_empty=not options.seed)
    collect_static()


def collect_static() -> None:
    """Collect, hash and compress the static files if any of their sources changed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT).with_name("staticfiles.stamp")
    fingerprint = _fingerprint(settings.STORAGES["staticfiles"]["BACKEND"])
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(fingerprint)


def _fingerprint(storage: str) -> str:
    """Names, sizes and times of all sources, and of the code that turns them into what is served."""
    own = (Path(__file__).resolve().parent.parent / "apps" / "core").glob("static_*.py")
    digest = hashlib.sha256(storage.encode())
    for path in sorted([*_sources(), *own]):
        status = path.stat()
        digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            yield Path(storage.path(path))


if __name__ == "__main__":
    main()
