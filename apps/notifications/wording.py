"""Words that several kinds share, and what a line says by its kind."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.notifications.kinds.registry import by_code
from apps.notifications.models import Notification


def sentence(line: Notification) -> str:
    """The line in words. The question's title stands under it, not in it."""
    return str(by_code(line.kind).sentence(line))


def target(line: Notification) -> str:
    """The address of what the line is about."""
    return by_code(line.kind).address(line)


def icon(line: Notification) -> str:
    return by_code(line.kind).icon


def post(line: Notification) -> str:
    """Where most lines lead: to the comment, the answer or the question."""
    about = line.comment or line.answer or line.question
    return about.get_absolute_url() if about else reverse("notifications:inbox")


def who(line: Notification) -> str:
    """The last to do it, and how many others: "애월약사님이", "애월약사님 외 2명이"."""
    name = line.actor.nickname if line.actor else _("이웃")
    if not line.others:
        return _("%(name)s님이") % {"name": name}
    return _("%(name)s님 외 %(others)d명이") % {"name": name, "others": line.others}
