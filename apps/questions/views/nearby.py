"""Questions near the reader. Where that is stands in the address only, to about 100 m."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.core.http import render_either
from apps.core.maps import drawing, shows_map
from apps.core.ratelimit import limited
from apps.questions.forms import NearbyForm
from apps.questions.geometry import RADII, Around, in_korea
from apps.questions.nearby import NEAREST_MAX, Order, is_cut, near_page
from apps.questions.querysets import blocked_by
from apps.regions.boundaries import InvalidPosition
from apps.regions.forms import PositionForm
from apps.regions.queries import by_id, current_region


@require_http_methods(["GET", "HEAD", "POST"])
@limited("nearby")
@shows_map
def nearby(request: HttpRequest) -> HttpResponse:
    """A list and a map. A position is posted, so that no log has it exactly, and comes back rounded."""
    if request.method == "POST":
        return _posted(request)
    form = NearbyForm(request.GET)
    form.is_valid()
    if form.is_finer_than_kept:
        return HttpResponseRedirect(form.address())
    context = form.cleaned_data | {
        "orders": tuple(Order.choices),
        "radii": RADII,
        "carried": form.carried(),
        **_found(request, form),
    }
    return render_either(request, "questions/nearby.html", "questions/_near_cards.html", context)


def _posted(request: HttpRequest) -> HttpResponse:
    position, form = PositionForm(request.POST), NearbyForm(request.POST)
    if not position.is_valid():
        raise InvalidPosition
    form.is_valid()
    return HttpResponseRedirect(form.address())


def _found(request: HttpRequest, form: NearbyForm) -> dict[str, Any]:
    """The questions about the point of the address, else about the middle of a region."""
    wanted, region = form.cleaned_data, None
    lat, lng = wanted["lat"], wanted["lng"]
    if lat is None:
        region = by_id(request.GET.get("region", "")) or current_region(request)
        if region is None:
            return {}
        lat, lng = region.lat, region.lng
    if not in_korea(lat, lng):
        return {"problem": _("우리나라 밖이에요. 지역을 고르면 그 둘레의 질문을 보여 드려요.")}
    around, cursor = Around(round(lat, 3), round(lng, 3), wanted["km"]), request.GET.get("cursor")
    order = Order(wanted["order"])
    page = near_page(around, order=order, cursor=cursor, blocked=blocked_by(request.user))
    return {
        "around": around,
        "region": region,
        "page": page,
        "map": drawing(),
        "nearest_max": NEAREST_MAX if is_cut(page, order, cursor) else None,
    }
