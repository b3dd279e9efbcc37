from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from apps.core.api import sentences
from apps.core.api.errors import envelope

KEPT_HEADERS = ("Allow", "Retry-After")


class JsonErrorsMiddleware:
    """Programs never get an error page: what failed outside REST framework is put in the envelope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith("/api/") or not _is_error_page(response):
            return response
        code, sentence = sentences.of_status(response.status_code)
        replaced = JsonResponse(envelope(code, sentence), status=response.status_code)
        for name in KEPT_HEADERS:
            if name in response.headers:
                replaced.headers[name] = response.headers[name]
        return replaced


def _is_error_page(response: HttpResponse) -> bool:
    is_json = response.headers.get("Content-Type", "").startswith("application/json")
    return response.status_code >= HTTPStatus.BAD_REQUEST and not is_json
