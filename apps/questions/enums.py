from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.IntegerChoices):
    """Whether a question still takes answers."""

    OPEN = 0, _("답변 받는 중")
    CLOSED = 1, _("마감")


class VoteValue(models.IntegerChoices):
    UP = 1, _("도움돼요")
    DOWN = -1, _("아쉬워요")
