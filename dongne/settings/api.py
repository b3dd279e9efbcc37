"""The HTTP API, its description, and the app's way to sign in."""

from __future__ import annotations

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.core.api.auth.SessionAuth",
        "apps.core.api.auth.TokenAuth",
    ],
    # A view that visitors may read says so: `apps.core.api.views.OpenView`.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apps.core.api.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "apps.core.api.errors.handle",
    "DEFAULT_SCHEMA_CLASS": "apps.core.api.schema.Schema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

# The app signs in through allauth's headless API (`apps.accounts.api_urls`); browsers have the pages.
HEADLESS_CLIENTS = ("app",)

_DESCRIPTION = """\
Questions and answers of a neighbourhood. The site's pages stand on the same rules.

**Signing in.** A browser uses its session cookie, and sends the CSRF token with every write. The
app signs up and in below `/api/v1/auth/` the way django-allauth specifies it for app clients
(`login`, `session`, `signup`, `email/verify`;
https://docs.allauth.org/en/latest/headless/openapi-specification/, bodies and errors included), and
sends the `session_token` it gets there as `X-Session-Token`. All of these together: 10 requests a
minute.

**Lists** answer `{"items": [...], "next": "..."}`. `next` is the `cursor` of the following page,
null on the last one. A cursor is opaque, belongs to its list, and does not expire.

**Errors** answer `{"error": {"code": "...", "message": "...", "fields": {...}}}` whatever happened.
Signed out is 401, seen but not allowed 403, hidden, deleted or unknown 404, changed in the meantime
409, too often 429 with `Retry-After` in seconds.

**Repeating.** PUT and DELETE say what should be, so that repeating them changes nothing. A POST
that carries an `Idempotency-Key` may be repeated too.
"""

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "동네물어봐 API",
    "DESCRIPTION": _DESCRIPTION,
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
}
