from __future__ import annotations

from uuid import UUID

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

HEADER = "Idempotency-Key"


def idempotency_key(request: Request) -> UUID | None:
    """The key with which a client may safely repeat a write; a UUID, or absent."""
    value = request.headers.get(HEADER)
    if not value:
        return None
    try:
        return UUID(value)
    except ValueError:
        raise ValidationError({HEADER: "UUID"}) from None
