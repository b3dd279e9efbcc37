"""Who is asking: a browser by its session, the app by the token that signing in gave it."""

from __future__ import annotations

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request


class SessionAuth(SessionAuthentication):
    """The site's own session, CSRF included. Asks with 401, not 403, for a sign-in."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise PermissionDenied(
                _("페이지를 새로 고치고 다시 해 주세요."), code="csrf_failed"
            ) from None


class TokenAuth(XSessionTokenAuthentication):
    """``X-Session-Token``. An expired one is refused rather than read as nobody's."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found: tuple[Any, Any] | None = super().authenticate(request)
        if found is None and self.get_session_token(request):
            raise AuthenticationFailed
        return found

    def authenticate_header(self, request: Request) -> str:
        return "X-Session-Token"
