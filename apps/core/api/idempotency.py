"""Repeating a write safely."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from apps.core.errors import DomainError

HEADER = "Idempotency-Key"

IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description=(
        "A UUID made by the client for this one write. The same key again by the same person writes"
        " nothing and answers what the first request wrote; with other content it is refused with"
        " 409 `idempotency_key_reused`."
    ),
)


def idempotency_key(request: Request) -> UUID | None:
    """The key of this write, or None where the client sent none.

    Raises:
        DomainError: it is not a UUID.
    """
    value = request.headers.get(HEADER)
    if not value:
        return None
    try:
        return UUID(value)
    except ValueError:
        raise DomainError(_("UUID여야 해요."), field=HEADER) from None
