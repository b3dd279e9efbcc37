"""`make bench NAME=notify`: one question to ten thousand followers who all want it mailed and pushed.

Measured inside one process on a database of its own: statements, rows, seconds and how much memory it took
beyond what the process had. Then the digests of everybody in the same way.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.report import last_line, table
from bench.site import bench
from tools.data_dir import ROOT

MOST_QUERIES_PER_PERSON = 1 / 500
JEJU = 50_000_000

PEOPLE = """
INSERT INTO accounts_user (password, is_superuser, email, nickname, bio, is_active, is_staff,
    date_joined, deactivation_reason, session_epoch, level, question_count, answer_count, accepted_count,
    home_region_id)
SELECT '!', false, 'follower' || n || '@example.org', 'f' || lpad(to_hex(n), 8, '0'), '', true, false,
    now(), '', 0, 1, 0, 0, 0, %(region)s
FROM generate_series(1, %(people)s) AS n;
"""
WISHES = """
INSERT INTO notifications_watch (person_id, mode, region_id)
SELECT id, 'follow', %(sido)s FROM accounts_user WHERE email LIKE 'follower%%';
INSERT INTO notifications_preferences (person_id, choices, daily_limit, digest)
SELECT id, '{"followed.push": true, "followed.email": true}', 20, 'daily'
FROM accounts_user WHERE email LIKE 'follower%%';
INSERT INTO notifications_device (person_id, platform, token, p256dh, auth, name)
SELECT id, 'web', 'https://fcm.googleapis.com/' || id, 'key', 'secret', ''
FROM accounts_user WHERE email LIKE 'follower%%';
ANALYZE accounts_user, notifications_watch, notifications_preferences, notifications_device;
"""


@dataclass
class Measured:
    seconds: float = 0.0
    queries: int = 0
    megabytes: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _measure(options.people)
        return
    with bench(questions=2_000) as prepared:
        subprocess.run(
            [sys.executable, "-m", "bench.notify", "--inside", *sys.argv[1:]],
            cwd=ROOT,
            env={**os.environ, **prepared.environment},
            check=True,
        )


def _measure(people: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongne.settings")
    import django

    django.setup()
    from django.db import connection

    from apps.notifications.kinds.followed import FOLLOWED
    from apps.notifications.models import Dispatch, Notification
    from apps.notifications.services.digesting import _make
    from apps.notifications.services.following import tell_followers
    from apps.questions.models import Question

    question = Question.objects.visible().filter(sido_id=JEJU).latest("created_at")
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"people": people, "region": question.region_id})
        cursor.execute(WISHES, {"sido": JEJU})
    with _watching() as told:
        heard = tell_followers(question_id=question.pk, kind=FOLLOWED)
    lines = Notification.objects.filter(kind="followed").count()
    messages = Dispatch.objects.count()
    day = question.created_at.date()
    made, after = 0, 0
    with _watching() as digested:
        while True:
            last, number = _make("daily", day, after)
            made += number
            if last is None:
                break
            after = last
    _print(people, heard, lines, messages, told, made, digested)


@contextmanager
def _watching() -> Iterator[Measured]:
    """Statements but for savepoints, and the memory that was never needed before."""
    from django.db import connection

    measured = Measured()

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        measured.queries += "SAVEPOINT" not in sql
        return execute(sql, params, many, context)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    with connection.execute_wrapper(count):
        yield measured
    measured.seconds = time.perf_counter() - started
    measured.megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _print(
    people: int,
    heard: int,
    lines: int,
    messages: int,
    told: Measured,
    made: int,
    digested: Measured,
) -> None:
    met = told.queries <= people * MOST_QUERIES_PER_PERSON and heard == lines == people
    rows = [
        ("followers told", f"{heard:,}", f"{made:,}", ""),
        ("rows written: lines, messages", f"{lines:,}, {messages:,}", f"{made:,}, {made:,}", ""),
        ("statements", f"{told.queries}", f"{digested.queries}",
         f"≤ {people * MOST_QUERIES_PER_PERSON:.0f} {'✓' if met else '✗'}"),
        ("seconds", f"{told.seconds:.2f}", f"{digested.seconds:.2f}", ""),
        ("memory it took, MB", f"{told.megabytes:.1f}", f"{digested.megabytes:.1f}", ""),
    ]  # fmt: skip
    print(table(("", "one question", "a day's digests", "target"), rows))
    figures = {
        "bench": "notify", "people": people, "heard": heard, "messages": messages,
        "queries": told.queries, "seconds": round(told.seconds, 2), "mb": round(told.megabytes, 1),
        "digests": made, "digest_queries": digested.queries,
        "digest_seconds": round(digested.seconds, 2), "digest_mb": round(digested.megabytes, 1),
        "met": met, "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    print(last_line(figures))


if __name__ == "__main__":
    main()
