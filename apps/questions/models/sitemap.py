from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SitemapPart(models.Model):
    """A range of questions, and when something on one of their pages last changed, to the hour."""

    IDS: ClassVar[int] = 2000  # questions from number × IDS; changing it begins the notes anew

    number = models.PositiveIntegerField(_("부분"), primary_key=True)
    changed_at = models.DateTimeField(_("바뀐 때"))

    class Meta:
        verbose_name = _("사이트맵 부분")
        verbose_name_plural = _("사이트맵 부분")

    def __str__(self) -> str:
        return str(self.number)
