"""Choosing a region. A region's own page, ``/r/<slug>/``, is a feed and belongs to questions:
include these before those, or "current" and "locate" are taken for slugs.
"""

from django.urls import path

from apps.regions.views import current, picker

app_name = "regions"

urlpatterns = [
    path("r/", picker.picker, name="picker"),
    path("r/current/", current.current, name="current"),
    path("r/locate/", picker.locate, name="locate"),
]
