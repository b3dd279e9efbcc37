from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a delivery stands. DEAD ones wait for a person to look and retry."""

    PENDING = "pending", _("대기")
    QUEUED = "queued", _("보냄")
    DONE = "done", _("끝남")
    DEAD = "dead", _("실패")
