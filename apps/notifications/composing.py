"""What a message says: the same for every way, made of the rows as they are now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from html import unescape

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.core.links import absolute
from apps.notifications import links, wording
from apps.notifications.digests import DigestContent, content_of
from apps.notifications.enums import Channel, Platform
from apps.notifications.kinds.registry import URGENT, Action, by_code
from apps.notifications.models import Device, Dispatch, Notification

EXCERPT = 140


@dataclass(frozen=True)
class Button:
    """As `kinds.registry.Action`, with its address for this message."""

    name: str
    label: str
    address: str
    posts: bool
    field: str
    placeholder: str


@dataclass(frozen=True)
class Message:
    """Addresses are absolute. ``topic`` is the same for what takes the place of an earlier message."""

    dispatch_id: int
    person_id: int
    channel: Channel
    title: str
    about: str
    excerpt: str
    address: str
    topic: str
    # Seconds it is worth delivering; None for as long as it takes.
    keeps: int | None = None
    is_urgent: bool = False
    place: str = ""
    email: str = ""
    nickname: str = ""
    kind: str = ""
    kind_label: str = ""
    device: Device | None = None
    buttons: list[Button] = field(default_factory=list)
    digest: DigestContent | None = None
    # What happened later is not in it.
    made_at: datetime = field(default_factory=timezone.now)

    @property
    def platform(self) -> Platform | None:
        return Platform(self.device.platform) if self.device else None


def compose(dispatch: Dispatch) -> Message | None:
    """The message, or None when there is nothing to say."""
    if dispatch.digest is not None:
        return _of_digest(dispatch)
    line = Notification.objects.select_related(
        "actor", "question__region", "answer", "comment", "recipient"
    ).get(pk=dispatch.notification_id)
    kind = by_code(line.kind)
    return Message(
        dispatch_id=dispatch.pk,
        person_id=dispatch.person_id,
        channel=Channel(dispatch.channel),
        title=wording.sentence(line),
        about=line.question.title if line.question else "",
        excerpt=_excerpt(line),
        address=links.opening(dispatch),
        topic=f"line-{line.pk}",
        keeps=int(kind.keeps.total_seconds()) if kind.keeps else None,
        is_urgent=kind.priority == URGENT,
        place=line.question.region.name if line.question else "",
        email=dispatch.person.email,
        nickname=dispatch.person.nickname,
        kind=kind.code,
        kind_label=str(kind.label),
        device=dispatch.device,
        buttons=[_button(action, line) for action in kind.actions],
    )


def _of_digest(dispatch: Dispatch) -> Message | None:
    assert dispatch.digest is not None  # noqa: S101 -- the caller has looked
    content = content_of(dispatch.digest)
    if content.is_empty:
        return None
    return Message(
        dispatch_id=dispatch.pk,
        person_id=dispatch.person_id,
        channel=Channel.EMAIL,
        title=content.subject,
        about="",
        excerpt="",
        address=links.opening(dispatch),
        topic=f"digest-{dispatch.digest_id}",
        email=dispatch.person.email,
        nickname=dispatch.person.nickname,
        kind="digest",
        kind_label=_("소식 모음"),
        digest=content,
    )


def _button(action: Action, line: Notification) -> Button:
    return Button(
        action.name,
        str(action.label),
        absolute(action.address(line)),
        action.posts,
        action.field,
        str(action.placeholder),
    )


def _excerpt(line: Notification) -> str:
    """The beginning of what was written, as plain text."""
    if line.comment is not None:
        return Truncator(line.comment.body).chars(EXCERPT)
    post = line.answer or line.question
    if post is None or (line.answer is None and line.kind != "asked"):
        return ""
    return Truncator(" ".join(unescape(strip_tags(post.body_html)).split())).chars(EXCERPT)
