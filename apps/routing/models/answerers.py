from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.routing import limits


def no_hours() -> list[float]:
    return [0.0] * limits.HOURS_A_WEEK


class Answerer(models.Model):
    """Everything that decides whether somebody is asked, in one row, so that one query can rank.

    Sums whose names end in ``_sum`` fade: see ``routing.decay``. The region columns repeat the
    person's home region and its ancestors.
    """

    person = models.OneToOneField(
        "accounts.User",
        models.CASCADE,
        primary_key=True,
        related_name="answerer",
        verbose_name=_("사람"),
    )
    sido = models.ForeignKey(
        "regions.Region", models.PROTECT, null=True, related_name="+", db_index=False
    )
    sigungu = models.ForeignKey(
        "regions.Region", models.PROTECT, null=True, related_name="+", db_index=False
    )
    emd = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("우리 동네"),
    )

    # What the person wants.
    is_willing = models.BooleanField(_("답변 요청 받기"), default=True)
    daily_limit = models.PositiveSmallIntegerField(_("하루 최대"), default=limits.DAILY_LIMIT)
    quiet_from = models.PositiveSmallIntegerField(
        _("방해 금지 시작"), null=True, blank=True, default=limits.QUIET_FROM
    )
    quiet_to = models.PositiveSmallIntegerField(
        _("방해 금지 끝"), null=True, blank=True, default=limits.QUIET_TO
    )
    paused_until = models.DateTimeField(_("쉬는 때까지"), null=True, blank=True)
    muted_categories = ArrayField(models.BigIntegerField(), default=list, blank=True)

    # What was learned.
    asked_sum = models.FloatField(default=0, editable=False)
    answered_sum = models.FloatField(default=0, editable=False)
    # What anybody asked in the same circumstances would have answered.
    expected_sum = models.FloatField(default=0, editable=False)
    useful_sum = models.FloatField(default=0, editable=False)
    # Share of asks answered in time, smoothed, as of the last reaction: the order of candidates.
    reach = models.FloatField(_("답할 가능성"), default=0, editable=False)

    # Where the person stands now.
    here_at = models.DateTimeField(_("마지막으로 본 때"), null=True, editable=False)
    load_sum = models.FloatField(default=0, editable=False)
    asked_on = models.DateField(_("마지막으로 물어본 날"), null=True, editable=False)
    asked_today = models.PositiveSmallIntegerField(_("그날 물어본 수"), default=0, editable=False)

    class Meta:
        verbose_name = _("답하는 이웃")
        verbose_name_plural = _("답하는 이웃")
        constraints = (
            models.CheckConstraint(
                name="answerer_daily_limit",
                condition=models.Q(daily_limit__lte=limits.DAILY_LIMIT_MAX),
            ),
            models.CheckConstraint(
                name="answerer_asked_within_reason",
                condition=models.Q(asked_today__lte=limits.DAILY_LIMIT_MAX),
            ),
            models.CheckConstraint(
                name="answerer_quiet_hours_whole",
                condition=models.Q(quiet_from=None, quiet_to=None)
                | models.Q(
                    quiet_from__isnull=False,
                    quiet_to__isnull=False,
                    quiet_from__range=(0, 23),
                    quiet_to__range=(0, 23),
                ),
            ),
            models.CheckConstraint(
                name="answerer_region_has_ancestors",
                condition=models.Q(sido=None, sigungu=None, emd=None)
                | models.Q(sido__isnull=False, emd=None)
                | models.Q(sido__isnull=False, sigungu__isnull=False, emd__isnull=False),
            ),
        )
        indexes = (
            *(
                models.Index(
                    fields=(scope, "-reach"),
                    name=f"answerer_{scope}_reach",
                    condition=models.Q(is_willing=True),
                )
                for scope in ("emd", "sigungu", "sido")
            ),
            *(
                models.Index(
                    fields=(scope, "-here_at"),
                    name=f"answerer_{scope}_here",
                    condition=models.Q(is_willing=True, here_at__isnull=False),
                )
                for scope in ("emd", "sigungu", "sido")
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}"


class Rhythm(models.Model):
    """In which hours of the week somebody is seen. Apart from ``Answerer``, whose rows change often.

    ``hours`` starts with Monday's first hour in Korea; each is a fading count of weeks.
    """

    person = models.OneToOneField(
        "accounts.User", models.CASCADE, primary_key=True, related_name="rhythm"
    )
    hours = ArrayField(models.FloatField(), size=limits.HOURS_A_WEEK, default=no_hours)
    since = models.DateTimeField(_("처음 본 때"))
    counted_hour = models.DateTimeField(_("마지막으로 센 시각"))

    class Meta:
        verbose_name = _("있는 시간")
        verbose_name_plural = _("있는 시간")
        constraints = (
            models.CheckConstraint(
                name="rhythm_is_a_week",
                condition=models.Q(hours__len=limits.HOURS_A_WEEK),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}"


class Skill(models.Model):
    """How useful somebody's answers were about a category or a tag in one 시군구."""

    person = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="skills", db_index=False
    )
    sigungu = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey(
        "questions.Category", models.CASCADE, null=True, related_name="+", db_index=False
    )
    tag = models.ForeignKey(
        "questions.Tag", models.CASCADE, null=True, related_name="+", db_index=False
    )
    useful_sum = models.FloatField(_("도움이 된 답변"))

    class Meta:
        verbose_name = _("잘 아는 것")
        verbose_name_plural = _("잘 아는 것")
        constraints = (
            models.CheckConstraint(
                name="skill_of_one_topic",
                condition=models.Q(category__isnull=False, tag=None)
                | models.Q(category=None, tag__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("person", "sigungu", "category", "tag"),
                nulls_distinct=False,
                name="skill_once",
            ),
        )
        indexes = (
            models.Index(
                fields=("category", "sigungu", "-useful_sum"),
                name="skill_category",
                condition=models.Q(category__isnull=False),
            ),
            models.Index(
                fields=("tag", "sigungu", "-useful_sum"),
                name="skill_tag",
                condition=models.Q(tag__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.category_id or f'#{self.tag_id}'}"
