"""People."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.moderators import MODERATE
from apps.accounts.querysets import BlockQuerySet, UserManager
from apps.accounts.validators import NICKNAME_PATTERN, validate_nickname


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who asks or answers, known to others by nickname and home region."""

    email = models.EmailField(
        _("이메일"), unique=True, error_messages={"unique": _("이미 가입한 이메일이에요.")}
    )
    nickname = models.CharField(_("닉네임"), max_length=12, validators=[validate_nickname])
    home_region = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="residents",
        verbose_name=_("우리 동네"),
    )
    bio = models.CharField(_("소개"), max_length=300, blank=True)
    is_active = models.BooleanField(_("활동 중"), default=True)
    is_staff = models.BooleanField(_("운영진"), default=False)
    date_joined = models.DateTimeField(_("가입한 때"), db_default=Now(), editable=False)
    deactivation_reason = models.CharField(_("멈춘 까닭"), max_length=200, blank=True)
    # Part of what a session is checked against: raising it ends them all.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    # Kept by the ledger, from points earned; here because every card shows it.
    level = models.PositiveSmallIntegerField(_("등급"), default=1, editable=False)

    # Whom the person blocked, kept by a trigger: whoever reads is known before any list is read.
    blocked_ids = ArrayField(
        models.BigIntegerField(), default=list, db_default=[], blank=True, editable=False
    )

    # Kept by the question services in the same transaction as what they count.
    question_count = models.PositiveIntegerField(_("질문 수"), default=0, editable=False)
    answer_count = models.PositiveIntegerField(_("답변 수"), default=0, editable=False)
    accepted_count = models.PositiveIntegerField(_("채택된 답변 수"), default=0, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["nickname"]

    class Meta:
        verbose_name = _("사용자")
        verbose_name_plural = _("사용자")
        constraints = (
            models.CheckConstraint(
                name="user_email_lower", condition=models.Q(email=Lower(models.F("email")))
            ),
            models.UniqueConstraint(
                Lower("nickname"),
                name="user_nickname_unique",
                violation_error_message=_("이미 쓰고 있는 닉네임이에요."),
            ),
            models.CheckConstraint(
                name="user_nickname_format", condition=models.Q(nickname__regex=NICKNAME_PATTERN)
            ),
            models.CheckConstraint(
                name="user_accepted_within_answers",
                condition=models.Q(accepted_count__lte=models.F("answer_count")),
            ),
        )

    def __str__(self) -> str:
        return self.nickname

    def get_absolute_url(self) -> str:
        return reverse("questions:profile", args=[self.nickname])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's fingerprint of the password, with the epoch."""
        password_hash: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{password_hash}.{self.session_epoch}" if self.session_epoch else password_hash

    @property
    def is_moderator(self) -> bool:
        """Sees hidden and deleted posts, and decides about them. Costs those who are not staff nothing."""
        return self.is_staff and self.has_perm(MODERATE)

    @property
    def acceptance_rate(self) -> int | None:
        """Share of answers that were accepted, in whole percent; None before the first answer."""
        if not self.answer_count:
            return None
        return round(100 * self.accepted_count / self.answer_count)


# Unless they say otherwise nobody is disturbed from 23 to 7 o'clock.
QUIET_BEGINS, QUIET_ENDS = 23, 7
TIME_ZONE = "Asia/Seoul"


class QuietHours(models.Model):
    """When somebody does not want to be disturbed: each day, and until a given moment.

    Whoever has no row has the defaults.
    """

    person = models.OneToOneField(
        User,
        models.CASCADE,
        primary_key=True,
        related_name="quiet_hours",
        verbose_name=_("사람"),
    )
    begins = models.PositiveSmallIntegerField(
        _("시작"), null=True, blank=True, default=QUIET_BEGINS
    )
    ends = models.PositiveSmallIntegerField(_("끝"), null=True, blank=True, default=QUIET_ENDS)
    time_zone = models.CharField(_("시간대"), max_length=40, default=TIME_ZONE)
    paused_until = models.DateTimeField(_("쉬는 때까지"), null=True, blank=True)

    class Meta:
        verbose_name = _("방해 금지 시간")
        verbose_name_plural = _("방해 금지 시간")
        constraints = (
            models.CheckConstraint(
                name="quiet_hours_whole",
                condition=models.Q(begins=None, ends=None)
                | (
                    models.Q(begins__isnull=False, begins__range=(0, 23))
                    & models.Q(ends__isnull=False, ends__range=(0, 23))
                    & ~models.Q(begins=models.F("ends"))
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.begins}–{self.ends}"


class Block(models.Model):
    """Somebody wants nothing to do with somebody, who is not told of it."""

    blocker = models.ForeignKey(
        User, models.CASCADE, db_index=False, related_name="blocks", verbose_name=_("차단한 사람")
    )
    blocked = models.ForeignKey(
        User, models.CASCADE, db_index=False, related_name="+", verbose_name=_("차단된 사람")
    )
    created_at = models.DateTimeField(_("차단한 때"), db_default=Now(), editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("차단")
        verbose_name_plural = _("차단")
        constraints = (
            models.UniqueConstraint(fields=("blocker", "blocked"), name="block_once"),
            models.CheckConstraint(
                name="block_somebody_else", condition=~models.Q(blocker=models.F("blocked"))
            ),
        )
        indexes = (
            # Who is asked is decided by blocks in both directions.
            models.Index(fields=("blocked", "blocker"), name="block_blocked_blocker"),
            models.Index(fields=("blocker", "-id"), name="block_list"),
        )

    def __str__(self) -> str:
        return f"{self.blocker_id} ⊘ {self.blocked_id}"
