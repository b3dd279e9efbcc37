from django.urls import path

from apps.routing import stats_api

app_name = "routing_api"

urlpatterns = [path("stats/", stats_api.StatsView.as_view(), name="stats")]
