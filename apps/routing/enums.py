from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How looking for an answer ended."""

    ANSWERED = "answered", _("답변이 달림")
    UNANSWERED = "unanswered", _("10분 안에 답이 없음")
    CLOSED = "closed", _("마감됨")
    REMOVED = "removed", _("질문이 내려감")


class RequestState(models.TextChoices):
    """Where one person asked stands."""

    WAITING = "waiting", _("기다려요")
    CLAIMED = "claimed", _("답하겠다고 함")
    PASSED = "passed", _("이번에는 못 함")
    ANSWERED = "answered", _("답변함")
    ENDED = "ended", _("끝남")  # settled by others, closed, removed, or too old


# In these the person is still wanted.
OPEN_STATES = (RequestState.WAITING, RequestState.CLAIMED)
