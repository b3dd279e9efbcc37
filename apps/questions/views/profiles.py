from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.accounts.models import User
from apps.core.http import render_either
from apps.core.page_cache import cached_for_anonymous
from apps.core.pagination import paginate
from apps.questions import heads, queries
from apps.questions.feeds import NEWEST, Filters, card_page
from apps.questions.models import Answer
from apps.questions.querysets import blocked_by


@require_safe
@cached_for_anonymous
def profile(request: HttpRequest, nickname: str) -> HttpResponse:
    """A person in public: who they are here, and what they asked or answered."""
    person = queries.person(nickname)
    if person is None:
        raise Http404
    show_answers = request.GET.get("show") == "answers"
    tab = _answers if show_answers else _questions
    cursor, blocked = request.GET.get("cursor"), blocked_by(request.user)
    head = heads.of_profile(person, shows_answers=show_answers, deep=bool(cursor))
    context = {"person": person, "show_answers": show_answers, "head": head} | tab(
        person, cursor, blocked
    )
    if request.user.is_authenticated and request.user.pk != person.pk:
        context |= {"may_block": True, "blocked": person.pk in blocked}
    fragment = "questions/_answer_rows.html" if show_answers else "questions/_cards.html"
    return render_either(request, "questions/profile.html", fragment, context)


@require_safe
@sign_in_required
def me(request: SignedInRequest) -> HttpResponse:
    """The reader's own profile, for links that do not know the nickname."""
    return redirect(request.user)


def _questions(person: User, cursor: str | None, blocked: Sequence[int]) -> dict[str, Any]:
    page = card_page(Filters(author_id=person.pk), cursor=cursor, blocked=blocked)
    return {"page": page, "questions": page.items}


def _answers(person: User, cursor: str | None, blocked: Sequence[int]) -> dict[str, Any]:
    answers = (
        Answer.objects.visible()
        .not_by(blocked)
        .filter(author=person, question__visibility=0)
        .select_related("question__region")
        .defer("body_html", "question__body", "question__body_html")
    )
    if blocked:
        answers = answers.exclude(question__author_id__in=blocked)
    page = paginate(answers, order_by=NEWEST, cursor=cursor)
    return {"page": page, "answers": page.items}
