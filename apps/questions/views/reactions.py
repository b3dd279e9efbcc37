"""Votes, 나도 궁금해요 and bookmarks. Each sets a state, so that a second click changes nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBadRequest
from django.views.decorators.http import require_POST

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.core.http import after_post
from apps.core.ratelimit import limited
from apps.questions.forms import SwitchForm, VoteForm
from apps.questions.models import Answer, Question
from apps.questions.services import reacting, voting
from apps.questions.views.finding import find_answer, find_question


@require_POST
@sign_in_required
@limited("vote")
def vote_question(request: SignedInRequest, question_id: int) -> HttpResponse:
    return _vote(request, find_question(request.user, question_id))


@require_POST
@sign_in_required
@limited("vote")
def vote_answer(request: SignedInRequest, answer_id: int) -> HttpResponse:
    return _vote(request, find_answer(request.user, answer_id))


def _vote(request: SignedInRequest, post: Question | Answer) -> HttpResponse:
    form = VoteForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("value: 1, 0, -1")
    value = form.cleaned_data["value"]
    post.score = voting.vote(voter=request.user, on=post, value=value)
    post.my_vote = value or None
    return after_post(request, post.get_absolute_url(), "questions/_vote.html", {"post": post})


@require_POST
@sign_in_required
@limited("vote")
def me_too(request: SignedInRequest, question_id: int) -> HttpResponse:
    return _switch(request, question_id, reacting.set_me_too, "questions/_me_too.html")


@require_POST
@sign_in_required
@limited("vote")
def bookmark(request: SignedInRequest, question_id: int) -> HttpResponse:
    return _switch(request, question_id, reacting.set_bookmark, "questions/_bookmark.html")


def _switch(
    request: SignedInRequest, question_id: int, service: Callable[..., Question], fragment: str
) -> HttpResponse:
    question = find_question(request.user, question_id)
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("wanted: 1, 0")
    service(user=request.user, question=question, wanted=form.cleaned_data["wanted"])
    context = {"question": find_question(request.user, question_id)}
    return after_post(request, question.get_absolute_url(), fragment, context)
