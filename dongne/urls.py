"""Every route of the site. The probes `/health` and `/ready` are answered before routing."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

handler400 = "apps.core.error_pages.bad_request"
handler404 = "apps.core.error_pages.not_found"

urlpatterns: list[URLPattern | URLResolver] = [
    # Before questions, which takes any other /r/…/ for a region's slug.
    path("", include("apps.regions.urls")),
    path("", include("apps.search.urls")),
    path("", include("apps.questions.urls")),
    path("", include("apps.points.urls")),
    path("", include("apps.notifications.urls")),
    path("", include("apps.routing.urls")),
    path("live/", include("apps.live.urls")),
    path("", include("apps.core.urls")),
    path("", include("apps.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("dongne.api_urls")),
    path("admin/", admin.site.urls),
]

if settings.LOCAL_TOOLS:
    urlpatterns += [path("dev/mail/", include("apps.core.mailbox.urls"))]
