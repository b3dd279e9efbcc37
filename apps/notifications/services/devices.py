"""Where pushes go, and which addresses nothing goes to any more."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import DomainError, NotAllowed
from apps.core.text import clean_line
from apps.notifications.enums import Platform, Trouble
from apps.notifications.models import Device, Suppression
from apps.notifications.webpush_hosts import is_push_service

MOST_DEVICES = 10
NAME_LENGTH = 80
_KEY_LENGTHS = {"p256dh": 87, "auth": 22}
# Google's are opaque. Apple's become part of an address; their length is not promised.
_PHONE_TOKENS = {
    Platform.FCM: re.compile(r"[!-~]{8,1000}"),
    Platform.APNS: re.compile(r"[0-9A-Fa-f]{16,400}"),
}


@transaction.atomic
def register_browser(
    *, person: User, endpoint: str, p256dh: str, auth: str, name: str = ""
) -> Device:
    """Send somebody's pushes to a browser; one that was another person's is theirs no more.

    ``p256dh`` and ``auth`` are the browser's key and secret, base64url without padding.

    Raises:
        DomainError: not what a browser's PushSubscription holds.
    """
    if len(endpoint) > 1000 or not is_push_service(endpoint):
        raise DomainError(_("이 브라우저의 푸시 서비스는 아직 지원하지 않아요."), field="endpoint")
    keys = {"p256dh": p256dh.rstrip("="), "auth": auth.rstrip("=")}
    for field, length in _KEY_LENGTHS.items():
        if len(keys[field]) != length or not _is_base64url(keys[field]):
            raise DomainError(_("브라우저가 보낸 열쇠가 올바르지 않아요."), field=field)
    return _register(person, Platform.WEB, endpoint, name=name, **keys)


def refresh_browser(*, person: User, endpoint: str) -> Device | None:
    """Note that a browser is still there; None when the person has it no more."""
    mine = Device.objects.filter(person=person, platform=Platform.WEB, token=endpoint)
    mine.update(seen_at=timezone.now())
    return mine.first()


def forget(*, device_id: int) -> None:
    """Whoever signs out there is not told there any more."""
    Device.objects.filter(pk=device_id).delete()


def forget_all(*, person_id: int) -> int:
    """Signed out everywhere: nothing goes to where nobody is signed in; return how many devices that were."""
    return int(Device.objects.filter(person_id=person_id).delete()[0])


@transaction.atomic
def register_phone(*, person: User, platform: Platform, token: str, name: str = "") -> Device:
    """Send somebody's pushes to the app on a phone.

    Raises:
        DomainError: no such platform, one this site has no keys for, or not a token.
    """
    if platform not in (Platform.FCM, Platform.APNS):
        raise DomainError(_("fcm이나 apns 가운데 하나여야 해요."), field="platform")
    if not _is_configured(platform):
        raise DomainError(
            _("%(phone)s 앱에는 아직 푸시를 보낼 수 없어요. 이메일이나 브라우저로 받아 주세요.")
            % {"phone": Platform(platform).label},
            field="platform",
        )
    token = token.strip()
    if not _PHONE_TOKENS[platform].fullmatch(token):
        raise DomainError(_("기기 토큰이 올바르지 않아요."), field="token")
    # Apple's are hexadecimal: either case is the same phone.
    token = token.lower() if platform == Platform.APNS else token
    return _register(person, platform, token, name=name)


def _is_configured(platform: Platform) -> bool:
    """Whether the site has the keys to push there."""
    return bool(settings.FCM_CREDENTIALS if platform == Platform.FCM else settings.APNS)


def unregister(*, person: User, token: str) -> int:
    """Send nothing more there; return how many devices that were."""
    same = Q(token=token) | Q(platform=Platform.APNS, token=token.lower())
    return int(Device.objects.filter(same, person=person).delete()[0])


def _register(person: User, platform: Platform, token: str, *, name: str, **keys: str) -> Device:
    # One registration at a time, or the number of devices could not be kept.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    mine = Device.objects.filter(person=person).exclude(platform=platform, token=token)
    if mine.count() >= MOST_DEVICES:
        raise NotAllowed(
            _("기기는 %(most)d대까지 등록할 수 있어요. 쓰지 않는 기기를 지워 주세요.")
            % {"most": MOST_DEVICES},
            code="too_many",
        )
    device, _made = Device.objects.update_or_create(
        platform=platform,
        token=token,
        defaults={
            "person": person,
            "name": clean_line(name)[:NAME_LENGTH],
            "seen_at": timezone.now(),
            **keys,
        },
    )
    return device


def forget_address(*, device_id: int | None, email: str, error: str) -> None:
    """The server says that nobody is there: at the device, or without one at the mailbox."""
    if device_id is not None:
        forget(device_id=device_id)
    elif email:
        suppress(email=email, trouble=Trouble.BOUNCED, detail=error)


@transaction.atomic
def suppress(*, email: str, trouble: Trouble, detail: str = "") -> None:
    """Mail nothing more to an address; a complaint outweighs a bounce. Again changes nothing."""
    found = Suppression.objects.filter(email__iexact=email).first()
    if found is None:
        Suppression.objects.create(email=email.lower(), trouble=trouble, detail=detail[:500])
    elif trouble == Trouble.COMPLAINED and found.trouble != trouble:
        found.trouble, found.detail = trouble, detail[:500]
        found.save(update_fields=["trouble", "detail"])


def _is_base64url(text: str) -> bool:
    return text.isascii() and text.replace("-", "").replace("_", "").isalnum()
