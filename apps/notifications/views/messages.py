"""Where the addresses in messages lead. They work signed out: the signature is who asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from apps.core.ratelimit import limited
from apps.notifications import links, queries, wording
from apps.notifications.services.opening import note_opened
from apps.notifications.services.preferring import stop as stop_messages


@require_safe
@never_cache
def opened(_request: HttpRequest, token: str) -> HttpResponse:
    """Note that the message was opened, and go where it leads; to the inbox when its line is gone."""
    pk = links.opened(token)
    if pk is None:
        raise Http404
    dispatch = note_opened(dispatch_id=pk)
    if dispatch is None or dispatch.notification is None:
        return redirect("notifications:inbox" if dispatch is None else "questions:feed")
    return redirect(wording.target(dispatch.notification))


# A mail program posts by itself, without a page and so without a CSRF token (RFC 8058); what it may
# change is in the signed address, and all of that is to send less.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("stop")
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Say what will be stopped; stop it on POST, from the page or from the mail program."""
    stopping = links.stopped(token)
    if stopping is None:
        raise Http404
    context = {
        "what": queries.kind_label(stopping.kind),
        "everything_url": links.stopping(stopping.person_id, links.EVERYTHING, stopping.channel),
        "is_everything": stopping.kind == links.EVERYTHING,
        "settings_url": reverse("notifications:settings"),
        "is_done": False,
    }
    if request.method == "POST":
        stop_messages(stopping=stopping)
        context["is_done"] = True
    return render(request, "notifications/stop.html", context)
