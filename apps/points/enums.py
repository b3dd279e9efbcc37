from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """A person's account has a balance; the site's own are sums over their entries."""

    PERSON = "person", _("사람")
    MINT = "mint", _("발행")
    ESCROW = "escrow", _("현상 예치")
    WRITE_OFF = "write_off", _("손실")


class Rule(models.TextChoices):
    """Why points moved. Amounts are in ``apps.points.rules``."""

    SIGN_UP = "sign_up", _("가입 축하")
    ANSWER = "answer", _("답변 등록")
    FIRST_USEFUL_ANSWER = "first_useful_answer", _("첫 도움 답변")
    ANSWER_ACCEPTED = "answer_accepted", _("답변 채택됨")
    ACCEPTING = "accepting", _("답변 채택하기")
    BOUNTY_HELD = "bounty_held", _("현상 포인트 걸기")
    BOUNTY_PAID = "bounty_paid", _("현상 포인트 받음")
    BOUNTY_RETURNED = "bounty_returned", _("현상 포인트 돌려받음")
    REVERSAL = "reversal", _("되돌림")
