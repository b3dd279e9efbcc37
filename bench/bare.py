"""The pages that others are compared with: nothing, one row, a list of twenty; and their WSGI application."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

if TYPE_CHECKING:
    from bench.models import Question

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare_settings"
application = get_wsgi_application()


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("안녕하세요")


def one(request: HttpRequest, question_id: int) -> HttpResponse:
    """One row with its author, region and category."""
    questions = _questions().select_related("author", "region", "category")
    return render(request, "one.html", {"question": questions.get(pk=question_id)})


def twenty(request: HttpRequest) -> HttpResponse:
    """Rows of one table, three values and a link each: as light as a list can be in a template."""
    newest = _questions().filter(visibility=0).order_by("-created_at", "-id")[:20]
    return render(request, "twenty.html", {"questions": newest})


def _questions() -> QuerySet[Question]:
    from bench.models import Question  # models can be imported once the application is made

    return Question.objects.all()


urlpatterns = [
    path("health", hello),
    path("hello", hello),
    path("one/<int:question_id>", one),
    path("twenty", twenty),
]
