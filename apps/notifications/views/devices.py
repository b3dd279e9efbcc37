"""What browsers and their service workers ask for."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.core.errors import DomainError
from apps.core.ratelimit import limited
from apps.notifications.services import devices

# A subscription is well below this; so much is read of whatever else somebody sends.
LONGEST = 4_000
# In the session: the device of this browser, which signing out takes off the list.
DEVICE = "push_device"


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it is in charge of the whole site."""
    return render(request, "notifications/worker.js", content_type="text/javascript")


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the site among its apps; an iPhone takes pushes for those only."""
    content_type = "application/manifest+json"
    return render(request, "notifications/manifest.json", content_type=content_type)


@require_safe
@never_cache
@limited("push")
def csrf(request: HttpRequest) -> HttpResponse:
    """What a service worker, which has no page, needs to post something in its person's name."""
    if not request.user.is_authenticated:
        return JsonResponse({"csrf": None})
    return JsonResponse({"csrf": get_token(request)})


@require_POST
@sign_in_required
@limited("push")
def subscribe(request: SignedInRequest) -> HttpResponse:
    """Send the person's pushes to this browser: a PushSubscription as JSON.

    With ``refresh`` the page has only found it: a browser that was taken off the list is not put back on it.
    """
    try:
        sent = _read(request)
        keys = sent.get("keys") or {}
        endpoint = str(sent.get("endpoint", ""))
        if sent.get("refresh"):
            known = devices.refresh_browser(person=request.user, endpoint=endpoint)
            return HttpResponse(status=204 if known else 404)
        device = devices.register_browser(
            person=request.user,
            endpoint=endpoint,
            p256dh=str(keys.get("p256dh", "")),
            auth=str(keys.get("auth", "")),
            name=str(sent.get("name", "")),
        )
    except DomainError as error:
        return JsonResponse({"error": str(error.message)}, status=error.status)
    request.session[DEVICE] = device.pk
    return HttpResponse(status=204)


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body[:LONGEST])
    except ValueError:
        sent = None
    if not isinstance(sent, dict) or not isinstance(sent.get("keys") or {}, dict):
        raise DomainError(_("브라우저가 보낸 내용을 읽지 못했어요."))
    return sent
