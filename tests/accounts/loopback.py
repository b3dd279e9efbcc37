"""A sign-in provider on this machine that keeps to the documented OAuth of Kakao and Google.

https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api
https://developers.google.com/identity/protocols/oauth2/web-server
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt

CLIENT_ID, SECRET = "our-client-id", "our-client-secret"


class Provider:
    """Remembers which codes and tokens it gave out, and answers with ``person``."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.refusals: list[str] = []
        self.url = ""

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent once the person has agreed."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A code is good once, for the application and address it was given to."""
        asked = self.codes.pop(form.get("code", ""), None)
        problem = self._problem(asked, form)
        if problem:
            self.refusals.append(problem)
            return 400, {"error": "invalid_grant", "error_description": problem}
        token = secrets.token_urlsafe()
        self.tokens.add(token)
        answer = {"access_token": token, "token_type": "bearer", "expires_in": 3600}
        if "sub" in self.person:
            answer["id_token"] = self._id_token()
        return 200, answer

    def me(self, authorization: str) -> tuple[int, dict[str, Any]]:
        if authorization.removeprefix("Bearer ") not in self.tokens:
            return 401, {"msg": "this access token does not exist", "code": -401}
        return 200, self.person

    def _problem(self, asked: dict[str, str] | None, form: dict[str, str]) -> str:
        if asked is None:
            return "unknown code"
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, SECRET):
            return "wrong client"
        if form.get("redirect_uri") != asked["redirect_uri"]:
            return "another redirect_uri"
        challenge = asked.get("code_challenge")
        if challenge and challenge != _challenge(form.get("code_verifier", "")):
            return "wrong code_verifier"
        return ""

    def _id_token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": "https://accounts.google.com",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 60,
        }
        return jwt.encode(claims | self.person, "k" * 32, algorithm="HS256")


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@contextmanager
def running() -> Iterator[Provider]:
    """The provider at an address of its own."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(dict(parse_qsl(parts.query))))
                self.end_headers()
            else:
                self._json(*provider.me(self.headers.get("Authorization", "")))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._json(*provider.token(dict(parse_qsl(body))))

        def _json(self, status: int, content: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json;charset=UTF-8")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
