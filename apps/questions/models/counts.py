"""What is counted by the hour and by the day, so that no page counts it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class TrendingTag(models.Model):
    """A tag that is used more than it usually is in a 시도 or 시군구, as of the last hour."""

    # None is the whole country.
    region = models.ForeignKey(
        "regions.Region",
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("지역"),
    )
    tag = models.ForeignKey("questions.Tag", models.CASCADE, related_name="+", db_index=False)
    # Questions of the last 24 hours, and a day's average of the seven days before.
    asked = models.PositiveIntegerField(_("하루 질문"))
    usual = models.FloatField(_("보통"))
    score = models.FloatField(_("몇 배"))
    counted_at = models.DateTimeField(_("센 때"), db_default=Now())

    class Meta:
        verbose_name = _("뜨는 태그")
        verbose_name_plural = _("뜨는 태그")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "tag"), nulls_distinct=False, name="trending_in_region_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.region_id} {self.tag_id}"


class DayCount(models.Model):
    """One day (in Korea) of one 시도. Counted again it is put right, not added to."""

    day = models.DateField(_("날"))
    sido = models.ForeignKey(
        "regions.Region", models.CASCADE, related_name="+", db_index=False, verbose_name=_("시도")
    )
    asked = models.PositiveIntegerField(_("질문"))
    answered = models.PositiveIntegerField(_("답변 받은 질문"))
    # Within ten minutes: the promise.
    in_time = models.PositiveIntegerField(_("10분 안에 답변 받은 질문"))
    accepted = models.PositiveIntegerField(_("채택한 질문"))
    answers = models.PositiveIntegerField(_("답변"))

    class Meta:
        verbose_name = _("하루 집계")
        verbose_name_plural = _("하루 집계")
        constraints = (
            models.UniqueConstraint(fields=("day", "sido"), name="day_count_once"),
            models.CheckConstraint(
                name="day_count_parts",
                condition=models.Q(answered__lte=models.F("asked"))
                & models.Q(in_time__lte=models.F("answered"))
                & models.Q(accepted__lte=models.F("asked")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.sido_id}"
