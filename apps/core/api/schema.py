"""The API's description (OpenAPI): what drf-spectacular cannot see in the views."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiYamlRenderer

from apps.core.api.errors import ErrorSerializer


class Schema(AutoSchema):
    """Adds the errors that every operation can answer."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is not None:
            operation["responses"] |= self._errors()
        return operation

    def _errors(self) -> dict[str, Any]:
        component = self.resolve_serializer(ErrorSerializer, "response")
        content = {"application/json": {"schema": component.ref}}
        wait = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
        return {
            "429": {
                "description": "Too many requests.",
                "headers": {"Retry-After": wait},
                "content": content,
            },
            "4XX": {"description": "Refused; the code says why.", "content": content},
        }


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "apps.core.api.auth.SessionAuth"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "apps.core.api.auth.TokenAuth"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}


@cache
def document() -> bytes:
    """The description as YAML; it cannot change while the process lives."""
    with translation.override(settings.LANGUAGE_CODE):
        description = SchemaGenerator().get_schema(public=True)
    rendered: bytes = OpenApiYamlRenderer().render(description)
    return rendered


@require_safe
def describe(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(document(), content_type="application/yaml; charset=utf-8")
