from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.core.ratelimit import limited
from apps.questions.forms import SolutionForm
from apps.questions.services import closing
from apps.questions.views.finding import find_question


@require_POST
@sign_in_required
@limited("edit")
def solution(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Close one's own question because the answer to a similar one helped."""
    question = find_question(request.user, question_id)
    form = SolutionForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("solved_by")
    by = find_question(request.user, form.cleaned_data["solved_by"])
    closed = closing.close(user=request.user, question=question, solved_by=by)
    if closed.solved_by_id == by.pk:
        messages.success(
            request, _("해결됐다니 다행이에요. 질문을 마감했고, 언제든 다시 열 수 있어요.")
        )
    else:
        messages.info(request, _("이미 마감한 질문이에요."))
    return redirect(question)
