from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.core.ratelimit import limited


@require_safe
@never_cache
@limited("token")
def csrf(request: HttpRequest) -> JsonResponse:
    """The token that an open page needs after somebody has signed in elsewhere, and who that is now.

    Other sites can ask for it, and their browsers do not let them read the answer.
    """
    me = str(request.user.pk) if request.user.is_authenticated else ""
    return JsonResponse({"csrf": get_token(request), "me": me})
