from __future__ import annotations

from django.urls import path

from apps.notifications import views

app_name = "notifications"

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/<int:notification_id>/read/", views.read, name="read"),
    path("inbox/seen/questions/<int:question_id>/", views.seen_question, name="seen_question"),
    path("inbox/seen/points/", views.seen_points, name="seen_points"),
]
