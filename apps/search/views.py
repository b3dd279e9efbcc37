from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.core.client_ip import client_ip
from apps.core.http import after_post, render_either, wants_fragment
from apps.core.ratelimit import limited
from apps.core.text import clean_line
from apps.questions.models import Question
from apps.questions.queries import active_categories
from apps.regions.queries import current_region
from apps.search.filters import filters_of
from apps.search.grammar import Query, parse
from apps.search.limits import QUERY_MAX
from apps.search.readers import reader_of
from apps.search.results import Results, results
from apps.search.services.noting import (
    forget_searches,
    note_missed,
    recent_searches,
    remember_search,
)
from apps.search.similar import similar_titles
from apps.search.suggesting import suggestions


@require_safe
@limited("search")
def search(request: HttpRequest) -> HttpResponse:
    """What was found for ``q``; without it, what the reader looked for lately and what can be typed."""
    query = parse(request.GET.get("q", ""))
    if not query:
        return _start(request, query)
    cursor = request.GET.get("cursor")
    page = results(query, cursor=cursor, reader=reader_of(request))
    if not cursor and not wants_fragment(request):
        _note(request, query, page)
    context = {
        "query": query,
        "results": page,
        "items": page.items,
        "cursor": page.next_cursor,
        "filters": filters_of(
            page.asked, here=current_region(request), categories=active_categories()
        ),
    }
    return render_either(request, "search/search.html", "search/_results.html", context)


@require_safe
@limited("suggest")
def suggest(request: HttpRequest) -> HttpResponse:
    """What may be meant by what stands in the box."""
    typed = request.GET.get("q", "")[:QUERY_MAX]
    blocked = reader_of(request).blocked
    found = suggestions(typed, person=request.user, blocked=blocked)
    return render(request, "search/_suggestions.html", {"suggestions": found})


@require_safe
@limited("suggest")
def similar(request: HttpRequest) -> HttpResponse:
    """Questions that have been asked already, for a title that is being written."""
    region = current_region(request)
    title = request.GET.get("title", "")[:QUERY_MAX]
    found = similar_titles(
        title, sido_id=region.sido_id if region else None, blocked=reader_of(request).blocked
    )
    return render(request, "search/_similar_titles.html", {"similar": found})


@require_safe
@limited("search")
def similar_to(request: HttpRequest, question_id: int) -> HttpResponse:
    """Questions like one that is there."""
    question = Question.objects.visible_to(request.user).filter(pk=question_id).first()
    if question is None:
        raise Http404
    found = similar_titles(
        question.title,
        sido_id=question.sido_id,
        besides=question.pk,
        blocked=reader_of(request).blocked,
    )
    context = {"question": question, "similar": found}
    return render_either(request, "search/similar.html", "search/_similar.html", context)


@require_POST
@sign_in_required
@limited("settings")
def forget(request: SignedInRequest) -> HttpResponse:
    """Forget one of the reader's own searches (``q``), or all of them."""
    forget_searches(person=request.user, text=clean_line(request.POST.get("q", "")))
    context = {"recent": recent_searches(request.user)}
    return after_post(request, "/search/", "search/_recent.html", context)


def _start(request: HttpRequest, query: Query) -> HttpResponse:
    recent = recent_searches(request.user) if request.user.is_authenticated else []
    return render(request, "search/start.html", {"query": query, "recent": recent})


def _note(request: HttpRequest, query: Query, page: Results) -> None:
    if request.user.is_authenticated:
        remember_search(person=request.user, text=str(query)[:QUERY_MAX].strip())
    if not page.found.ids and not query.is_narrowed:
        reader = str(request.user.pk or client_ip(request))
        note_missed(text=str(query)[:QUERY_MAX], reader=reader)
