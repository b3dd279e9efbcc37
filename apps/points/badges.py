"""Milestones. Each is given once and stays, whatever happens to the post it was given for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The site's promise: an answer within ten minutes.
QUICK = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Badge:
    code: str
    name: str | Promise
    hint: str | Promise
    icon: str


FIRST_QUESTION = Badge(
    code="first_question",
    name=_("첫 질문"),
    hint=_("동네에 처음으로 물어봤어요."),
    icon="circle-help",
)
FIRST_ANSWER = Badge(
    code="first_answer", name=_("첫 답변"), hint=_("이웃에게 처음으로 답했어요."), icon="comment"
)
FIRST_CHOICE = Badge(
    code="first_choice", name=_("고마운 마음"), hint=_("처음으로 답변을 채택했어요."), icon="hand"
)
QUICK_ANSWER = Badge(
    code="quick_answer",
    name=_("십 분의 이웃"),
    hint=_("질문이 올라온 지 10분 안에 도움이 되는 답을 했어요."),
    icon="bolt",
)
FIRST_ACCEPTED = Badge(
    code="first_accepted",
    name=_("첫 채택"),
    hint=_("내 답변이 처음 채택됐어요."),
    icon="check-circle",
)
ACCEPTED_10 = Badge(
    code="accepted_10", name=_("채택 10번"), hint=_("내 답변이 열 번 채택됐어요."), icon="award"
)
ACCEPTED_50 = Badge(
    code="accepted_50", name=_("채택 50번"), hint=_("내 답변이 쉰 번 채택됐어요."), icon="mountain"
)
ANSWERS_100 = Badge(
    code="answers_100", name=_("답변 100개"), hint=_("이웃에게 백 번 답했어요."), icon="waves"
)

BADGES = (
    FIRST_QUESTION,
    FIRST_ANSWER,
    FIRST_CHOICE,
    QUICK_ANSWER,
    FIRST_ACCEPTED,
    ACCEPTED_10,
    ACCEPTED_50,
    ANSWERS_100,
)
BY_CODE = {badge.code: badge for badge in BADGES}

# The badge for so many accepted answers, and for so many answers.
FOR_ACCEPTED = {1: FIRST_ACCEPTED, 10: ACCEPTED_10, 50: ACCEPTED_50}
FOR_ANSWERS = {1: FIRST_ANSWER, 100: ANSWERS_100}
