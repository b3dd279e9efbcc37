from __future__ import annotations

from django.urls import path

from apps.points import views

app_name = "points"

urlpatterns = [path("points/", views.ledger, name="ledger")]
