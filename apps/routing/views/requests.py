"""What somebody who was asked does about it, and the asker after ten minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.accounts.services import quieting
from apps.core.http import after_post, render_either, wants_fragment
from apps.core.ratelimit import limited
from apps.questions.models import Question
from apps.questions.views.finding import find_question
from apps.routing.models import AnswerRequest
from apps.routing.services import reacting

STATUS = "routing/status.html"
REQUESTS = "routing/_requests.html"


@require_safe
@never_cache
def status(request: HttpRequest, question_id: int) -> HttpResponse:
    """Where looking for an answer stands: the fragment of the question's page."""
    question = find_question(request.user, question_id)
    if not wants_fragment(request):
        return redirect(question)
    return render_either(request, STATUS, STATUS, {"question": question})


@require_safe
@sign_in_required
@never_cache
def waiting(request: SignedInRequest) -> HttpResponse:
    """What waits for somebody's answer: the fragment at the head of their inbox."""
    if not wants_fragment(request):
        return redirect("notifications:inbox")
    return render_either(request, REQUESTS, REQUESTS, {})


@require_POST
@sign_in_required
@limited("answer_request")
def claim(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Say that one will answer, and go where the answer is written."""
    question = _asked_question(request, question_id)
    reacting.claim(person=request.user, question=question)
    return after_post(
        request, f"{question.get_absolute_url()}#compose", STATUS, {"question": question}
    )


@require_POST
@sign_in_required
@limited("answer_request")
def pass_on(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Say that one can't now; where the button stood is told by ``from``."""
    question = _asked_question(request, question_id)
    reacting.pass_on(person=request.user, question=question)
    return _gone(request, question, _("괜찮아요. 다른 이웃에게 물어볼게요."))


@require_POST
@sign_in_required
@limited("answer_request")
def mute(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Say that one doesn't want such questions."""
    question = _asked_question(request, question_id)
    reacting.mute(person=request.user, question=question)
    told = _("앞으로 %(category)s 질문은 부탁하지 않을게요. 설정에서 되돌릴 수 있어요.")
    return _gone(request, question, told % {"category": question.category.name})


@require_POST
@sign_in_required
@limited("answer_request")
def pause(request: SignedInRequest) -> HttpResponse:
    """Say that it is enough for today."""
    quieting.pause_today(person=request.user)
    messages.success(
        request, _("오늘은 더 부탁하지 않고 알림도 쉴게요. 설정에서 다시 받을 수 있어요.")
    )
    return redirect("notifications:inbox")


@require_POST
@sign_in_required
@limited("answer_request")
def widen(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Turn to the neighbouring villages."""
    question = find_question(request.user, question_id)
    asked = reacting.widen(asker=request.user, question=question)
    if asked:
        told = ngettext(
            "옆 동네 이웃 %(count)d명에게 물어보고 있어요.",
            "옆 동네 이웃 %(count)d명에게 물어보고 있어요.",
            asked,
        )
        messages.success(request, told % {"count": asked})
    else:
        messages.info(request, _("지금 옆 동네에는 물어볼 수 있는 이웃이 없어요. 계속 찾아볼게요."))
    return redirect(question)


def _asked_question(request: SignedInRequest, question_id: int) -> Question:
    """The question, if the person was asked: to everybody else there is nothing here."""
    question = find_question(request.user, question_id)
    if not AnswerRequest.objects.filter(question=question, person=request.user).exists():
        raise Http404
    return question


def _gone(request: HttpRequest, question: Question, told: str) -> HttpResponse:
    """The ask is off the person's hands: its card goes, the page's clock goes on."""
    if request.POST.get("from") == "inbox":
        messages.success(request, told)
        return redirect("notifications:inbox")
    messages.success(request, told)
    return redirect(question)
