"""The pages that others are compared with: nothing, one row, a list of twenty; and their WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare_settings"
application = get_wsgi_application()


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("안녕하세요")


def one(request: HttpRequest, question_id: int) -> HttpResponse:
    return render(request, "one.html", {"question": _questions().get(pk=question_id)})


def twenty(request: HttpRequest) -> HttpResponse:
    newest = _questions().filter(visibility=0).order_by("-created_at", "-id")[:20]
    return render(request, "twenty.html", {"questions": newest})


def _questions():  # noqa: ANN202 -- models can be imported once the application is made
    from bench.models import Question

    return Question.objects.select_related("author", "region", "category")


urlpatterns = [
    path("health", hello),
    path("hello", hello),
    path("one/<int:question_id>", one),
    path("twenty", twenty),
]
