from django.urls import path

from apps.routing import requests_api
from apps.routing.stats_api import StatsView

app_name = "routing_api"

urlpatterns = [
    path("stats/", StatsView.as_view(), name="stats"),
    path("answer-requests/", requests_api.AnswerRequestsView.as_view(), name="answer_requests"),
    path("questions/<int:question_id>/route/", requests_api.RouteView.as_view(), name="route"),
    path("questions/<int:question_id>/claim/", requests_api.ClaimView.as_view(), name="claim"),
    path("questions/<int:question_id>/pass/", requests_api.PassView.as_view(), name="pass"),
]
