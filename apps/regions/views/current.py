from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.core import links
from apps.regions import queries
from apps.regions.picking import safe_next

A_YEAR = 60 * 60 * 24 * 365  # seconds


@require_POST
def current(request: HttpRequest) -> HttpResponse:
    """Look at a region from now on, in this browser; at all of them when none is given."""
    chosen = request.POST.get("region", "")
    back = safe_next(request, request.POST.get("next", ""))
    if not chosen:
        return _remembering(HttpResponseRedirect(back or "/"), queries.EVERYWHERE)
    region = queries.by_id(chosen)
    if region is None:
        raise Http404
    page = links.region(region.slug)
    if not region.is_open:
        messages.info(request, _("아직 준비하고 있는 지역이에요. 열리면 고를 수 있어요."))
        return HttpResponseRedirect(page)
    return _remembering(HttpResponseRedirect(back or page), str(region.pk))


def _remembering(response: HttpResponse, value: str) -> HttpResponse:
    response.set_cookie(
        queries.CURRENT_COOKIE,
        value,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
