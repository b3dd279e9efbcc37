"""`manage.py generate --questions N`: as much content as a benchmark needs."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from apps.demo.generate.loading import BIG_LOAD, NothingToAskAbout, generate, vacuum
from apps.demo.guards import only_in


def _number(text: str) -> int:
    number = int(text.replace("_", "").replace(",", ""))
    if number < 1:
        raise argparse.ArgumentTypeError("expected a positive number")
    return number


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None:
        raise argparse.ArgumentTypeError("expected a moment such as 2026-01-31T12:00:00+09:00")
    return moment if moment.tzinfo else timezone.make_aware(moment)


class Command(BaseCommand):
    help = "Add made-up questions with answers, votes, tags and people, for benchmarks."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--questions", type=_number, required=True, help="how many")
        parser.add_argument("--seed", type=int, default=1, help="another seed, other questions")
        parser.add_argument("--until", type=_moment, help="the newest question's time; default now")
        parser.add_argument("--workers", type=int, help="processes that write; default up to 2")

    def handle(self, *args: Any, **options: Any) -> None:
        only_in("development", "test", "staging")
        questions, workers = options["questions"], options["workers"]
        if workers is None:
            workers = min(2, os.cpu_count() or 1) if questions >= BIG_LOAD else 0
        try:
            plan = generate(
                questions=questions,
                seed=options["seed"],
                until=options["until"] or timezone.now(),
                workers=workers,
                report=self._report,
            )
        except NothingToAskAbout as error:
            raise CommandError(
                "no regions or categories: run migrate and load_regions first"
            ) from error
        vacuum(self._report)
        self.stdout.write(
            self.style.SUCCESS(f"{plan.questions:,} questions by {plan.users:,} people")
        )
        self.stdout.write("The search finds none of them yet: run `manage.py rebuild_search`.")

    def _report(self, line: str) -> None:
        self.stdout.write(line)
