from __future__ import annotations

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SessionAuth(SessionAuthentication):
    """The site's own session, CSRF included. Asks with 401, not 403, for a sign-in."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
