"""What templates of other apps show of routing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django import template
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from apps.core import kept
from apps.routing import queries

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.questions.models import Question
    from apps.regions.models import Region
    from apps.routing.models import AnswerRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def route_slot(context: RequestContext, question: Question) -> SafeString:
    """Where looking for an answer to ``question`` stands, as the page and the fragment show it."""
    status = queries.status_of(question, context["user"])
    if status is None:
        return kept.render("routing/_no_status.html", {"question_id": question.pk})
    values = {"question": question, "status": status, "user": context["user"]}
    html: SafeString = render_to_string("routing/_status.html", values, context.request)
    return html


@register.simple_tag
def open_requests(person: User) -> list[AnswerRequest]:
    """``{% open_requests user as requests %}``."""
    return queries.open_requests(person)


@register.filter
def neighbours_in(region: Region) -> int:
    """How many people could be asked there."""
    return queries.count_neighbours(region)


@register.filter
def clock_since(moment: datetime) -> str:
    """Minutes and seconds since then: "3:12". `clock.js` goes on from here."""
    return _clock(timezone.now() - moment)


@register.filter
def clock_until(moment: datetime) -> str:
    """Minutes and seconds until then."""
    return _clock(moment - timezone.now())


@register.filter
def seconds_since(moment: datetime) -> int:
    return max(0, int((timezone.now() - moment).total_seconds()))


def _clock(passed: timedelta) -> str:
    minutes, seconds = divmod(max(0, int(passed.total_seconds())), 60)
    return f"{minutes}:{seconds:02d}"
