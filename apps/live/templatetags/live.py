from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template import Context

from apps.live.listening import Listening

register = template.Library()


@register.inclusion_tag("live/_stream.html", takes_context=True)
def live_stream(
    context: Context, *, question: int | None = None, region: int | None = None
) -> dict[str, Any]:
    """What the page listens to: the reader's own news, and what the page is about.

    Call it where the page's own permission has been checked.
    """
    user = context.get("user")
    person = user.pk if user and user.is_authenticated else None
    listening = Listening(person=person, question=question, region=region)
    if not listening.channels:
        return {}
    return {"token": listening.token(), "query": listening.query, "url": settings.LIVE_URL}
