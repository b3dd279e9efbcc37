"""Errors that a person or an API client is meant to read.

A service raises one of these; the page shows it beside the field, the API puts
it into its error envelope. Messages are in the page's language and say what to
do next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core import reltime

Message = str | Promise


class DomainError(Exception):
    """A rule said no. ``code`` is stable for clients, ``message`` is for people."""

    status = 400
    code = "invalid"

    def __init__(
        self, message: Message, *, field: str | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        if code is not None:
            self.code = code

    def by_field(self) -> dict[str, list[Message]]:
        """Messages keyed by field; the empty key holds those about the whole."""
        return {self.field or "": [self.message]}


class ValidationFailed(DomainError):
    """Several fields were wrong at once; nothing was written."""

    def __init__(self, errors: Mapping[str, Sequence[Message]]) -> None:
        self.errors = {field: list(messages) for field, messages in errors.items()}
        first = next(iter(self.errors))
        super().__init__(self.errors[first][0], field=first)

    def by_field(self) -> dict[str, list[Message]]:
        return self.errors


class NotAllowed(DomainError):
    """The person may see the thing but not do this to it."""

    status = 403
    code = "forbidden"


class Conflict(DomainError):
    """Somebody changed the thing in the meantime."""

    status = 409
    code = "conflict"


class KeyReused(Conflict):
    """The idempotency key has written something else already; nothing was written now."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            _("조금 전에 올린 글과 내용이 달라요. 새로 올리려면 한 번 더 보내 주세요.")
        )


class RateLimited(DomainError):
    """Too many tries; ``retry_after`` is in whole seconds."""

    status = 429
    code = "rate_limited"

    def __init__(self, retry_after: int) -> None:
        wait = reltime.duration(retry_after)
        super().__init__(_("너무 자주 시도했어요. %(wait)s 뒤에 다시 해 주세요.") % {"wait": wait})
        self.retry_after = retry_after
