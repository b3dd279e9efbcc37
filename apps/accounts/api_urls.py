"""How the app signs up and in: allauth's headless API, as its specification describes it.

Every address counts towards one limit. Who guesses passwords meets the limits of the pages, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allauth.headless.constants import Client
from allauth.headless.urls import build_urlpatterns
from django.urls import URLPattern, URLResolver, include, path

from apps.core.ratelimit import limited


def _views(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        else:
            yield pattern


_app = build_urlpatterns(Client.APP)
for _view in _views(_app):
    _view.callback = limited("auth_api")(_view.callback)

app_name = "headless"
urlpatterns = [path("app/", include((_app, "headless"), namespace="app"))]
