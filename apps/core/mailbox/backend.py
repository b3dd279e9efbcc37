"""Sends mail into a folder."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """One `.eml` file per message in EMAIL_FILE_PATH, named so that names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns():020d}-{secrets.token_hex(3)}"
            unfinished = folder / f".{name}"
            unfinished.write_bytes(message.message().as_bytes())
            # A reader sees the whole message or none of it.
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)
