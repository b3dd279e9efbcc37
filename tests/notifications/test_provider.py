"""A mail provider in place of SMTP: its API, and what it tells of bounces and complaints."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from apps.notifications.enums import State, Why
from apps.notifications.models import Suppression
from tests.notifications.conftest import deliver

pytestmark = pytest.mark.django_db

SECRET = "dongne:a-secret-of-the-hook"
URL = "/hooks/mail/"
BOUNCE = {
    "RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "ID": 1,
    "MessageID": "1", "Email": "gone@example.org", "Inactive": True,
    "Description": "The server was unable to deliver your message", "BouncedAt": "2026-12-01T05:00:00Z",
}  # fmt: skip
COMPLAINT = BOUNCE | {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 512}
FULL = BOUNCE | {"Type": "SoftBounce", "TypeCode": 4096, "Inactive": False}
DELAY = BOUNCE | {"Type": "Transient", "TypeCode": 2, "Inactive": False}


class Postmark:
    """Postmark's API as documented: https://postmarkapp.com/developer/api/email-api"""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.statuses: list[int] = []
        self.url = ""

    def take(self, token: str, body: bytes) -> tuple[int, object]:
        if self.statuses:
            return self.statuses.pop(0), {"ErrorCode": 100, "Message": "maintenance"}
        if token != "the-token":
            return 401, {"ErrorCode": 10, "Message": "bad token"}
        mails = json.loads(body)
        self.received += mails if isinstance(mails, list) else [mails]
        told = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a-e38e-4336-af7d-e6c392c2f817",
                "SubmittedAt": "2026-12-01T05:00:00Z", "To": self.received[-1]["To"]}  # fmt: skip
        return 200, [told] if isinstance(mails, list) else told


@contextmanager
def postmark_server() -> Iterator[Postmark]:
    service = Postmark()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, told = service.take(self.headers.get("X-Postmark-Server-Token", ""), body)
            answer = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def provider(settings):
    with postmark_server() as service:
        settings.MAIL_PROVIDER = "postmark"
        settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
        settings.ANYMAIL = {
            "POSTMARK_SERVER_TOKEN": "the-token",
            "POSTMARK_API_URL": service.url,
            "WEBHOOK_SECRET": SECRET,
        }
        yield service


class TestItsApi:
    def test_takes_the_mail_with_its_headers(self, provider, asker, tell):
        assert deliver(tell()).state == State.SENT
        mail = provider.received[0]
        headers = {header["Name"]: header["Value"] for header in mail["Headers"]}
        assert asker.email in mail["To"]
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "님이 답변했어요" in mail["HtmlBody"]
        assert "님이 답변했어요" in mail["TextBody"]

    def test_is_asked_again_when_it_has_no_time(self, provider, tell):
        provider.statuses = [503]
        dispatch = deliver(tell())
        assert (dispatch.state, dispatch.unsure) == (State.WAITING, 0)
        assert "503" in dispatch.last_error
        assert deliver(dispatch).state == State.SENT

    def test_is_not_pestered_with_what_it_refuses(self, provider, settings, tell):
        settings.ANYMAIL = settings.ANYMAIL | {"POSTMARK_SERVER_TOKEN": "another"}
        dispatch = deliver(tell())
        assert (dispatch.state, dispatch.last_error[:3]) == (State.DEAD, "401")


class TestItsHook:
    def tell(self, client, event: object, secret: str = SECRET):
        authorization = f"Basic {base64.b64encode(secret.encode()).decode()}"
        return client.post(
            URL,
            json.dumps(event),
            content_type="application/json",
            headers={"Authorization": authorization},
        )

    def test_stops_mail_to_what_bounced(self, client, provider, asker, tell):
        dispatch = tell()
        for _twice in range(2):
            assert self.tell(client, BOUNCE | {"Email": asker.email}).status_code == 200
        assert Suppression.objects.get().trouble == "bounced"
        assert deliver(dispatch).why == Why.ADDRESS
        assert not provider.received

    def test_and_to_whoever_called_it_spam_whatever_came_before(self, client, provider):
        for event in (BOUNCE, COMPLAINT, BOUNCE):
            self.tell(client, event)
        assert Suppression.objects.get().trouble == "complained"

    def test_but_not_to_whom_it_is_only_late(self, client, provider):
        for event in (DELAY, FULL):
            assert self.tell(client, event).status_code == 200
        assert not Suppression.objects.exists()

    def test_believes_nobody_without_the_secret(self, client, provider):
        assert self.tell(client, BOUNCE, secret="dongne:guessed").status_code == 400
        assert (
            client.post(URL, json.dumps(BOUNCE), content_type="application/json").status_code == 400
        )
        assert client.get(URL).status_code == 405
        assert not Suppression.objects.exists()

    def test_is_not_there_without_a_provider(self, client, db):
        assert self.tell(client, BOUNCE).status_code == 404
