"""One envelope for every error of the API::

    {"error": {"code": "invalid", "message": "…", "fields": {"title": ["…"]}}}

``code`` is stable for programs, ``message`` and ``fields`` are for people.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from apps.core.errors import DomainError, RateLimited

Fields = dict[str, list[str]]


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's ``EXCEPTION_HANDLER``. What it returns None for becomes a 500 and is logged."""
    if isinstance(error, DomainError):
        return _from_domain(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("찾을 수 없어요."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return None
    if isinstance(error, exceptions.ValidationError):
        fields = _fields(error.get_full_details())
        response.data = envelope("invalid", _("입력한 내용을 확인해 주세요."), fields)
    else:
        response.data = envelope(_code(error), str(error.detail))
    return response


def envelope(code: str, message: str, fields: Fields | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {"code": code, "message": message}
    if fields:
        body["fields"] = fields
    return {"error": body}


def _from_domain(error: DomainError) -> Response:
    set_rollback()
    fields = {
        name: [str(message) for message in messages]
        for name, messages in error.by_field().items()
        if name
    }
    response = Response(envelope(error.code, str(error.message), fields), status=error.status)
    if isinstance(error, RateLimited):
        response["Retry-After"] = str(error.retry_after)
    return response


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else error.default_code


def _fields(details: Any, prefix: str = "") -> Fields:
    """Flatten DRF's nested details to ``{"tags.0": ["…"]}``."""
    if isinstance(details, dict) and "message" in details and "code" in details:
        return {prefix: [str(details["message"])]}
    found: Fields = {}
    if isinstance(details, dict):
        for name, inner in details.items():
            found |= _fields(inner, f"{prefix}.{name}" if prefix else str(name))
    elif isinstance(details, list):
        for position, inner in enumerate(details):
            leaf = isinstance(inner, dict) and "message" in inner
            for name, messages in _fields(
                inner, prefix if leaf else f"{prefix}.{position}"
            ).items():
                found.setdefault(name, []).extend(messages)
    return found
