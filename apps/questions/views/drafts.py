from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.core.ratelimit import limited
from apps.questions.models import Question
from apps.questions.services import drafting
from apps.questions.views.finding import find_question


@require_POST
@sign_in_required
@limited("draft")
def question_draft(request: SignedInRequest) -> HttpResponse:
    """Keep the question being written; the page calls this while typing."""
    return _save(request, None)


@require_POST
@sign_in_required
@limited("draft")
def answer_draft(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Keep the answer being written."""
    return _save(request, find_question(request.user, question_id))


def _save(request: SignedInRequest, question: Question | None) -> HttpResponse:
    draft = drafting.save_draft(author=request.user, question=question, data=request.POST.dict())
    return JsonResponse({"saved_at": draft.updated_at.isoformat() if draft else None})
