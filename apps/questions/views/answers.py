from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import pending
from apps.accounts.decorators import (
    SignedInRequest,
    keep_and_sign_in,
    sign_in_required,
    sign_in_to_send,
)
from apps.core import links
from apps.core.errors import DomainError
from apps.core.http import render_either, wants_fragment
from apps.core.ratelimit import counting, limited
from apps.questions import limits, permissions, queries
from apps.questions.forms import AnswerForm, EditAnswerForm, SwitchForm
from apps.questions.models import Answer, Question
from apps.questions.services import accepting, answering, editing, removing
from apps.questions.views.drafted import being_written
from apps.questions.views.finding import find_answer, find_question


@require_http_methods(["GET", "POST"])
@limited("write")
def answer(request: HttpRequest, question_id: int) -> HttpResponse:
    """Write an answer, here or in the question's page. Signing in on the way loses nothing."""
    question = find_question(request.user, question_id)
    if request.method == "GET":
        return _opened(request, question)
    if not request.user.is_authenticated:
        return keep_and_sign_in(request, request.POST.dict())
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            with counting(request, "answer") as count:
                posted = answering.answer(
                    author=request.user, question=question, when_new=count, **form.cleaned_data
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            pending.forget(request)
            return _posted(request, posted)
    return _composer(request, question, form, status=400)


def _posted(request: HttpRequest, posted: Answer) -> HttpResponse:
    if not wants_fragment(request):
        return redirect(posted)
    posted = find_answer(request.user, posted.pk)
    context = {"question": posted.question, "answer": posted, "form": AnswerForm()}
    context["keeps_draft"] = True
    return render_either(request, "", "questions/_answer_posted.html", context)


def _composer(
    request: HttpRequest,
    question: Question,
    form: AnswerForm,
    *,
    saved_at: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"question": question, "form": form, "saved_at": saved_at}
    context["keeps_draft"] = request.user.is_authenticated
    return render_either(
        request, "questions/answer.html", "questions/_composer.html", context, status=status
    )


def _opened(request: HttpRequest, question: Question) -> HttpResponse:
    # What was typed into a notification and could not be sent from there.
    if typed := request.GET.get("body", "")[: limits.ANSWER_MAX]:
        return _composer(request, question, AnswerForm(initial={"body": typed}))
    written = being_written(request, question)
    if written is None:
        return _composer(request, question, AnswerForm())
    form = AnswerForm(initial={**written.fields})
    return _composer(request, question, form, saved_at=written.saved_at)


@require_safe
def permalink(request: HttpRequest, answer_id: int) -> HttpResponse:
    """To the answer on its question's page: on the first, or on one that begins with it."""
    found = find_answer(request.user, answer_id)
    address = links.question_by_id(found.question_id)
    cursor = queries.cursor_before(found)
    if cursor:
        address += f"?cursor={cursor}"
    return redirect(f"{address}#answer-{found.pk}")


@require_http_methods(["GET", "POST"])
@sign_in_to_send()
@limited("edit")
def edit(request: SignedInRequest, answer_id: int) -> HttpResponse:
    """Change one's own answer. A stale form shows both texts and keeps what was typed."""
    found = find_answer(request.user, answer_id)
    permissions.check_edit(request.user, found)
    kept = pending.find(request)
    initial = kept or {"body": found.body, "version": found.version}
    form = EditAnswerForm(request.POST or None, initial=initial)
    context = {"form": form, "answer": found, "question": found.question, "unsaved": kept}
    if request.method == "POST" and form.is_valid():
        try:
            editing.edit_answer(editor=request.user, answer=found, **form.cleaned_data)
        except editing.EditConflict as conflict:
            form.rebase(found.version)
            form.add_domain_error(conflict)
            context["conflict"] = found
            return render(request, "questions/answer_edit.html", context, status=conflict.status)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            pending.forget(request)
            messages.success(request, _("답변을 고쳤어요."))
            return redirect(found)
    return render(
        request, "questions/answer_edit.html", context, status=400 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@sign_in_required
@limited("edit")
def deletion(request: SignedInRequest, answer_id: int) -> HttpResponse:
    """Ask before deleting; then delete."""
    found = find_answer(request.user, answer_id)
    permissions.check_delete_answer(request.user, found.question, found)
    if request.method == "GET":
        return render(request, "questions/answer_delete.html", {"answer": found})
    removing.delete_answer(user=request.user, answer=found)
    messages.success(request, _("답변을 지웠어요."))
    return redirect(found.question)


@require_POST
@sign_in_required
@limited("vote")
def acceptance(request: SignedInRequest, answer_id: int) -> HttpResponse:
    """Choose this answer (``wanted=1``), or take the choice back (``wanted=0``).

    The whole list moves with it, so the page is shown anew.
    """
    found = find_answer(request.user, answer_id)
    form = SwitchForm(request.POST)
    if form.is_valid() and form.cleaned_data["wanted"]:
        accepting.accept(user=request.user, answer=found)
        messages.success(request, _("답변을 채택했어요. 고마운 마음이 포인트로 전해져요."))
    elif form.is_valid():
        accepting.withdraw_acceptance(user=request.user, answer=found)
        messages.success(request, _("채택을 거뒀어요."))
    return redirect(found.question)
