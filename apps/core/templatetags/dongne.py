"""Tags and filters of the page: Korean, time, icons and addresses.

Those that a list repeats for each row build their HTML here rather than in an included
template, because an include per icon would cost more than the row itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from json import dumps
from typing import Any

from django import template
from django.http import QueryDict
from django.middleware.csrf import get_token
from django.template import RequestContext
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from apps.core import cards, korean, links, maps, moments, reltime
from apps.core import kept as kept_pieces

register = template.Library()

AVATAR_HUES = 12
_HARMLESS = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@register.filter
def josa(word: object, pair: str) -> str:
    """``{{ name|josa:"은/는" }}`` → "애월읍은"."""
    return korean.with_particle(str(word), pair)


@register.filter
def particle(word: object, pair: str) -> str:
    """Only the particle, for a word that stands inside markup."""
    return korean.particle(str(word), pair)


@register.filter
def count(number: Any) -> str:
    """``{{ 12345|count }}`` → "1만 2천"; nothing for nothing."""
    return "" if number in (None, "") else korean.short_count(int(number))


@register.filter
def signed(number: int) -> str:
    """A change with its sign: "+30", "−10" (a real minus, so that columns line up)."""
    return f"+{number:,}" if number > 0 else f"{number:,}".replace("-", "\u2212")


@register.filter
def unread(number: int) -> str:
    """A count for a small round badge: beyond two digits the exact number helps nobody."""
    return "99+" if number > 99 else str(number)


@register.filter
def duration(seconds: int) -> str:
    """How long until one may try again: "40초", "3분"."""
    return reltime.duration(seconds)


@register.filter
def distance(metres: int) -> str:
    """How far, no finer than points are kept: "100m 안", "700m", "2.3km"."""
    if metres < 100:
        return gettext("100m 안")
    return f"{round(metres, -2)}m" if metres < 950 else f"{metres / 1000:.1f}km"


@register.filter
def hue(name: object) -> int:
    """The same colour number for the same name, everywhere."""
    return zlib.crc32(str(name).encode()) % AVATAR_HUES


@register.filter
def initial(name: object) -> str:
    """First letter of a name, for the avatar."""
    return str(name).strip()[:1].upper()


@register.filter
def iso(moment: datetime) -> str:
    """For machines: "2026-07-01T09:30:00+09:00"."""
    return moments.write(moment)


@register.simple_tag
def timeago(moment: datetime) -> SafeString:
    """A ``<time>`` in words with the exact moment on hover; app.js keeps it current."""
    return _time("ago", moment, reltime.relative(moment))


@register.simple_tag
def waiting(since: datetime) -> SafeString:
    """The clock of an open question: "7분째"."""
    return _time("waiting", since, reltime.waited(since))


@register.simple_tag
def question_card(question: Any) -> SafeString:
    """One row of a feed; kept until something on it changes."""
    return cards.question_card(question)


@register.simple_tag(takes_context=True)
def kept(context: RequestContext, template_name: str, **values: Any) -> SafeString:
    """Like ``{% include … with … only %}``, rendered once for the same values.

    The template sees neither the request nor the reader: what it needs of them is given to it.
    """
    return kept_pieces.render(template_name, values, csrf_field=lambda: csrf_field(context))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decorative unless ``label`` says what it means."""
    if not label:
        return _icon(name)
    return format_html(
        '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
        label,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def question_link(question_id: int, title: str) -> str:
    """Address of a question."""
    return links.question(question_id, title)


@register.simple_tag
def region_link(slug: str) -> str:
    """Address of a region."""
    return links.region(slug)


@register.simple_tag
def tag_link(name: str) -> str:
    """Address of a tag."""
    return links.tag(name)


@register.simple_tag
def person_link(nickname: str) -> str:
    """Address of a profile."""
    return links.person(nickname)


@register.simple_tag
def place_link(name: str, lat: object, lng: object) -> str:
    """Address of a place on a map of the site's provider."""
    return maps.place_link(name, lat, lng)


@register.simple_tag
def absolute_static(path: str) -> str:
    """Address of a static file for those who are not on the site."""
    address = static(path)
    return address if "://" in address else links.absolute(address)


@register.simple_tag
def structured_data(data: Mapping[str, Any]) -> SafeString:
    """``data`` for machines. No browser runs a script of this type, so the policy lets it pass.

    What could end the element or begin a comment in it is written as JSON's escapes.
    """
    json = dumps(data, ensure_ascii=False).translate(_HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{json}</script>')  # noqa: S308 - escaped


@register.simple_tag(takes_context=True)
def sign_in_link(context: RequestContext, next_path: str = "") -> str:
    """Address of the sign-in page that returns here, or to ``next_path``."""
    request = getattr(context, "request", None)
    here = context.get("address") or (request.get_full_path() if request else "/")
    return links.sign_in(next_path or here)


@register.simple_tag(takes_context=True)
def set_query(context: RequestContext, name: str, value: object, *without: str) -> str:
    """``query`` with ``name`` set, or removed when empty, and some names dropped.

    Django's ``querystring`` needs the name written out; a component is given it.
    """
    query = QueryDict(context.get("query", ""), mutable=True)
    for key in (name, *without):
        query.pop(key, None)
    if value not in (None, ""):
        query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_prefix(context: RequestContext, name: str, *without: str) -> str:
    """As ``set_query``, up to the value of ``name``: for a row of links that differ only in it."""
    query = QueryDict(context.get("query", ""), mutable=True)
    for key in (name, *without):
        query.pop(key, None)
    rest = query.urlencode()
    return f"?{rest}&{name}=" if rest else f"?{name}="


@register.simple_tag(takes_context=True)
def csrf_field(context: RequestContext) -> SafeString:
    """Like ``{% csrf_token %}``, but also inside ``{% include … only %}``.

    One token a request: a fresh mask for each of thirty small forms would not compress.
    """
    kept_field: SafeString | None = getattr(context, "csrf_field", None)
    if kept_field is not None:
        return kept_field
    request = getattr(context, "request", None)
    if request is None:
        return mark_safe("")
    field: SafeString | None = getattr(request, "csrf_field_html", None)
    if field is None:
        field = request.csrf_field_html = format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
        )
    return field


@register.simple_tag
def level_badge(level: int | None) -> SafeString:
    """The level of a person, read out as "등급 3". Everybody starts at 1, so that is not shown."""
    if not level or level < 2:
        return mark_safe("")
    return format_html(
        '<span class="level">{}<span class="visually-hidden">{} </span>{}</span>',
        _icon("level"),
        gettext("등급"),
        level,
    )


@cache
def _icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


def _time(kind: str, moment: datetime, words: str) -> SafeString:
    exact, words = conditional_escape(reltime.absolute(moment)), conditional_escape(words)
    return mark_safe(  # noqa: S308 - both texts are escaped above
        f'<time data-time="{kind}" datetime="{moment.isoformat(timespec="seconds")}" '
        f'title="{exact}">{words}</time>'
    )
