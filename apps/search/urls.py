from django.urls import path

from apps.search import views

app_name = "search"

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("search/similar/", views.similar, name="similar"),
    path("search/forget/", views.forget, name="forget"),
    path("q/<int:question_id>/similar/", views.similar_to, name="similar_to"),
]
