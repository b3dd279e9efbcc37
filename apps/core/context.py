"""What every page may show around its own content.

``core`` knows nothing of notifications or regions, so their apps register a function
under the name the page uses, in their ``AppConfig.ready``::

    context.register("unread_count", unread_count, signed_in=True, default=0)

A registered value is computed when a template first uses it, at most once a request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

DEFAULT_THEME = "auto"  # as the system has it
THEMES = (DEFAULT_THEME, "light", "dark")
THEME_COOKIE = "theme"
# What the header and the bottom bar lead to.
PLACES = frozenset({"/", "/r/", "/ask/", "/inbox/", "/search/"})

Provider = Callable[[HttpRequest], Any]


@dataclass(frozen=True)
class _Registered:
    provider: Provider
    signed_in: bool
    default: Any


_registry: dict[str, _Registered] = {}


def register(
    name: str, provider: Provider, *, signed_in: bool = False, default: Any = None
) -> None:
    """Offer ``provider(request)`` to every template as ``name``.

    With ``signed_in`` a visitor without an account gets ``default`` and the provider is
    not called. Registering a name again replaces it.
    """
    _registry[name] = _Registered(provider, signed_in, default)


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the site's name and theme, and every registered value."""
    values: dict[str, Any] = {
        "site_name": _("동네물어봐"),
        "theme": theme_of(request),
        "here": request.path if request.path in PLACES else "",
        "operator_name": getattr(settings, "OPERATOR_NAME", ""),
        "operator_email": getattr(settings, "OPERATOR_EMAIL", ""),
        "unread_count": 0,
        "current_region": None,
    }
    for name, entry in _registry.items():
        values[name] = _lazy(request, entry)
    return values


def theme_of(request: HttpRequest) -> str:
    """The theme chosen in this browser; anything unknown follows the system."""
    theme = request.COOKIES.get(THEME_COOKIE, DEFAULT_THEME)
    return theme if theme in THEMES else DEFAULT_THEME


def _lazy(request: HttpRequest, entry: _Registered) -> SimpleLazyObject:
    def compute() -> Any:
        user = getattr(request, "user", None)
        if entry.signed_in and not (user and user.is_authenticated):
            return entry.default
        return entry.provider(request)

    return SimpleLazyObject(compute)
