from __future__ import annotations

from django.urls import path

from apps.routing.views import requests, stats, wishes

app_name = "routing"

urlpatterns = [
    path("q/<int:question_id>/route/", requests.status, name="status"),
    path("q/<int:question_id>/request/claim/", requests.claim, name="claim"),
    path("q/<int:question_id>/request/pass/", requests.pass_on, name="pass"),
    path("q/<int:question_id>/request/mute/", requests.mute, name="mute"),
    path("q/<int:question_id>/neighbours/", requests.widen, name="widen"),
    path("requests/", requests.waiting, name="requests"),
    path("requests/pause/", requests.pause, name="pause"),
    path("stats/", stats.stats, name="stats"),
    path("settings/requests/", wishes.wishes, name="wishes"),
]
