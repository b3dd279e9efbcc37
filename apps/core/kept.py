"""Pieces of a page that are rendered once for as long as the values they are made of stay the same.

Rendering is most of what a page costs. A piece is given its values one by one and sees nothing else,
neither the request nor the page's context; the values are what it is kept by. So it cannot be out of
date or meant for somebody else, and nobody has to invalidate it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.template import Context, loader
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from apps.core import reltime

# Characters of HTML, in each process. When full it starts anew: what is read fills it again.
KEPT_MAX: Final = 8_000_000
# Stands for the CSRF field of whoever reads; unknown to authors, so that no text can contain it.
CSRF_MARK: Final = SafeString(f"<csrf {secrets.token_hex(8)}>")
PLAIN: Final = (str, int, float, bool, Decimal, type(None))

_kept: dict[tuple[Any, ...], list[SafeString]] = {}
_size = 0


def render(
    template: str, values: Mapping[str, Any], *, csrf_field: Callable[[], str] = str
) -> SafeString:
    """HTML of ``template`` with nothing but ``values``.

    They must be texts, numbers, times, None, or tuples of those. ``csrf_field`` is asked if there is a form.
    """
    key = (template, get_language(), *values, *map(_shown, values.values()))
    pieces = _kept.get(key)
    if pieces is None:
        pieces = _keep(key, template, values)
    if len(pieces) == 1:
        return pieces[0]
    return mark_safe(csrf_field().join(pieces))  # noqa: S308 -- rendered by a template


def _shown(value: Any) -> Any:
    """What becomes of ``value`` on a page: 1 and True differ there, and so do HTML and the same as text."""
    kind = type(value)
    if kind is str or kind is int or value is None:
        return value
    if isinstance(value, tuple):
        return tuple(map(_shown, value))
    if isinstance(value, datetime):
        return value, reltime.stage(value)
    if isinstance(value, PLAIN):
        return kind, value
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{kind.__name__} may change: a piece of a page cannot be kept by it")


def _keep(key: tuple[Any, ...], template: str, values: Mapping[str, Any]) -> list[SafeString]:
    global _size  # noqa: PLW0603 -- with _kept
    context = Context(dict(values))
    context.csrf_field = CSRF_MARK  # type: ignore[attr-defined]
    found: Any = loader.get_template(template)
    html: str = found.template.render(context)
    if _size > KEPT_MAX:
        forget()
    _kept[key] = [mark_safe(piece) for piece in html.split(CSRF_MARK)]  # noqa: S308
    _size += 2 * len(html)
    return _kept[key]


def forget() -> None:
    global _size  # noqa: PLW0603
    _kept.clear()
    _size = 0
