"""`manage.py rebuild_search`: every question as the search sees it; stopped, it goes on where it was."""

from __future__ import annotations

import argparse
import time
from typing import Any

from django.core.management import BaseCommand

from apps.search.services.rebuilding import rebuild

WIDTH = 40


class Command(BaseCommand):
    help = "Bring the search's documents in line with the questions. May be stopped and run again."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--workers", type=int, default=1, help="processes that read and analyse"
        )
        parser.add_argument("--all", action="store_true", help="also what seems to be up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        self._started = time.monotonic()
        written = rebuild(workers=options["workers"], all_anew=options["all"], report=self._report)
        self.stdout.write(f"\n{written:,} documents written")

    def _report(self, done: int, of: int) -> None:
        if done % 5 and done != of:
            return
        full = WIDTH * done // of
        left = (time.monotonic() - self._started) / done * (of - done)
        bar = "█" * full + "·" * (WIDTH - full)
        self.stdout.write(f"\r{bar} {100 * done // of:3} %, {left:,.0f} s to go ", ending="")
        self.stdout.flush()
