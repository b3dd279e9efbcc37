"""Following and muting: a decision of its own, which pages link to and the settings take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.accounts.models import User
from apps.core.errors import DomainError
from apps.core.ratelimit import limited
from apps.notifications import queries
from apps.notifications.enums import Watching
from apps.notifications.services.following import Subject, unwatch
from apps.notifications.services.following import watch as start_watching
from apps.questions.models import Question, Tag
from apps.regions.models import Region

TOLD = {
    Watching.FOLLOW: gettext_lazy("새 소식이 있으면 알려 드릴게요."),
    Watching.MUTE: gettext_lazy("앞으로 알리지 않을게요. 알림 설정에서 되돌릴 수 있어요."),
}
MODELS = {"tag": Tag, "region": Region, "question": Question, "person": User}
# A place has nobody to be angry with, and of a question or a person there are no followers.
MODES = {
    "tag": (Watching.FOLLOW, Watching.MUTE),
    "region": (Watching.FOLLOW,),
    "question": (Watching.MUTE,),
    "person": (Watching.MUTE,),
}


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
@limited("watch")
@never_cache
def watch(request: SignedInRequest, what: str, subject_id: int) -> HttpResponse:
    """Ask what is wanted; on POST ``mode`` is follow, mute, or anything else for neither."""
    if what not in MODELS:
        raise Http404
    subject = _subject(request, what, subject_id)
    if request.method != "POST":
        return _page(request, what, subject)
    mode = request.POST.get("mode", "")
    if mode not in MODES[what]:
        unwatch(person=request.user, subject=subject)
        messages.success(request, _("되돌렸어요."))
        return redirect(_back(request))
    try:
        start_watching(person=request.user, subject=subject, mode=Watching(mode))
    except DomainError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, str(TOLD[Watching(mode)]))
    return redirect(_back(request))


def _subject(request: SignedInRequest, what: str, subject_id: int) -> Subject:
    visible = Question.objects.visible_to(request.user)
    rows: Any = visible if what == "question" else MODELS[what]
    found: Subject = get_object_or_404(rows, pk=subject_id)
    if isinstance(found, Tag) and found.synonym_of:
        return found.synonym_of
    return found


def _page(request: SignedInRequest, what: str, subject: Subject) -> HttpResponse:
    context = {
        "what": what,
        "name": queries.name_of(subject),
        "now": queries.watching(request.user, subject),
        "modes": MODES[what],
        "next": _back(request),
    }
    return render(request, "notifications/watch.html", context)


def _back(request: SignedInRequest) -> str:
    """The page it was decided on, if that is one of ours."""
    to = request.POST.get("next") or request.GET.get("next") or ""
    own = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return to if own else reverse("notifications:settings")
