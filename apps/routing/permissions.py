"""Who may react to an ask. ``check_x`` raises the sentence the reader will see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Conflict, DomainError, NotAllowed
from apps.questions.permissions import check_answer, check_write

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from apps.accounts.models import User
    from apps.questions.models import Question
    from apps.routing.models import AnswerRequest, Route


class Claimed(Conflict):
    """Somebody else is answering at the moment."""

    code = "claimed"

    def __init__(self, nickname: str) -> None:
        super().__init__(
            _("지금 %(name)s님이 답변을 쓰고 있어요. 더 아는 것이 있다면 그대로 답변해도 돼요.")
            % {"name": nickname}
        )


def check_claim(person: User, question: Question, request: AnswerRequest, *, most: int) -> None:
    check_answer(person, question)
    if not request.is_open:
        raise NotAllowed(
            _("이미 끝난 답변 요청이에요. 답변은 언제든 남길 수 있어요."), code="ended"
        )
    if request.claims >= most:
        raise NotAllowed(_("답변 예약은 두 번까지예요. 답변은 그대로 이어서 쓸 수 있어요."))


def check_widen(person: User | AnonymousUser, question: Question, route: Route | None) -> None:
    check_write(person)
    if question.author_id != person.pk:
        raise NotAllowed(_("질문한 사람만 옆 동네에 물어볼 수 있어요."))
    if route is None or route.is_running or question.answer_count or not question.is_open:
        raise NotAllowed(_("지금은 옆 동네에 더 물어볼 수 없어요."))


def can_widen(person: User | AnonymousUser, question: Question, route: Route | None) -> bool:
    try:
        check_widen(person, question, route)
    except DomainError:
        return False
    return route is not None and route.widened_at is None
