"""Fills the benchmark's database; prints what the benchmark needs to know as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongne.settings")

WRITERS = 32
MANY = 500


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--questions", type=int, required=True)
    options = parser.parse_args()
    import django
    from django.core.management import call_command

    from tools.prepare import collect_static

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_regions", stdout=sys.stderr)
    call_command("generate", questions=options.questions, stdout=sys.stderr)
    collect_static()
    print(json.dumps(facts()))


def facts() -> dict[str, object]:
    """Sessions and addresses."""
    from django.conf import settings

    from apps.accounts.models import User
    from apps.questions.enums import Status
    from apps.questions.models import Question
    from apps.regions.models import Region

    people = list(User.objects.filter(home_region=None).order_by("-answer_count")[: WRITERS + 1])
    newest = Question.objects.visible().filter(status=Status.OPEN).order_by("-created_at", "-id")
    answered = newest.filter(answer_count=3).values_list("pk", flat=True)
    return {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "reader": _session(people[0]),
        "writers": [_session(person) for person in people[1:]],
        "question": answered[0],
        "questions": list(newest.values_list("pk", flat=True)[:MANY]),
        "region": Region.objects.get(slug="제주-제주시-애월읍").pk,
    }


def _session(person: object) -> str:
    """Sign somebody in and return the value of their session cookie."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main()
