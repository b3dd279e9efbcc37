"""What one can listen to, and where it is kept in Valkey.

Known to the pages, the workers and the process that holds the streams, so it imports nothing of Django's.
"""

from __future__ import annotations

from typing import Final

# Everything that happened lately, for everybody: one stream, so that a process needs one connection.
# Not "live" alone: that is the list in which Celery keeps the queue of that name.
STREAM: Final = "live:news"
STREAM_LENGTH: Final = 10_000
# Who reads which question, between the processes. Apart, so that it never pushes news out.
VIEWERS_STREAM: Final = "live:viewers"
VIEWERS_LENGTH: Final = 200

EVERYWHERE: Final = "region:0"


def question(question_id: int | str) -> str:
    """Everybody who reads a question."""
    return f"question:{question_id}"


def person(person_id: int | str) -> str:
    """One person, in all their tabs."""
    return f"person:{person_id}"


def region(region_id: int | str) -> str:
    """The feed of a region."""
    return f"region:{region_id}"
