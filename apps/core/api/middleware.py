from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from apps.core.api import sentences
from apps.core.api.errors import envelope


class JsonErrorsMiddleware:
    """Programs never get an error page: what failed outside REST framework is put in the envelope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/api/") and _is_error_page(response):
            _put_in_envelope(response)
        return response


def _is_error_page(response: HttpResponse) -> bool:
    is_json = response.headers.get("Content-Type", "").startswith("application/json")
    return response.status_code >= HTTPStatus.BAD_REQUEST and not is_json


def _put_in_envelope(response: HttpResponse) -> None:
    """Change the body alone: the other middleware has set its headers already."""
    body = envelope(*sentences.of_status(response.status_code))
    response.content = json.dumps(body).encode()
    response.headers["Content-Type"] = "application/json"
    response.headers["Content-Length"] = str(len(response.content))
