from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Ways out of the site that somebody may choose; the inbox always is one."""

    PUSH = "push", _("푸시")
    EMAIL = "email", _("이메일")


class State(models.TextChoices):
    """Where a message to one address stands. DEAD ones wait for a person to look and retry."""

    WAITING = "waiting", _("대기")
    QUEUED = "queued", _("줄 섬")
    # A worker is talking to the mail or push server.
    SENDING = "sending", _("보내는 중")
    # One that was, and was killed before it could write down what came of it.
    LOST = "lost", _("알 수 없음")
    SENT = "sent", _("보냄")
    SKIPPED = "skipped", _("보내지 않음")
    DEAD = "dead", _("실패")


class Why(models.TextChoices):
    """Why a message was not sent."""

    READ = "read", _("이미 읽음")
    GONE = "gone", _("글이 없어짐")
    BLOCKED = "blocked", _("차단한 사람")
    MUTED = "muted", _("꺼 둔 것")
    OFF = "off", _("받지 않기로 함")
    QUIET = "quiet", _("방해 금지 시간")
    LIMIT = "limit", _("하루 최대")
    LATE = "late", _("너무 늦음")
    AWAY = "away", _("탈퇴하거나 멈춤")
    ADDRESS = "address", _("받을 곳이 없음")
    NOTHING = "nothing", _("전할 것이 없음")


class Platform(models.TextChoices):
    """Which service carries a push to a device."""

    WEB = "web", _("웹")
    FCM = "fcm", _("안드로이드")
    APNS = "apns", _("아이폰")


class Watching(models.TextChoices):
    FOLLOW = "follow", _("소식 받기")
    MUTE = "mute", _("끄기")


class Frequency(models.TextChoices):
    NEVER = "never", _("받지 않기")
    DAILY = "daily", _("매일 아침 9시")
    WEEKLY = "weekly", _("월요일 아침 9시")


UNSENT = (State.WAITING, State.QUEUED, State.SENDING, State.LOST)


class Trouble(models.TextChoices):
    """Why nothing more is mailed to an address."""

    BOUNCED = "bounced", _("반송됨")
    COMPLAINED = "complained", _("스팸으로 신고됨")
