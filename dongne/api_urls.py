"""The API, version 1."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from apps.core.api.schema import describe
from apps.core.api.views import unknown_address

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", describe, name="api_schema"),
    path("auth/", include("apps.accounts.api_urls")),
    path("", include("apps.regions.api_urls")),
    path("", include("apps.questions.api.urls")),
    path("", include("apps.routing.api_urls")),
    path("", include("apps.notifications.api.urls")),
    path("", include("apps.search.api_urls")),
    re_path("", unknown_address),
]
