"""The mail reader at `/dev/mail/`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.core.mailbox import reader


@never_cache
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Everything that was sent, newest first."""
    return render(request, "mailbox/messages.html", {"mails": reader.newest()})


@never_cache
@require_safe
def message(request: HttpRequest, name: str) -> HttpResponse:
    """One message, as plain text with its links alive."""
    mail = reader.read(name)
    if mail is None:
        raise Http404
    return render(request, "mailbox/message.html", {"mail": mail})
