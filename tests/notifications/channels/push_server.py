"""A browser and its push service on this machine: RFC 8030, 8188, 8291 and 8292 as far as they are used."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Browser:
    """Keeps the key and the secret that only it knows."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = b"sixteen secret b"

    @property
    def subscription(self) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` gives a page."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": base64url(point), "auth": base64url(self.secret)}
        return {"endpoint": self.endpoint, "keys": keys}

    def read(self, body: bytes) -> dict[str, Any]:
        text = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        return json.loads(text)


@dataclass
class Pushed:
    """One accepted message, read by its browser."""

    told: dict[str, Any]
    headers: dict[str, str]


class PushService:
    """Checks who sends, and answers as it is told to.

    ``answers`` are given once each: a status with headers, or "drop" to hang up.
    """

    def __init__(self) -> None:
        self.url = ""
        self.browsers: dict[str, Browser] = {}
        self.received: list[Pushed] = []
        self.refusals: list[str] = []
        self.answers: list[tuple[int, dict[str, str]] | str] = []
        self.public_key = ""

    def browser(self, name: str = "one") -> Browser:
        return self.browsers.setdefault(f"/push/{name}", Browser(f"{self.url}/push/{name}"))

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        problem = self._problem(headers)
        if problem:
            self.refusals.append(problem)
            return 403, {}
        browser = self.browsers.get(path)
        if browser is None:
            return 410, {}
        self.received.append(Pushed(browser.read(body), headers))
        return 201, {"Location": f"{self.url}/message/{len(self.received)}"}

    def _problem(self, headers: dict[str, str]) -> str:
        if headers.get("content-encoding") != "aes128gcm" or "ttl" not in headers:
            return "not an encrypted message with a TTL"
        if len(headers.get("topic", "")) > 32:
            return "the topic is too long"
        scheme, _space, parts = headers.get("authorization", "").partition(" ")
        given = dict(part.strip().split("=", 1) for part in parts.split(",") if "=" in part)
        if scheme.lower() != "vapid" or given.get("k") != self.public_key:
            return "not signed by the key the browser subscribed with"
        point = base64.urlsafe_b64decode(given["k"] + "=")
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        try:
            claims = jwt.decode(given["t"], key, algorithms=["ES256"], audience=self.url)
        except jwt.InvalidTokenError as error:
            return str(error)
        if claims["exp"] > time.time() + 86_400 or not claims["sub"].startswith("mailto:"):
            return "too long-lived, or nobody to write to"
        return ""


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = service.answers.pop(0) if service.answers else None
            if told == "drop":
                self.close_connection = True
                self.connection.close()
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, answer = told or service.take(self.path, headers, body)
            self.send_response(status)
            for name, value in (answer | {"Content-Length": "0"}).items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_args: None  # a dropped connection is what was asked for
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
