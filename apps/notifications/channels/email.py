"""E-mail, by whatever EMAIL_BACKEND names: SMTP, or a provider through anymail."""

from __future__ import annotations

import re
import smtplib
from typing import Any
from urllib.parse import urlsplit

from anymail.exceptions import AnymailAPIError, AnymailError
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.links import absolute
from apps.notifications import links
from apps.notifications.channels.http import outcome_of
from apps.notifications.channels.outcomes import (
    Away,
    Gone,
    Outcome,
    Refused,
    Sent,
    TryLater,
    Unsure,
)
from apps.notifications.composing import Message
from apps.notifications.enums import Channel


def mail(message: Message) -> Outcome:
    """Hand the mail to the server."""
    email = mail_of(message)
    connection = get_connection()
    try:
        connection.open()
    except smtplib.SMTPResponseException as error:
        return TryLater(_told(error))
    except (OSError, smtplib.SMTPException) as error:
        return Away(f"{type(error).__name__}: {error}")
    email.connection = connection
    try:
        email.send()
    except (AnymailError, OSError) as error:  # smtplib's errors are OSErrors
        return _outcome(error)
    finally:
        _close(connection)
    return Sent()


def _outcome(error: AnymailError | OSError) -> Outcome:
    match error:
        case AnymailAPIError(status_code=None):
            return Unsure(str(error))
        case AnymailAPIError():
            return outcome_of(error.status_code, str(error), gone=())
        case AnymailError():
            return Refused(str(error))
        case smtplib.SMTPRecipientsRefused():
            return _refused_recipient(error)
        case smtplib.SMTPResponseException():
            return TryLater(_told(error)) if error.smtp_code < 500 else Refused(_told(error))
        case _:
            return Unsure(f"{type(error).__name__}: {error}")


def mail_of(message: Message) -> EmailMultiAlternatives:
    """Text and HTML of one template; the same Message-ID each time, so that a second copy is known as one."""
    stop = links.stopping(message.person_id, message.kind, Channel.EMAIL)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    context: dict[str, Any] = {
        "message": message,
        "site_url": settings.SITE_URL,
        "stop_url": stop,
        "settings_url": absolute(reverse("notifications:settings")),
        "subject": subject_of(message),
    }
    email = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string("emails/message.txt", context),
        to=[message.email],
        headers={
            "Message-ID": f"<dispatch-{message.dispatch_id}@{host}>",
            # One tap in the mail program, without a page (RFC 8058).
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-ID": f"<{message.kind}.{host}>",
            # Holiday replies to these would go nowhere (RFC 3834).
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    email.attach_alternative(render_to_string("emails/message.html", context), "text/html")
    return email


def subject_of(message: Message) -> str:
    """What happened, and to which question: a list of mails tells as much as the inbox."""
    if not message.about:
        return message.title
    return _("%(title)s: %(about)s") % {"title": message.title, "about": message.about}


# There is no such mailbox (RFC 3463, X.1.x), or said without an enhanced code. "5.7.1" is about us.
_NOBODY = re.compile(r"5\d\d 5\.1\.|55[013] (?!\d\.\d)")


def _refused_recipient(error: smtplib.SMTPRecipientsRefused) -> Outcome:
    code, text = next(iter(error.recipients.values()))
    told = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    if code < 500:
        return TryLater(told)
    return Gone(told) if _NOBODY.match(told) else Refused(told)


def _told(error: smtplib.SMTPResponseException) -> str:
    text = error.smtp_error
    return f"{error.smtp_code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def _close(connection: object) -> None:
    """What was accepted stays accepted, whatever the server says to a goodbye."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return
