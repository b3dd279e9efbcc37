from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    ASKED = "asked", _("답변을 부탁받음")
    UNANSWERED = "unanswered", _("10분 안에 답이 없음")
    ANSWERED = "answered", _("답변이 달림")
    ACCEPTED = "accepted", _("답변이 채택됨")
    COMMENTED = "commented", _("댓글이 달림")
    MENTIONED = "mentioned", _("나를 부름")
    POINTS = "points", _("포인트를 받음")
    WELCOME = "welcome", _("가입을 환영")
