"""What a page listens to: named in its address for a new token, and checked each time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict

from apps.live import channels, tokens
from apps.questions.models import Question


@dataclass(frozen=True)
class Listening:
    """A person's own news, one question, and the feed of one region (0: of everywhere)."""

    person: int | None = None
    question: int | None = None
    region: int | None = None

    @property
    def channels(self) -> list[str]:
        found = []
        if self.person is not None:
            found.append(channels.person(self.person))
        if self.question is not None:
            found.append(channels.question(self.question))
        if self.region is not None:
            found.append(channels.region(self.region))
        return found

    @property
    def query(self) -> str:
        """For the address of a new token."""
        parts = {"person": self.person, "question": self.question, "region": self.region}
        return urlencode({name: value for name, value in parts.items() if value is not None})

    def token(self) -> str:
        """For whoever is known to be allowed."""
        return tokens.mint(person=self.person, channels=self.channels)


def wanted(request: HttpRequest) -> Listening | None:
    """What the page of the request asks to listen to; None when it was made for somebody else.

    Raises:
        Http404: there is no such question for this reader, or nothing to listen to.
    """
    user: Any = request.user
    person = _number(request.GET, "person")
    if person != (user.pk if user.is_authenticated else None):
        return None
    asked = Listening(
        person=person,
        question=_number(request.GET, "question"),
        region=_number(request.GET, "region"),
    )
    if not asked.channels or not is_allowed(request, person, asked.channels):
        raise Http404
    return asked


def is_allowed(request: HttpRequest, person: int | None, names: Iterable[str]) -> bool:
    """Whether the reader is who a token was made for, and may see what it is about."""
    user: Any = request.user
    if person != (user.pk if user.is_authenticated else None):
        return False
    prefix = channels.question("")
    questions = {name.removeprefix(prefix) for name in names if name.startswith(prefix)}
    if not questions:
        return True
    return Question.objects.visible_to(user).filter(pk__in=questions).count() == len(questions)


def _number(query: QueryDict, name: str) -> int | None:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
