from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.core import links
from apps.core.head import Head
from apps.core.page_cache import cached_for_anonymous
from apps.core.reltime import duration
from apps.routing.chart import chart
from apps.routing.stats import USUAL_WINDOW, WINDOWS, Figures, Stats, Time
from apps.routing.stats import stats as counted


@require_safe
@cached_for_anonymous
def stats(request: HttpRequest) -> HttpResponse:
    """How long questions wait for their first answer: the promise, and what became of it."""
    asked = request.GET.get("days", "")
    days = next((window for window in WINDOWS if str(window) == asked), USUAL_WINDOW)
    found = counted(days)
    context = {
        "head": Head(
            path=request.path,
            title=_("답변이 오기까지"),
            description=_(
                "최근 %(days)d일 동안 첫 답변이 얼마나 빨리 왔는지, 지역과 분류와 시각별로 있는 그대로 "
                "보여 드려요."
            )
            % {"days": days},
            is_thin=bool(request.GET),
        ),
        "stats": found,
        "windows": WINDOWS,
        "usual_window": USUAL_WINDOW,
        "tiles": tiles(found.overall),
        "chart": chart(found.times),
        "times": [(clock(time), "", time.figures) for time in found.times],
        "regions": [
            (group.name, links.region(group.slug), group.figures) for group in found.regions
        ],
        "categories": [
            (group.name, f"/?category={group.slug}", group.figures) for group in found.categories
        ],
        "best": best(found),
    }
    return render(request, "routing/stats.html", context)


def tiles(overall: Figures) -> list[tuple[str, str]]:
    none = "–"
    median = none if overall.median is None else duration(overall.median)
    shares = [
        (_("10분 안"), overall.soon_share),
        (_("30분 안"), overall.later_share),
        (_("하루 뒤에도 없음"), overall.unanswered_share),
    ]
    told = [(label, none if share is None else f"{share}%") for label, share in shares]
    return [(_("첫 답변 중앙값"), median), *told]


def best(found: Stats) -> tuple[str, int] | None:
    """When most are answered within ten minutes, and the share, for those who do not see the drawing."""
    telling = [time for time in found.times if not time.figures.is_few]
    if not telling:
        return None
    time = max(telling, key=lambda time: (time.figures.soon_share or 0, -time.begin))
    return clock(time), time.figures.soon_share or 0


def clock(time: Time) -> str:
    if time.end - time.begin == 1:
        return _("%(begin)d시") % {"begin": time.begin}
    return _("%(begin)d–%(end)d시") % {"begin": time.begin, "end": time.end}
