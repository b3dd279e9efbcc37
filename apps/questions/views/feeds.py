from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.core.head import Head
from apps.core.http import render_either
from apps.core.page_cache import cached_for_anonymous
from apps.core.pagination import paginate
from apps.questions import heads, queries
from apps.questions.feeds import FEEDS, Feed, Filters, card_page, cards_of
from apps.questions.models import Bookmark, Category, Tag
from apps.regions.models import Region
from apps.regions.queries import ancestors, current_region, region_header

CARDS = "questions/_cards.html"
Describe = Callable[..., Head]


@require_safe
@cached_for_anonymous
def home(request: HttpRequest) -> HttpResponse:
    """The questions of the region the reader is looking at, or of everywhere."""
    here = None if "everywhere" in request.GET else current_region(request)
    return _feed(request, "questions/feed.html", _chosen(request, region=here), heads.of_home)


@require_safe
@cached_for_anonymous
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """One region: what it is part of, what is part of it, and its questions."""
    found = get_object_or_404(Region.objects.select_related("sido", "sigungu"), slug=slug)
    header = {} if request.GET.get("cursor") else {"header": region_header(found)}
    chosen = _chosen(request, region=found)
    return _feed(request, "questions/region.html", chosen, heads.of_region, **header)


@require_safe
@cached_for_anonymous
def tag(request: HttpRequest, name: str) -> HttpResponse:
    """One tag. Another name for it leads to it."""
    found = get_object_or_404(Tag.objects.select_related("synonym_of"), name=name.lower())
    if found.synonym_of:
        return redirect(found.synonym_of, permanent=True)
    filters, head = Filters(tag_id=found.pk), partial(heads.of_tag, found)
    return _feed(request, "questions/tag.html", filters, head, tag=found)


@require_safe
@sign_in_required
def bookmarks(request: SignedInRequest) -> HttpResponse:
    """The reader's kept questions, the last kept first."""
    kept = Bookmark.objects.filter(user=request.user).still_visible()
    page = paginate(kept, order_by=("-id",), cursor=request.GET.get("cursor"))
    context = {"questions": cards_of([row.question_id for row in page.items]), "page": page}
    return render_either(request, "questions/bookmarks.html", CARDS, context)


def _feed(
    request: HttpRequest, template: str, filters: Filters, head: Describe, **extra: Any
) -> HttpResponse:
    cursor = request.GET.get("cursor")
    page = card_page(filters, cursor=cursor)
    context = {
        "head": head(filters, page.items, deep=bool(cursor)),
        "questions": page.items,
        "page": page,
        "filters": filters,
        "feeds": FEEDS,
        "categories": queries.category_chips(),
        "popular_tags": queries.popular_tags(),
        "trending_tags": queries.trending_tags(filters.region),
        "trending_in": filters.region.name if filters.region else "",
        "wider": ancestors(filters.region)[-1:] if filters.region else [],
        **extra,
    }
    return render_either(request, template, CARDS, context)


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
