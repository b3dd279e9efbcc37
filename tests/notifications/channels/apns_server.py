"""Apple on this machine: APNs over HTTP/2, without TLS since it is the loopback ("prior knowledge").

https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns
https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns
https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns
"""

from __future__ import annotations

import json
import re
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import h2.config
import h2.connection
import h2.events
import h2.exceptions
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

KEY_ID, TEAM, TOPIC = "ABC123DEFG", "DEF123GHIJ", "kr.dongne.app"
HOUR = 3600
LARGEST, LONGEST_COLLAPSE_ID = 4096, 64
PUSH_TYPES = {"alert", "background", "voip", "complication", "fileprovider", "mdm", "location"}

Answer = tuple[int, dict[str, Any]]
DROP, HOLD = "drop", "hold"


@dataclass
class Pushed:
    """One request that was in order."""

    phone: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class _Request:
    headers: dict[str, str]
    body: bytearray = field(default_factory=bytearray)


class Apple:
    """Checks who sends and what, and answers as it is told to.

    ``answers`` are given once each: a status with the reason as JSON, ``DROP`` to hang up, ``HOLD`` to say
    nothing until the test is over. ``connections`` counts how often somebody connected.
    """

    def __init__(self) -> None:
        self.url = ""
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.received: list[Pushed] = []
        self.refusals: list[str] = []
        self.answers: list[Answer | str] = []
        self.tokens: set[str] = set()
        self.connections = 0
        self.over = Event()
        self._open: list[_Connection] = []

    @property
    def pem(self) -> str:
        """The .p8 file that Apple hands out."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    def answer(self, headers: dict[str, str], raw: bytes) -> Answer | str:
        status, reason = self._problem(headers, raw)
        if reason:
            self.refusals.append(reason)
        else:
            phone = headers[":path"].rsplit("/", 1)[-1]
            self.received.append(Pushed(phone, headers, json.loads(raw)))
        if self.answers:
            return self.answers.pop(0)
        return status, {"reason": reason} if reason else {}

    def _problem(self, headers: dict[str, str], raw: bytes) -> tuple[int, str]:
        problems = (
            (headers[":method"] != "POST", 405, "MethodNotAllowed"),
            (not headers[":path"].startswith("/3/device/"), 404, "BadPath"),
            (not re.fullmatch("/3/device/[0-9a-f]+", headers[":path"]), 400, "BadDeviceToken"),
            (headers.get("apns-topic") != TOPIC, 400, "BadTopic"),
            (headers.get("apns-push-type") not in PUSH_TYPES, 400, "InvalidPushType"),
            (headers.get("apns-priority") not in {"10", "5", "1"}, 400, "BadPriority"),
            (not headers.get("apns-expiration", "").isdecimal(), 400, "BadExpirationDate"),
            (len(headers.get("apns-collapse-id", "")) > LONGEST_COLLAPSE_ID, 400, "BadCollapseId"),
            (len(raw) > LARGEST, 413, "PayloadTooLarge"),
            (not _is_payload(raw), 400, "PayloadEmpty"),
        )
        found = next(((status, reason) for is_so, status, reason in problems if is_so), (200, ""))
        return self._problem_of_token(headers.get("authorization", "")) or found

    def _problem_of_token(self, authorization: str) -> tuple[int, str] | None:
        scheme, _space, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            return 403, "MissingProviderToken"
        try:
            claims = jwt.decode(
                token,
                self.key.public_key(),
                algorithms=["ES256"],
                options={"require": ["iss", "iat"]},
            )
        except jwt.InvalidTokenError as error:
            return 403, f"InvalidProviderToken: {error}"
        if jwt.get_unverified_header(token).get("kid") != KEY_ID or claims["iss"] != TEAM:
            return 403, "InvalidProviderToken"
        self.tokens.add(token)
        return (403, "ExpiredProviderToken") if time.time() - claims["iat"] > HOUR else None

    def serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection = _Connection(self, listener.accept()[0])
                self.connections += 1
                self._open.append(connection)
                connection.start()

    def say_goodbye(self) -> None:
        """Close every connection in an orderly way, as a server that is taken down does."""
        for connection in self._open:
            connection.close(goodbye=True)
        self._open.clear()

    def hang_up(self) -> None:
        for connection in self._open:
            connection.close()


class _Connection(Thread):
    def __init__(self, apple: Apple, client: socket.socket) -> None:
        super().__init__(daemon=True)
        self.apple, self.client = apple, client
        config = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        self.h2 = h2.connection.H2Connection(config)
        self.requests: dict[int, _Request] = {}

    def run(self) -> None:
        with suppress(OSError, h2.exceptions.ProtocolError), self.client:
            self.h2.initiate_connection()
            self._send()
            while raw := self.client.recv(65_535):
                for event in self.h2.receive_data(raw):
                    if not self._handle(event):
                        return
                self._send()

    def _handle(self, event: h2.events.Event) -> bool:
        """Whether the connection goes on."""
        if isinstance(event, h2.events.RequestReceived):
            headers = {str(name): str(value) for name, value in event.headers}
            self.requests[event.stream_id] = _Request(headers)
        elif isinstance(event, h2.events.DataReceived):
            self.requests[event.stream_id].body.extend(event.data)
            self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            request = self.requests.pop(event.stream_id)
            answer = self.apple.answer(request.headers, bytes(request.body))
            if isinstance(answer, str):
                if answer == HOLD:
                    self.apple.over.wait()
                return False
            self._answer(event.stream_id, *answer)
        return True

    def _answer(self, stream: int, status: int, told: dict[str, Any]) -> None:
        headers = [(":status", str(status)), ("apns-id", str(uuid.uuid4()).upper())]
        self.h2.send_headers(stream, headers, end_stream=not told)
        if told:
            self.h2.send_data(stream, json.dumps(told).encode(), end_stream=True)

    def _send(self) -> None:
        self.client.sendall(self.h2.data_to_send())

    def close(self, *, goodbye: bool = False) -> None:
        with suppress(OSError):
            if goodbye:
                self.h2.close_connection()
                self._send()
            self.client.shutdown(socket.SHUT_RDWR)
        self.join()


def _is_payload(raw: bytes) -> bool:
    try:
        aps = json.loads(raw)["aps"]
    except (ValueError, KeyError, TypeError):
        return False
    return bool(aps.get("alert"))


@contextmanager
def apple() -> Iterator[Apple]:
    service = Apple()
    listener = socket.create_server(("127.0.0.1", 0))
    service.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    thread = Thread(target=service.serve, args=(listener,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        service.hang_up()
