"""Rows in PostgreSQL's COPY text format, and which columns they fill."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

Row = tuple[object, ...]

# In the order in which ``posts`` writes them. What is not named here gets its default.
QUESTION = (
    "id", "author_id", "region_id", "sido_id", "sigungu_id", "emd_id", "category_id", "title", "body",
    "body_html", "is_urgent", "lat", "lng", "status", "accepted_answer_id", "answer_count", "score",
    "me_too_count", "bookmark_count", "view_count", "hot", "created_at", "first_answered_at", "tag_names",
    "author_name",
)  # fmt: skip
ANSWER = ("id", "question_id", "author_id", "body", "body_html", "score", "created_at")
COMMENT = ("question_id", "answer_id", "author_id", "body", "created_at")
VOTE = ("voter_id", "question_id", "answer_id", "author_id", "value", "created_at")
ME_TOO = ("user_id", "question_id", "created_at")
BOOKMARK = ("user_id", "question_id", "created_at")
QUESTION_TAG = ("question_id", "tag_id", "position")
ACCEPTANCE = ("question_id", "answer_id", "accepted_by_id", "created_at")
USER = (
    "id", "password", "email", "nickname", "home_region_id", "date_joined", "question_count",
    "answer_count", "accepted_count",
)  # fmt: skip


def copy_text(rows: Iterable[Row], constants: Row = ()) -> bytes:
    """``rows``, each followed by ``constants``, as lines of tab-separated values."""
    end = "".join("\t" + _text(value) for value in constants) + "\n"
    return "".join(["\t".join([_text(value) for value in row]) + end for row in rows]).encode()


def _text(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return _escaped(value) if "\n" in value or "\\" in value or "\t" in value else value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
