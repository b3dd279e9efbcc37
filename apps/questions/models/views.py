from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ViewFlush(models.Model):
    """A batch of buffered views that has been added to the counts; it is added once."""

    id = models.UUIDField(primary_key=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("조회 수 반영")
        verbose_name_plural = _("조회 수 반영")

    def __str__(self) -> str:
        return str(self.pk)
