from django.urls import path

from apps.regions import api

app_name = "regions_api"

urlpatterns = [
    path("regions/", api.RegionListView.as_view(), name="regions"),
    path("regions/locate/", api.LocateView.as_view(), name="locate"),
    path("regions/<int:region_id>/", api.RegionView.as_view(), name="region"),
]
