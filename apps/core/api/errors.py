"""One envelope for every error of the API::

    {"error": {"code": "invalid", "message": "…", "fields": {"title": ["…"]}}}

``code`` is stable for programs, ``message`` and ``fields`` are for people.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler, set_rollback

from apps.core.api import sentences
from apps.core.errors import DomainError

Fields = dict[str, list[str]]


class ErrorDetailSerializer(serializers.Serializer):
    code = serializers.CharField(
        help_text="Stable, for programs: invalid, not_found, sign_in_required, forbidden, …"
    )
    message = serializers.CharField(help_text="A sentence for the person, in Korean.")
    # A field named `fields` would hide the serializer's own; see get_fields.

    def get_fields(self) -> dict[str, serializers.Field]:
        by_field = serializers.DictField(
            child=serializers.ListField(child=serializers.CharField()),
            required=False,
            help_text="What is wrong with each field, where fields are at fault.",
        )
        return super().get_fields() | {"fields": by_field}


class ErrorSerializer(serializers.Serializer):
    """What every refused or failed request answers."""

    error = ErrorDetailSerializer()


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's ``EXCEPTION_HANDLER``. What it returns None for becomes a 500 and is logged."""
    if isinstance(error, DomainError):
        return _from_domain(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return None
    if isinstance(error, exceptions.ValidationError):
        response.data = _invalid(error)
    else:
        response.data = envelope(sentences.code_of(error), sentences.of(error))
    return response


def envelope(code: str, message: str, fields: Fields | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {"code": code, "message": message}
    if fields:
        body["fields"] = fields
    return {"error": body}


def from_domain(error: DomainError) -> dict[str, Any]:
    """The envelope of a rule that said no."""
    fields = {
        name: [str(message) for message in messages]
        for name, messages in error.by_field().items()
        if name
    }
    return envelope(error.code, str(error.message), fields)


def _from_domain(error: DomainError) -> Response:
    set_rollback()
    response = Response(from_domain(error), status=error.status)
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def _invalid(error: exceptions.ValidationError) -> dict[str, Any]:
    fields = _fields(error.get_full_details())
    whole = fields.pop(api_settings.NON_FIELD_ERRORS_KEY, None) or fields.pop("", None)
    message = whole[0] if whole else _("입력한 내용을 확인해 주세요.")
    return envelope("invalid", message, fields)


def _fields(details: Any, prefix: str = "") -> Fields:
    """Flatten DRF's nested details to ``{"tags.0": ["…"]}``."""
    if _is_leaf(details):
        return {prefix: [sentences.of_field(details["code"], str(details["message"]))]}
    found: Fields = {}
    if isinstance(details, dict):
        for name, inner in details.items():
            path = f"{prefix}.{name}" if prefix else str(name)
            # What is wrong with the whole of a field is told of the field.
            whole = prefix and name == api_settings.NON_FIELD_ERRORS_KEY
            found |= _fields(inner, prefix if whole else path)
    elif isinstance(details, list):
        for position, inner in enumerate(details):
            path = prefix if _is_leaf(inner) else f"{prefix}.{position}"
            for name, messages in _fields(inner, path).items():
                found.setdefault(name, []).extend(messages)
    return found


def _is_leaf(details: Any) -> bool:
    return isinstance(details, dict) and details.keys() == {"message", "code"}
