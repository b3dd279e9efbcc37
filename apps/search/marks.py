"""What results are filtered by, as lexemes behind a mark that no word begins with."""

from __future__ import annotations

from apps.questions.models import Question

ANSWERED, ACCEPTED, WAITING = "!answered", "!accepted", "!waiting"


def region(region_id: int) -> str:
    return f"~{region_id}"


def category(slug: str) -> str:
    return f"={slug}"


def tag(name: str) -> str:
    return f"#{name}"


def author(person_id: int) -> str:
    return f"@{person_id}"


def of_state(question: Question) -> list[str]:
    if not question.answer_count:
        return [WAITING]
    return [ANSWERED, ACCEPTED] if question.accepted_answer_id else [ANSWERED]
