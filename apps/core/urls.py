from django.conf import settings
from django.urls import path

from apps.core.views import pages, styleguide, tokens

urlpatterns = [
    path("about/", pages.about, name="about"),
    path("guidelines/", pages.guidelines, name="guidelines"),
    path("terms/", pages.terms, name="terms"),
    path("privacy/", pages.privacy, name="privacy"),
    path("csrf/", tokens.csrf, name="csrf"),
    path("display/", pages.display, name="display"),
]

if settings.LOCAL_TOOLS:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
