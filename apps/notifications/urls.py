from __future__ import annotations

from django.urls import path

from apps.notifications.views import devices, followed, hooks, inbox, messages, settings, watches

app_name = "notifications"

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="read_all"),
    path("inbox/<int:notification_id>/read/", inbox.read, name="read"),
    path("inbox/seen/questions/<int:question_id>/", inbox.seen_question, name="seen_question"),
    path("inbox/seen/points/", inbox.seen_points, name="seen_points"),
    path("settings/notifications/", settings.settings, name="settings"),
    path("settings/notifications/pause/", settings.pause, name="pause"),
    path("settings/notifications/resume/", settings.resume, name="resume"),
    path(
        "settings/notifications/devices/<int:device_id>/",
        settings.remove_device,
        name="remove_device",
    ),
    path("following/", followed.followed, name="followed"),
    path("watch/<slug:what>/<int:subject_id>/", watches.watch, name="watch"),
    path("n/<str:token>/", messages.opened, name="opened"),
    path("stop/<str:token>/", messages.stop, name="stop"),
    path("hooks/mail/", hooks.mail, name="mail_hook"),
    path("push/csrf/", devices.csrf, name="push_csrf"),
    path("push/subscription/", devices.subscribe, name="subscribe"),
    path("worker.js", devices.worker, name="worker"),
    path("manifest.webmanifest", devices.manifest, name="manifest"),
]
