"""Fields that several nouns share."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.enums import Visibility


class Moderated(models.Model):
    """A post that moderators can hide and its author can delete; rows are never removed."""

    visibility = models.PositiveSmallIntegerField(
        _("공개 상태"), choices=Visibility, default=Visibility.VISIBLE
    )
    hidden_reason = models.CharField(_("숨긴 까닭"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def is_visible(self) -> bool:
        return self.visibility == Visibility.VISIBLE

    @property
    def is_deleted(self) -> bool:
        return self.visibility == Visibility.DELETED
