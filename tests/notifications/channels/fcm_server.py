"""Google on this machine: access tokens for service accounts, and Firebase Cloud Messaging's HTTP v1.

https://developers.google.com/identity/protocols/oauth2/service-account#httprest
https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages
https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

PROJECT, ACCOUNT = "dongne-test", "push@dongne-test.iam.gserviceaccount.com"
SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
# Whatever the address of the endpoint, this is whom an assertion is for.
AUDIENCE = "https://oauth2.googleapis.com/token"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
HOUR = 3600
LARGEST = 4096
# What `messages.send` knows, as far as it is of use to phones.
MESSAGE = {"token", "data", "notification", "android", "fcm_options"}
ANDROID = {"collapse_key", "priority", "ttl", "data", "notification", "restricted_package_name"}
_FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
_BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
STATUSES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED",
            404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE"}  # fmt: skip

Answer = tuple[int, dict[str, str], str]
DROP, HOLD = "drop", "hold"


def refusal(
    status: int,
    code: str = "",
    *,
    field: str = "",
    message: str = "",
    headers: dict[str, str] | None = None,
) -> Answer:
    """An error as Google words it: FCM's own ``code`` and the ``field`` at fault among the details."""
    details: list[dict[str, Any]] = []
    if code:
        details.append({"@type": _FCM_ERROR, "errorCode": code})
    if field:
        violation = {"field": field, "description": message}
        details.append({"@type": _BAD_REQUEST, "fieldViolations": [violation]})
    error = {"code": status, "message": message, "status": STATUSES[status], "details": details}
    return status, headers or {}, json.dumps({"error": error if details else _without(error)})


def _without(error: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in error.items() if name != "details"}


@cache
def private_key() -> rsa.RSAPrivateKey:
    """Made once: looking for primes takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Google:
    """Checks who sends and what, and answers as it is told to.

    ``answers`` are given to messages, ``token_answers`` to those who ask for an access token, once each:
    a `refusal`, ``DROP`` to hang up, ``HOLD`` to say nothing until the test is over.
    """

    def __init__(self) -> None:
        self.url = ""
        self.received: list[dict[str, Any]] = []
        self.refusals: list[str] = []
        self.answers: list[Answer | str] = []
        self.token_answers: list[Answer | str] = []
        self.access_tokens: dict[str, float] = {}
        self.asked_for_tokens = 0
        self.over = Event()

    @property
    def credentials(self) -> dict[str, str]:
        """The service account's file, as the console hands it out."""
        key = private_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "1",
            "private_key": key.decode(),
            "client_email": ACCOUNT,
            "token_uri": f"{self.url}/token",
        }

    def give_token(self, form: dict[str, str]) -> Answer:
        self.asked_for_tokens += 1
        try:
            problem = _problem_of_assertion(form)
        except jwt.InvalidTokenError as error:
            problem = str(error)
        if problem:
            self.refusals.append(problem)
            error = {"error": "invalid_grant", "error_description": problem}
            return 400, {}, json.dumps(error)
        token = f"ya29.{secrets.token_urlsafe()}"
        self.access_tokens[token] = time.time() + HOUR
        answer = {"access_token": token, "expires_in": HOUR, "token_type": "Bearer"}
        return 200, {}, json.dumps(answer)

    def take(self, path: str, authorization: str, sent: dict[str, Any]) -> Answer:
        token = authorization.removeprefix("Bearer ")
        if time.time() >= self.access_tokens.get(token, 0):
            return refusal(401, message="Request had invalid authentication credentials.")
        if path != f"/v1/projects/{PROJECT}/messages:send":
            return refusal(404, message="Requested entity was not found.")
        if problem := _problem_of_message(sent):
            self.refusals.append(problem)
            return refusal(400, "INVALID_ARGUMENT", field="message", message=problem)
        self.received.append(sent["message"])
        return 200, {}, json.dumps({"name": f"projects/{PROJECT}/messages/{len(self.received)}"})


def _problem_of_assertion(form: dict[str, str]) -> str:
    if form.get("grant_type") != GRANT:
        return "unsupported grant type"
    claims = jwt.decode(
        form.get("assertion", ""),
        private_key().public_key(),
        algorithms=["RS256"],
        audience=AUDIENCE,
        options={"require": ["iss", "scope", "aud", "exp", "iat"]},
    )
    if (claims["iss"], claims["scope"]) != (ACCOUNT, SCOPE):
        return "another account or scope"
    return "" if claims["exp"] - claims["iat"] <= HOUR else "longer than an hour"


def _problem_of_message(sent: dict[str, Any]) -> str:
    message = sent.get("message")
    if set(sent) - {"message", "validate_only"} or not isinstance(message, dict):
        return "no message, or something beside it"
    android, data = message.get("android", {}), message.get("data", {})
    if unknown := (set(message) - MESSAGE) | (set(android) - ANDROID):
        return f"unknown names: {unknown}"
    if not isinstance(message.get("token"), str):
        return "no token"
    if not all(isinstance(value, str) for value in data.values()):
        return "a value of data that is no string"
    if any(name in {"from", "message_type"} or re.match("google|gcm", name) for name in data):
        return "a name of data that is kept for Google"
    if sum(len(text.encode()) for pair in data.items() for text in pair) > LARGEST:
        return "too much data"
    if android.get("priority") not in {"NORMAL", "HIGH"}:
        return "an unknown priority"
    ttl = re.fullmatch(r"([0-9]+)s", android.get("ttl", ""))
    return "" if ttl and int(ttl[1]) <= 28 * 24 * HOUR else "an impossible ttl"


@contextmanager
def google() -> Iterator[Google]:
    service = Google()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self.path == "/token":
                given = {name: values[0] for name, values in parse_qs(body).items()}
                answers, answer = service.token_answers, service.give_token(given)
            else:
                authorization = self.headers.get("Authorization", "")
                answers = service.answers
                answer = service.take(self.path, authorization, json.loads(body))
            told = answers.pop(0) if answers else answer
            if isinstance(told, str):
                if told == HOLD:
                    service.over.wait()
                self.close_connection = True
            else:
                self._answer(*told)

        def _answer(self, status: int, headers: dict[str, str], text: str) -> None:
            raw = text.encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(raw))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
