"""Reads the mail that `FolderBackend` wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils.html import strip_tags

NEWEST = 100
NAME = re.compile(r"\A(?P<ns>\d{20})-[0-9a-f]{6}\Z")


@dataclass(frozen=True)
class Mail:
    """One message as a person reads it."""

    name: str
    sent_at: datetime
    subject: str
    sender: str
    recipients: str
    body: str


def newest(limit: int = NEWEST) -> list[Mail]:
    """The latest messages, newest first."""
    names = sorted((path.stem for path in _folder().glob("*.eml")), reverse=True)
    return [mail for name in names[:limit] if (mail := read(name))]


def read(name: str) -> Mail | None:
    """The message of that name, or None. A name that is no name of ours reaches no file."""
    match = NAME.match(name)
    if not match:
        return None
    try:
        content = (_folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(content, policy=policy.default)
    return Mail(
        name=name,
        sent_at=datetime.fromtimestamp(int(match["ns"]) / 1e9, tz=UTC),
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        recipients=str(message["To"] or ""),
        body=_text(message),
    )


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    content: str = part.get_content()
    return strip_tags(content) if part.get_content_type() == "text/html" else content
