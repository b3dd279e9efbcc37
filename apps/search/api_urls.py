from django.urls import path

from apps.search import api

app_name = "search_api"

urlpatterns = [
    path("search/", api.SearchView.as_view(), name="search"),
    path("search/suggestions/", api.SuggestView.as_view(), name="suggest"),
    path("search/similar/", api.SimilarTitlesView.as_view(), name="similar"),
]
