from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.core.errors import Message
from apps.core.head import Head
from apps.core.http import render_either
from apps.core.ratelimit import limited
from apps.regions import queries
from apps.regions.boundaries import InvalidPosition
from apps.regions.forms import PositionForm
from apps.regions.models import Region
from apps.regions.picking import Picking

PAGE = "regions/picker.html"


@require_safe
def picker(request: HttpRequest) -> HttpResponse:
    """Find a region by name (``q``), step by step (``within``), or see the one found (``at``)."""
    picking = Picking.asked_by(request, request.GET)
    head = Head(
        path=request.path,
        title=_("지역 고르기"),
        description=_("둘러볼 동네를 골라 주세요. 이름으로 찾거나 목록에서 고를 수 있어요."),
        is_thin=bool(request.GET),
    )
    context = {"head": head, "picking": picking, **_shown(picking, request.GET)}
    return render_either(request, PAGE, "regions/_choices.html", context)


@require_POST
@limited("locate")
def locate(request: HttpRequest) -> HttpResponse:
    """Turn a position into its region. Posted, so that nobody's position stands in a log."""
    picking = Picking.asked_by(request, request.POST)
    position = PositionForm(request.POST)
    if not position.is_valid():
        return _not_located(request, picking, InvalidPosition().message, status=400)
    found = queries.locate(**position.cleaned_data)
    if found is None:
        message = _("이 위치에서는 동네를 찾지 못했어요. 이름으로 찾아 주세요.")
        return _not_located(request, picking, message, status=404)
    return HttpResponseRedirect(picking.url(at=found.pk))


def _not_located(
    request: HttpRequest, picking: Picking, problem: Message, *, status: int
) -> HttpResponse:
    context = {"picking": picking, "problem": problem, **_shown(picking, QueryDict())}
    return render(request, PAGE, context, status=status)


def _shown(picking: Picking, asked: QueryDict) -> dict[str, Any]:
    """The rows for what was asked, and what to say above them."""
    if query := asked.get("q", "").strip():
        choices = [picking.choose(region) for region in queries.search(query)]
        return {"query": query[: queries.MAX_QUERY], "choices": choices}
    if found := queries.by_id(asked.get("at", "")):
        line = [found, *reversed(queries.ancestors(found))]
        return {"found": found, "choices": [picking.choose(region) for region in line]}
    within = queries.by_id(asked.get("within", ""))
    rows = [picking.browse(region) for region in Region.objects.children_of(within)]
    if within is None:
        return {"choices": rows}
    path = [(region, picking.url(within=region.pk)) for region in queries.ancestors(within)]
    return {"within": within, "path": path, "choices": [picking.choose(within, whole=True), *rows]}
