"""What somebody wants to hear, and where they can be reached."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from apps.notifications.enums import Frequency, Platform, Trouble, Watching

DAILY_LIMIT, DAILY_LIMIT_MAX = 20, 100


class Preferences(models.Model):
    """Where somebody departs from the defaults. Whoever has no row has the defaults.

    ``choices`` holds what was chosen differently: ``{"accepted.email": true}``.
    """

    person = models.OneToOneField(
        "accounts.User",
        models.CASCADE,
        primary_key=True,
        related_name="notification_preferences",
        verbose_name=_("사람"),
    )
    choices = models.JSONField(_("고른 것"), default=dict, blank=True)
    # Messages a day by push and e-mail together; a message by both counts once.
    daily_limit = models.PositiveSmallIntegerField(_("하루 최대"), default=DAILY_LIMIT)
    digest = models.CharField(
        _("소식 모음"), max_length=6, choices=Frequency, default=Frequency.WEEKLY
    )

    class Meta:
        verbose_name = _("알림 설정")
        verbose_name_plural = _("알림 설정")
        constraints = (
            models.CheckConstraint(
                name="preferences_daily_limit",
                condition=models.Q(daily_limit__range=(1, DAILY_LIMIT_MAX)),
            ),
        )
        indexes = (
            models.Index(
                fields=("person",),
                name="preferences_daily_digest",
                condition=models.Q(digest=Frequency.DAILY),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}"


class Device(models.Model):
    """A browser or a phone that takes pushes for somebody. One token belongs to one person at a time."""

    person = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="devices", verbose_name=_("사람")
    )
    platform = models.CharField(_("종류"), max_length=4, choices=Platform)
    # The push service's address of a browser (an URL), or a phone's token.
    token = models.CharField(_("주소"), max_length=1000)
    # A browser's public key and secret, base64url: only it can read what is sent.
    p256dh = models.CharField(max_length=100, blank=True, editable=False)
    auth = models.CharField(max_length=40, blank=True, editable=False)
    name = models.CharField(_("이름"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("등록한 때"), db_default=Now(), editable=False)
    seen_at = models.DateTimeField(_("마지막 확인"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("기기")
        verbose_name_plural = _("기기")
        constraints = (
            models.UniqueConstraint(fields=("platform", "token"), name="device_once"),
            models.CheckConstraint(
                name="device_web_has_keys",
                condition=~models.Q(platform=Platform.WEB)
                | (~models.Q(p256dh="") & ~models.Q(auth="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.platform}"


class Watch(models.Model):
    """Somebody follows, or wants to hear nothing of, one tag, region, question or person."""

    person = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="watches", db_index=False
    )
    mode = models.CharField(_("무엇"), max_length=6, choices=Watching)
    tag = models.ForeignKey("questions.Tag", models.CASCADE, null=True, related_name="+")
    region = models.ForeignKey(
        "regions.Region", models.PROTECT, null=True, related_name="+", db_index=False
    )
    question = models.ForeignKey("questions.Question", models.CASCADE, null=True, related_name="+")
    about = models.ForeignKey(
        "accounts.User", models.CASCADE, null=True, related_name="+", verbose_name=_("이 사람")
    )
    created_at = models.DateTimeField(_("정한 때"), db_default=Now(), editable=False)

    SUBJECTS = ("tag", "region", "question", "about")

    class Meta:
        verbose_name = _("지켜보기")
        verbose_name_plural = _("지켜보기")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "tag", "region", "question", "about"),
                nulls_distinct=False,
                name="watch_once",
            ),
            models.CheckConstraint(
                name="watch_of_one_subject",
                condition=models.Q(tag__isnull=False, region=None, question=None, about=None)
                | models.Q(tag=None, region__isnull=False, question=None, about=None)
                | models.Q(tag=None, region=None, question__isnull=False, about=None)
                | models.Q(tag=None, region=None, question=None, about__isnull=False),
            ),
        )
        indexes = (
            # Who hears of a new question: read in the order of people, in batches.
            models.Index(
                fields=("tag", "person"),
                name="watch_tag_followers",
                condition=models.Q(mode=Watching.FOLLOW, tag__isnull=False),
            ),
            models.Index(
                fields=("region", "person"),
                name="watch_region_followers",
                condition=models.Q(mode=Watching.FOLLOW, region__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.mode}"


class Suppression(models.Model):
    """An address nothing more is mailed to: it bounced, or its reader called our mail spam."""

    email = models.EmailField(_("이메일"))
    trouble = models.CharField(_("까닭"), max_length=10, choices=Trouble)
    detail = models.CharField(_("내용"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("알게 된 때"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("메일을 멈춘 주소")
        verbose_name_plural = _("메일을 멈춘 주소")
        constraints = (models.UniqueConstraint(Lower("email"), name="suppression_once"),)

    def __str__(self) -> str:
        return self.email
