"""New tokens, polling, and the fragments that open pages fetch when something happened."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.core.signing import BadSignature
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from apps.core.page_cache import cached_for_anonymous
from apps.core.ratelimit import limited
from apps.live import listening, polling, tokens
from apps.live.process.entries import Entry
from apps.questions import pieces, queries
from apps.questions.models import Answer, Comment, Question
from apps.questions.views.finding import find_question

logger = logging.getLogger(__name__)


@require_safe
@never_cache
@limited("live")
def token(request: HttpRequest) -> HttpResponse:
    """A new token for a page whose own has run out: 404 for what this reader may not see any more.

    403 says that somebody else, or nobody, is signed in now.
    """
    wanted = listening.wanted(request)
    if wanted is None:
        return HttpResponse(status=403)
    return HttpResponse(wanted.token(), content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
@limited("live_poll")
def poll(request: HttpRequest) -> HttpResponse:
    """What happened since, as JSON; 204 for nothing, 401 for a token that is not this reader's any more."""
    try:
        given = tokens.read(request.GET.get("token", ""))
    except BadSignature:
        return HttpResponse(status=401)
    if not listening.is_allowed(request, given.person, given.channels):
        return HttpResponse(status=401)
    try:
        found = polling.since(given, request.GET.get("last", ""))
    except RedisError:
        logger.exception("nothing to poll: Valkey does not answer")
        return HttpResponse(status=503)
    events = [_told(entry, given.person) for entry in found.entries]
    if not found.is_complete:
        events = [{"kind": "reload", "spread": 0, "data": {}}]
    return JsonResponse({"last": found.last, "events": events}) if events else _nothing(found.last)


def _nothing(last: str) -> HttpResponse:
    response = HttpResponse(status=204)
    response["X-Live-Last"] = last
    return response


def _told(entry: Entry, person: int | None) -> dict[str, Any]:
    """As `entries.frame` has it."""
    mine = bool(entry.by) and entry.by == str(person)
    return {"kind": entry.kind, "spread": 0, "mine": mine, "data": json.loads(entry.data)}


@require_safe
@cached_for_anonymous
def answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    """One answer as its question's page shows it, with the counts around it."""
    try:
        found = queries.shown_answer(answer_id, request.user)
    except Answer.DoesNotExist:
        raise Http404 from None
    question = found.question
    context = {
        "answer": found,
        "question": question,
        "accepted": question.accepted_answer_id == found.pk,
        "people": queries.people_of(question.pk),
        "page_address": question.get_absolute_url(),
    }
    return render(request, "live/_answer.html", context)


@require_safe
@cached_for_anonymous
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """One remark, to be put under its post."""
    beneath = Q(answer=None) | Q(answer__in=Answer.objects.visible_to(request.user))
    comments = Comment.objects.visible_to(request.user).filter(beneath).for_detail()
    found = get_object_or_404(comments.select_related("author", "answer"), pk=comment_id)
    question = find_question(request.user, found.question_id)
    found.question = question
    post = found.answer or question
    remark = pieces.remark(request.user, found, queries.people_of(question.pk))
    context = {"post": post, "comment": remark}
    return render(request, "live/_comment.html", context)


@require_safe
@cached_for_anonymous
def state(request: HttpRequest, question_id: int) -> HttpResponse:
    """What a question's page says of its state."""
    question: Question = find_question(request.user, question_id)
    return render(request, "live/_state.html", {"question": question})
