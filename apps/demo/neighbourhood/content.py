"""The demo neighbourhood as it is written down in ``data``: who lives there, what was asked and answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Person:
    key: str
    nickname: str
    region: str
    bio: str
    joined_days_ago: int


@dataclass(frozen=True)
class Remark:
    """``after`` is in minutes after the question was asked, here and below."""

    author: str
    after: float
    body: str


@dataclass(frozen=True)
class Answer:
    author: str
    after: float
    body: str
    up: tuple[str, ...]
    down: tuple[str, ...]
    accepted: bool
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Question:
    key: str
    author: str
    minutes_ago: float
    region: str
    category: str
    title: str
    body: str
    tags: tuple[str, ...]
    urgent: bool
    bounty: int
    point: tuple[float, float] | None
    me_too: tuple[str, ...]
    up: tuple[str, ...]
    views: int
    remarks: tuple[Remark, ...]
    answers: tuple[Answer, ...]


def people() -> list[Person]:
    return [
        Person(
            key=row["key"],
            nickname=row["nickname"],
            region=row["region"],
            bio=row["bio"],
            joined_days_ago=row["joined_days_ago"],
        )
        for row in _read(DATA / "people.json")
    ]


def questions() -> list[Question]:
    """The oldest first."""
    rows = [row for file in sorted(DATA.glob("questions-*.json")) for row in _read(file)]
    return sorted(map(_question, rows), key=lambda question: (-question.minutes_ago, question.key))


def _read(file: Path) -> Iterator[dict[str, Any]]:
    yield from json.loads(file.read_text(encoding="utf-8"))


def _question(row: dict[str, Any]) -> Question:
    place = row.get("place")
    return Question(
        key=row["key"],
        author=row["author"],
        minutes_ago=row["minutes_ago"],
        region=row["region"],
        category=row["category"],
        title=row["title"],
        body=row["body"],
        tags=tuple(row["tags"]),
        urgent=row["urgent"],
        bounty=row["bounty"],
        point=(place["lat"], place["lng"]) if place else None,
        me_too=tuple(row.get("me_too", ())),
        up=tuple(row.get("up", ())),
        views=row["views"],
        remarks=_remarks(row),
        answers=tuple(
            sorted(map(_answer, row.get("answers", ())), key=lambda answer: answer.after)
        ),
    )


def _answer(row: dict[str, Any]) -> Answer:
    return Answer(
        author=row["author"],
        after=row["after"],
        body=row["body"],
        up=tuple(row.get("up", ())),
        down=tuple(row.get("down", ())),
        accepted=row.get("accepted", False),
        remarks=_remarks(row),
    )


def _remarks(row: dict[str, Any]) -> tuple[Remark, ...]:
    return tuple(
        Remark(author=remark["author"], after=remark["after"], body=remark["body"])
        for remark in row.get("comments", ())
    )
