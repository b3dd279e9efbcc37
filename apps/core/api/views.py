"""What every view of the API inherits: who may come in, and that nothing is kept by accident."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core.api import sentences
from apps.core.api.errors import envelope


class ApiView(APIView):
    """For people who are signed in. What it answers belongs to who asked, and no cache keeps it."""

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(response, ["Cookie", "X-Session-Token"])
        return response


class OpenView(ApiView):
    """Everybody may read, people who are signed in may write."""

    permission_classes = (IsAuthenticatedOrReadOnly,)


def keep_for_visitors(request: Request, response: Response, *, seconds: int) -> Response:
    """Let caches keep ``response`` if nobody is signed in; it must hold nothing of the viewer's."""
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=seconds)
    return response


@csrf_exempt
def unknown_address(_request: HttpRequest) -> JsonResponse:
    """Ends the API's routes, so that a POST without the final slash is not redirected to a GET."""
    message = str(sentences.UNKNOWN_ADDRESS)
    return JsonResponse(envelope("not_found", message), status=404)
