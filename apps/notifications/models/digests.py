from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.notifications.enums import Frequency


class Digest(models.Model):
    """One person's 소식 모음 of one period. The constraint is why nobody gets a second one."""

    person = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name=_("받는 사람"),
    )
    frequency = models.CharField(_("얼마나 자주"), max_length=6, choices=Frequency)
    # The day in Korea on which it goes out; it tells of the day or the week before.
    day = models.DateField(_("보내는 날"))
    created_at = models.DateTimeField(_("만든 때"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("소식 모음")
        verbose_name_plural = _("소식 모음")
        constraints = (
            models.UniqueConstraint(fields=("person", "frequency", "day"), name="digest_once"),
        )
        indexes = (models.Index(fields=("frequency", "day", "person"), name="digest_progress"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.frequency} {self.day}"
