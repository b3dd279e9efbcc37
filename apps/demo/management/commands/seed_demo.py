"""`manage.py seed_demo`: a neighbourhood to look at on the first run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from apps.accounts.models import User
from apps.demo.guards import only_in
from apps.demo.neighbourhood.playing import play
from apps.demo.neighbourhood.residents import ADMIN, DEMO_PASSWORD, FIRST, email_of
from apps.questions.models import Question
from apps.regions.models import Region

# Read by whatever starts the site locally, to say how one may sign in.
SIGN_IN_FILE = "sign-in.txt"


class Command(BaseCommand):
    help = "Add the demo neighbourhood, unless it is there."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="only where nobody has asked anything yet"
        )

    def handle(self, *args: Any, if_empty: bool = False, **options: Any) -> None:
        only_in("development", "test")
        if not _is_there():
            if if_empty and Question.objects.exists():
                self.stdout.write("Somebody has asked something here already; nothing was added.")
                return
            if not Region.objects.open().exists():
                raise CommandError("no region is open: run load_regions first")
            play(now=timezone.now())
            self.stdout.write(
                self.style.SUCCESS(
                    f"{Question.objects.count()} questions in the demo neighbourhood"
                )
            )
        (Path(settings.DATA_DIR) / SIGN_IN_FILE).write_text(_sign_in(), encoding="utf-8")


def _is_there() -> bool:
    return bool(User.objects.filter(email=email_of(FIRST)).exists())


def _sign_in() -> str:
    """In the columns of the box it is shown in."""
    return (
        f"로그인      {email_of(FIRST)} … {email_of('p60')}\n"
        f"            {email_of(ADMIN)} (관리자)\n"
        f"비밀번호    {DEMO_PASSWORD}\n"
    )
