from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import pending
from apps.accounts.decorators import keep_and_sign_in
from apps.core.errors import DomainError
from apps.core.ratelimit import counting, limited
from apps.questions import queries
from apps.questions.forms import AskForm
from apps.questions.services import asking, drafting
from apps.questions.services.locating import coarsened
from apps.questions.views.drafted import Written, being_written
from apps.regions.models import Region
from apps.regions.queries import by_id, current_region


@require_http_methods(["GET", "POST"])
@limited("write")
def ask(request: HttpRequest) -> HttpResponse:
    """Write a question. Anybody may write; publishing asks for a sign-in and loses nothing."""
    if request.method == "GET":
        written = being_written(request, None)
        saved_at = written.saved_at if written else None
        form = AskForm(initial=_initial(request, written))
        return _page(request, form, saved_at=saved_at)
    if "change_region" in request.POST:
        _keep(request)
        return HttpResponseRedirect(_picker())
    if not request.user.is_authenticated:
        return keep_and_sign_in(request, coarsened(request.POST.dict()))
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            with counting(request, "ask") as count:
                arguments = form.as_arguments()
                question = asking.ask(author=request.user, when_new=count, **arguments)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            pending.forget(request)
            messages.success(request, _("질문을 올렸어요. 답변이 오면 알려 드릴게요."))
            return redirect(question)
    return _page(request, form, status=400)


def _page(
    request: HttpRequest, form: AskForm, *, saved_at: datetime | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "region": _region(form),
        "picker_url": _picker(),
        "categories": queries.active_categories(),
        "saved_at": saved_at,
    }
    return render(request, "questions/ask.html", context, status=status)


def _initial(request: HttpRequest, written: Written | None) -> dict[str, object]:
    """What was being written, else an empty form about the place the reader is looking at."""
    here = current_region(request)
    initial: dict[str, object] = {"region": here.pk if here and here.is_open else None}
    initial |= written.fields if written else {}
    if chosen := request.GET.get("region"):
        initial["region"] = chosen
    return initial


def _keep(request: HttpRequest) -> None:
    data = coarsened(request.POST.dict())
    if request.user.is_authenticated:
        drafting.save_draft(author=request.user, question=None, data=data)
    else:
        pending.keep(request, request.path, data)


def _region(form: AskForm) -> Region | None:
    return by_id(str(form["region"].value()))


def _picker() -> str:
    return f"{reverse('regions:picker')}?{urlencode({'next': reverse('questions:ask')})}"
