from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core.page_cache import cached_for_anonymous
from apps.questions import diffs
from apps.questions.models import Answer, Question
from apps.questions.views.finding import find_answer, find_question


@require_safe
@cached_for_anonymous
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """How a question was edited, newest change first."""
    return _history(request, find_question(request.user, question_id))


@require_safe
@cached_for_anonymous
def answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    """How an answer was edited, newest change first."""
    return _history(request, find_answer(request.user, answer_id))


def _history(request: HttpRequest, post: Question | Answer) -> HttpResponse:
    history = diffs.history(post, cursor=request.GET.get("cursor"))
    return render(request, "questions/history.html", {"post": post, "history": history})
