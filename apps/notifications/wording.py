"""What a line of the inbox says, and where it leads."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.notifications.enums import Kind
from apps.notifications.models import Notification

_WANTED = {
    Kind.ASKED: gettext_lazy("내가 알 것 같은 질문이 올라왔어요"),
    Kind.UNANSWERED: gettext_lazy("10분 동안 답을 찾지 못했어요. 더 물어볼 방법을 준비했어요"),
}


def sentence(line: Notification) -> str:
    """The line in words. The question's title stands under it, not in it."""
    if line.kind == Kind.WELCOME:
        return _welcome(line.points)
    if line.kind == Kind.POINTS:
        return _("%(points)s포인트가 들어왔어요") % {"points": f"{line.points:,}"}
    if line.kind in _WANTED:
        return str(_WANTED[Kind(line.kind)])
    who = _who(line)
    if line.kind == Kind.ANSWERED:
        return _("%(who)s 답변했어요") % {"who": who}
    if line.kind == Kind.ACCEPTED:
        return _("%(who)s 내 답변을 채택했어요") % {"who": who}
    if line.kind == Kind.MENTIONED:
        return _("%(who)s 나를 불렀어요") % {"who": who}
    if line.answer_id:
        return _("%(who)s 내 답변에 댓글을 남겼어요") % {"who": who}
    return _("%(who)s 내 질문에 댓글을 남겼어요") % {"who": who}


def target(line: Notification) -> str:
    """The address of what the line is about."""
    if line.kind == Kind.POINTS:
        return reverse("points:ledger")
    if line.kind == Kind.WELCOME:
        return reverse("points:ledger") if line.points else reverse("questions:ask")
    post = line.comment or line.answer or line.question
    return post.get_absolute_url() if post else reverse("notifications:inbox")


def _welcome(points: int) -> str:
    if not points:
        return _("동네물어봐에 오신 걸 환영해요")
    return _("환영해요. 가입 선물로 %(points)s포인트를 드렸어요") % {"points": f"{points:,}"}


def _who(line: Notification) -> str:
    """The last to do it, and how many others: "애월약사님이", "애월약사님 외 2명이"."""
    name = line.actor.nickname if line.actor else _("이웃")
    if not line.others:
        return _("%(name)s님이") % {"name": name}
    return _("%(name)s님 외 %(others)d명이") % {"name": name, "others": line.others}
