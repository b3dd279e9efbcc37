"""Lists of the API: ``{"items": [...], "next": "<cursor>" or null}``, by keyset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.pagination import Page, paginate

CURSOR = OpenApiParameter(
    "cursor", OpenApiTypes.STR, description="`next` of the page before; opaque."
)


def page_response(page: Page[Any], serializer: type[serializers.BaseSerializer]) -> Response:
    """A page of rows as the API answers it."""
    items = serializer(page.items, many=True).data
    return Response({"items": items, "next": page.next_cursor})


def paginated(
    request: Request,
    queryset: QuerySet[Model],
    serializer: type[serializers.BaseSerializer],
    *,
    order_by: Sequence[str],
) -> Response:
    """The page that the request's ``cursor`` asks for."""
    page = paginate(queryset, order_by=order_by, cursor=request.query_params.get("cursor"))
    return page_response(page, serializer)


def page_schema(serializer: type[serializers.BaseSerializer]) -> serializers.Serializer:
    """The shape of such a page, for the API's description."""
    name = serializer.__name__.removesuffix("Serializer")
    return inline_serializer(
        f"{name}Page",
        {
            "items": serializer(many=True),
            "next": serializers.CharField(allow_null=True),
        },
    )
