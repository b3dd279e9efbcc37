from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.accounts.models import Block, User
from apps.core.http import render_either
from apps.core.page_cache import cached_for_anonymous
from apps.core.pagination import paginate
from apps.questions import heads, queries
from apps.questions.feeds import NEWEST, Filters, card_page
from apps.questions.models import Answer


@require_safe
@cached_for_anonymous
def profile(request: HttpRequest, nickname: str) -> HttpResponse:
    """A person in public: who they are here, and what they asked or answered."""
    person = queries.person(nickname)
    if person is None:
        raise Http404
    show_answers = request.GET.get("show") == "answers"
    tab = _answers if show_answers else _questions
    cursor = request.GET.get("cursor")
    head = heads.of_profile(person, shows_answers=show_answers, deep=bool(cursor))
    context = {"person": person, "show_answers": show_answers, "head": head} | tab(person, cursor)
    if request.user.is_authenticated and request.user.pk != person.pk:
        blocked = Block.objects.of(request.user.pk, person.pk).exists()
        context |= {"may_block": True, "blocked": blocked}
    fragment = "questions/_answer_rows.html" if show_answers else "questions/_cards.html"
    return render_either(request, "questions/profile.html", fragment, context)


@require_safe
@sign_in_required
def me(request: SignedInRequest) -> HttpResponse:
    """The reader's own profile, for links that do not know the nickname."""
    return redirect(request.user)


def _questions(person: User, cursor: str | None) -> dict[str, Any]:
    page = card_page(Filters(author_id=person.pk), cursor=cursor)
    return {"page": page, "questions": page.items}


def _answers(person: User, cursor: str | None) -> dict[str, Any]:
    answers = (
        Answer.objects.visible()
        .filter(author=person, question__visibility=0)
        .select_related("question__region")
        .defer("body_html", "question__body", "question__body_html")
    )
    page = paginate(answers, order_by=NEWEST, cursor=cursor)
    return {"page": page, "answers": page.items}
