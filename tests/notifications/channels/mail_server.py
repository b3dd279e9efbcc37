"""A mail server on this machine, speaking real SMTP, that can be slow, refuse and hang up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.ports import free_port


class MailServer:
    """``answers`` are given once each, at the named step: ("rcpt", "550 5.1.1 …"), ("data", "drop")."""

    def __init__(self) -> None:
        self.port = 0
        self.received: list[EmailMessage] = []
        self.answers: list[tuple[str, str]] = []

    def _answer(self, step: str) -> str | None:
        if self.answers and self.answers[0][0] == step:
            return self.answers.pop(0)[1]
        return None

    async def handle_RCPT(  # noqa: N802 -- named by aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if answer := self._answer("rcpt"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- likewise
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        answer = self._answer("data")
        if answer == "hold":
            # With the mail in its hands; whoever sent it never hears.
            self._keep(envelope)
            await asyncio.Event().wait()
        if answer == "drop":
            self._keep(envelope)
            server.transport.abort()
            return "250 too late"
        if answer:
            return answer
        self._keep(envelope)
        return "250 OK"

    def _keep(self, envelope: Envelope) -> None:
        assert isinstance(envelope.content, bytes)
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))


@contextmanager
def mail_server() -> Iterator[MailServer]:
    handler = MailServer()
    handler.port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
