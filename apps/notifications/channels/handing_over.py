"""Finds the way a message goes."""

from __future__ import annotations

import logging
from collections.abc import Callable

from apps.notifications.channels import email
from apps.notifications.channels.outcomes import Outcome, Unsure
from apps.notifications.composing import Message
from apps.notifications.enums import Channel, Platform

logger = logging.getLogger(__name__)


def hand_over(message: Message) -> Outcome:
    """Speak to the server; whatever goes wrong is an outcome as well."""
    try:
        if message.channel == Channel.EMAIL:
            return email.mail(message)
        assert message.platform is not None  # noqa: S101 -- pushes go to devices
        return _pusher(message.platform)(message)
    except Exception as error:
        # Nobody foresaw it, so nobody knows how far the message got.
        logger.exception("message %s failed on its way", message.dispatch_id)
        return Unsure(f"{type(error).__name__}: {error}")


def _pusher(platform: Platform) -> Callable[[Message], Outcome]:
    # What they speak with takes half a second to import, and only the process that sends needs it.
    from apps.notifications.channels import apns, fcm, webpush

    return {Platform.WEB: webpush.push, Platform.FCM: fcm.push, Platform.APNS: apns.push}[platform]
