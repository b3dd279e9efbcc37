from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import pending
from apps.accounts.decorators import SignedInRequest, sign_in_required, sign_in_to_send
from apps.core.errors import DomainError
from apps.core.http import render_either, wants_fragment
from apps.core.page_cache import cached_for_anonymous
from apps.core.ratelimit import limited, visitor
from apps.core.slugs import slug
from apps.questions import heads, permissions, queries
from apps.questions.forms import EditQuestionForm, SwitchForm
from apps.questions.models import Question
from apps.questions.services import closing as closing_service
from apps.questions.services import editing, removing, viewing
from apps.questions.services.locating import coarsened
from apps.questions.similar import first_help
from apps.questions.views.finding import find_question


@require_safe
def detail(request: HttpRequest, question_id: int, words: str = "") -> HttpResponse:
    """One question with its answers. Reading it counts as a view, from the cache too."""
    response = _detail(request, question_id, words)
    is_page = response.status_code == HTTPStatus.OK
    if is_page and request.method == "GET" and "cursor" not in request.GET:
        viewing.record_view(question_id=question_id, viewer=visitor(request))
    return response


@cached_for_anonymous
def _detail(request: HttpRequest, question_id: int, words: str) -> HttpResponse:
    cursor = request.GET.get("cursor")
    try:
        page = queries.question_page(question_id, request.user, cursor=cursor)
    except Question.DoesNotExist:
        raise Http404 from None
    if words and words != slug(page.question.title) and not wants_fragment(request):
        return _where_it_is(request, page.question)
    context = {"page": page, "question": page.question, "people": page.people}
    context |= {"head": heads.of_question(page, deep=bool(cursor)), "is_deep": bool(cursor)}
    if request.user.is_authenticated and permissions.can_answer(request.user, page.question):
        context |= {"may_answer": True, "draft": queries.draft_of(request.user, page.question)}
    context |= first_help(request.user, page.question)
    return render_either(request, "questions/detail.html", "questions/_answers.html", context)


def _where_it_is(request: HttpRequest, question: Question) -> HttpResponse:
    """From other words than the title's. Browsers ask each time: a title changed back must not circle."""
    query = request.META.get("QUERY_STRING", "")
    address = question.get_absolute_url() + (f"?{query}" if query else "")
    moved = HttpResponsePermanentRedirect(address)
    moved.headers["Cache-Control"] = "no-cache"
    return moved


@require_http_methods(["GET", "POST"])
@sign_in_to_send(keeping=coarsened)
@limited("edit")
def edit(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Change one's own question. A stale form shows both texts and keeps what was typed."""
    question = find_question(request.user, question_id)
    permissions.check_edit(request.user, question)
    kept = pending.find(request)
    form = EditQuestionForm(request.POST or None, initial=kept or _current(question))
    context = {"form": form, "question": question, "unsaved": kept}
    context["categories"] = queries.active_categories()
    if request.method == "POST" and form.is_valid():
        try:
            editing.edit_question(editor=request.user, question=question, **form.as_arguments())
        except editing.EditConflict as conflict:
            form.rebase(question.version)
            form.add_domain_error(conflict)
            context["conflict"] = question
            return render(request, "questions/edit.html", context, status=conflict.status)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            pending.forget(request)
            messages.success(request, _("질문을 고쳤어요."))
            return redirect(question)
    status = 400 if form.errors else 200
    return render(request, "questions/edit.html", context, status=status)


def _current(question: Question) -> dict[str, object]:
    return {
        "title": question.title,
        "body": question.body,
        "category": question.category.slug,
        "tags": " ".join(f"#{name}" for name in question.tag_names),
        "is_urgent": question.is_urgent,
        "lat": question.lat,
        "lng": question.lng,
        "is_public_place": question.is_public_place,
        "version": question.version,
    }


@require_http_methods(["GET", "POST"])
@sign_in_required
@limited("edit")
def closing(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Ask before closing; then close (``wanted=1``) or reopen (``wanted=0``)."""
    question = find_question(request.user, question_id)
    permissions.check_close(request.user, question)
    form = SwitchForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "questions/close.html", {"question": question})
    if form.cleaned_data["wanted"]:
        closing_service.close(user=request.user, question=question)
        messages.success(request, _("질문을 마감했어요. 답변은 그대로 남아요."))
    else:
        closing_service.reopen(user=request.user, question=question)
        messages.success(request, _("질문을 다시 열었어요."))
    return redirect(question)


@require_http_methods(["GET", "POST"])
@sign_in_required
@limited("edit")
def deletion(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Ask before deleting; then delete."""
    question = find_question(request.user, question_id)
    permissions.check_delete_question(request.user, question)
    if request.method == "GET":
        return render(request, "questions/delete.html", {"question": question})
    removing.delete_question(user=request.user, question=question)
    messages.success(request, _("질문을 지웠어요."))
    return redirect("questions:feed")
