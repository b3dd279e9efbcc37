"""The one table of what pays how much. The points page shows it as it stands here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.points.enums import Rule

# Rewards for writing an answer, per person and calendar day in Korea. More answers are welcome,
# but writing by the dozen should not be how somebody becomes rich.
ANSWER_REWARDS_A_DAY = 20


@dataclass(frozen=True, kw_only=True)
class Terms:
    """``amount`` is in points, None where it is the question's bounty.

    ``counts``: it raises the level. Bounties do not, or two friends could pass
    the same points to and fro and climb.
    """

    amount: int | None
    hint: str | Promise
    counts: bool = False

    def earned(self, amount: int) -> int:
        """How far ``amount`` points raise what a person has earned by helping."""
        return amount if self.counts else 0


RULES: dict[Rule, Terms] = {
    Rule.SIGN_UP: Terms(amount=100, hint=_("처음 한 번 드려요.")),
    Rule.ANSWER: Terms(
        amount=5,
        counts=True,
        hint=_("질문마다 처음 쓴 답변에 드려요. 내 질문은 빼고, 하루 20번까지예요."),
    ),
    Rule.FIRST_USEFUL_ANSWER: Terms(
        amount=15,
        counts=True,
        hint=_("질문에서 가장 먼저 ‘도움돼요’를 받거나 채택된 답변 하나에 드려요."),
    ),
    Rule.ANSWER_ACCEPTED: Terms(
        amount=30, counts=True, hint=_("질문한 이웃이 내 답변을 골랐을 때 드려요.")
    ),
    Rule.ACCEPTING: Terms(
        amount=5, counts=True, hint=_("도움이 된 답변을 채택하면 질문한 분께도 드려요.")
    ),
    Rule.BOUNTY_HELD: Terms(
        amount=None, hint=_("질문에 건 만큼 맡아 두었다가 채택된 분께 드려요.")
    ),
    Rule.BOUNTY_PAID: Terms(amount=None, hint=_("채택되면 질문에 걸린 포인트를 모두 받아요.")),
    Rule.BOUNTY_RETURNED: Terms(
        amount=None, hint=_("채택 없이 마감하거나 질문이 내려가면 돌려드려요.")
    ),
    Rule.REVERSAL: Terms(
        amount=None, hint=_("채택을 거두거나 글이 내려가면 그때 받은 포인트도 되돌려요.")
    ),
}
