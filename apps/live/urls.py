from __future__ import annotations

from django.urls import path

from apps.live import views

app_name = "live"

# `/live/stream` is no page: the ingress leads it to the process that holds the streams.
urlpatterns = [
    path("token/", views.token, name="token"),
    path("poll/", views.poll, name="poll"),
    path("answers/<int:answer_id>/", views.answer, name="answer"),
    path("comments/<int:comment_id>/", views.comment, name="comment"),
    path("questions/<int:question_id>/state/", views.state, name="state"),
]
