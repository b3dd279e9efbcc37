from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.core.head import Head
from apps.core.http import render_either
from apps.core.page_cache import cached_for_anonymous
from apps.core.pagination import Page, paginate
from apps.core.remembered import look_up
from apps.questions import heads, queries
from apps.questions.feeds import FEEDS, Card, Feed, Filters, card_page, cards_of
from apps.questions.models import Bookmark, Category, Tag
from apps.questions.querysets import blocked_by
from apps.questions.tagged import tagged_page
from apps.regions.known import Known, known_regions
from apps.regions.models import Region
from apps.regions.queries import ancestors, by_id, current_region, region_header

CARDS = "questions/_cards.html"
Describe = Callable[..., Head]
PLACES_SHOWN = 3
# A tab of those who have said where they live.
AT_HOME = ("home", _("내 동네"))


@require_safe
@cached_for_anonymous
def home(request: HttpRequest) -> HttpResponse:
    """The questions of the region the reader is looking at, of everywhere, or of where they live."""
    here = None if "everywhere" in request.GET else current_region(request)
    home = home_of(request)
    at_home = home is not None and request.GET.get("feed") == AT_HOME[0]
    filters = _chosen(request, region=home if at_home else here)
    more: dict[str, Any] = {
        "feeds": (*FEEDS, AT_HOME) if home else FEEDS,
        "chosen_feed": AT_HOME[0] if at_home else filters.feed,
    }
    return _feed(request, "questions/feed.html", filters, heads.of_home, **more)


@require_safe
@cached_for_anonymous
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """One region: what it is part of, what is part of it, and its questions."""
    found = get_object_or_404(Region.objects.select_related("sido", "sigungu"), slug=slug)
    header: dict[str, Any] = {} if request.GET.get("cursor") else {"header": region_header(found)}
    chosen = _chosen(request, region=found)
    return _feed(request, "questions/region.html", chosen, heads.of_region, **header)


@require_safe
@cached_for_anonymous
def tag(request: HttpRequest, name: str) -> HttpResponse:
    """One tag. Another name for it leads to it."""
    found = get_object_or_404(Tag.objects.select_related("synonym_of"), name=name.lower())
    if found.synonym_of:
        return redirect(found.synonym_of, permanent=True)
    if not found.question_count:
        raise Http404  # its name is all there is, and may be why the questions are gone
    filters, head = Filters(tag_id=found.pk), partial(heads.of_tag, found)
    cursor, blocked = request.GET.get("cursor"), blocked_by(request.user)
    page = tagged_page([found.pk], cursor=cursor, blocked=blocked)
    more: dict[str, Any] = {"tag": found, "places": _places(page.items)}
    return _feed(request, "questions/tag.html", filters, head, page, **more)


def _places(questions: Sequence[Card]) -> list[Known]:
    """Where the questions of a page are asked most, by 시군구 or 시도."""
    regions = (look_up(known_regions, question.region_id) for question in questions)
    whole = (
        look_up(known_regions, region.sigungu_id) if region.sigungu_id else region
        for region in regions
    )
    return [place for place, _number in Counter(whole).most_common(PLACES_SHOWN)]


@require_safe
@sign_in_required
def bookmarks(request: SignedInRequest) -> HttpResponse:
    """The reader's kept questions, the last kept first."""
    kept = Bookmark.objects.filter(user=request.user).still_visible()
    if request.user.blocked_ids:
        kept = kept.exclude(question__author_id__in=request.user.blocked_ids)
    page = paginate(kept, order_by=("-id",), cursor=request.GET.get("cursor"))
    context = {"questions": cards_of([row.question_id for row in page.items]), "page": page}
    return render_either(request, "questions/bookmarks.html", CARDS, context)


def _feed(
    request: HttpRequest,
    template: str,
    filters: Filters,
    head: Describe,
    page: Page[Card] | None = None,
    **extra: Any,
) -> HttpResponse:
    cursor = request.GET.get("cursor")
    if page is None:
        page = card_page(filters, cursor=cursor, blocked=blocked_by(request.user))
    context = {
        "head": head(filters, page.items, deep=bool(cursor)),
        "questions": page.items,
        "page": page,
        "filters": filters,
        "feeds": FEEDS,
        "chosen_feed": filters.feed,
        "categories": queries.category_chips(),
        "popular_tags": queries.popular_tags(),
        "trending_tags": queries.trending_tags(filters.region),
        "trending_in": filters.region.name if filters.region else "",
        "wider": ancestors(filters.region)[-1:] if filters.region else [],
        **extra,
    }
    return render_either(request, template, CARDS, context)


def home_of(request: HttpRequest) -> Region | None:
    return by_id(str(getattr(request.user, "home_region_id", None)))


def _chosen(request: HttpRequest, *, region: Region | None = None) -> Filters:
    """Filters from the address; what is unknown there means the first choice."""
    feed = request.GET.get("feed", Feed.NEW)
    return Filters(
        feed=Feed(feed) if feed in Feed.values else Feed.NEW,
        region=region,
        category=_category(request.GET.get("category")),
    )


def _category(slug: str | None) -> Category | None:
    return next((found for found in queries.active_categories() if found.slug == slug), None)
