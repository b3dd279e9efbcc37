from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from apps.regions.enums import Level

if TYPE_CHECKING:
    from apps.regions.models import Region


class RegionQuerySet(models.QuerySet["Region"]):
    def open(self) -> RegionQuerySet:
        """Regions in which people may ask now."""
        return self.filter(is_open=True)

    def sidos(self) -> RegionQuerySet:
        return self.filter(level=Level.SIDO)

    def named(self, text: str) -> RegionQuerySet:
        """Regions whose name holds ``text``, larger ones and exact hits first."""
        return (
            self.filter(name__icontains=text)
            .annotate(starts=models.Case(models.When(name__istartswith=text, then=0), default=1))
            .order_by("-is_open", "starts", "level", "id")
        )
