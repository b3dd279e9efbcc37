from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from apps.core.links import absolute as absolute_address
from apps.notifications import wording
from apps.notifications.channels import vapid
from apps.notifications.digests import DigestContent
from apps.questions.models import Question

register = template.Library()
register.filter("sentence", wording.sentence)
register.filter("target", wording.target)
register.filter("kind_icon", wording.icon)


@register.filter
def absolute(question: Question) -> str:
    """A question's address in a mail."""
    return absolute_address(question.get_absolute_url())


@register.filter
def sections(digest: DigestContent) -> list[tuple[str, list[Question]]]:
    """The parts of a 소식 모음 that have something in them, with their titles."""
    parts = [
        (_("나를 기다리는 질문"), digest.waiting),
        (_("새로 올라온 질문"), digest.asked),
        (_("답변이 달린 질문"), digest.answered),
        (_("아직 답을 기다려요"), digest.unanswered),
    ]
    return [(title, questions) for title, questions in parts if questions]


@register.simple_tag
def vapid_public_key() -> str:
    """What a browser subscribes with."""
    return vapid.public_key(settings.VAPID_PRIVATE_KEY)
