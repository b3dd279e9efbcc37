"""Pages that only tell, and the one on which a visitor chooses how the site looks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.core.context import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@require_safe
def guidelines(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/guidelines.html")


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/terms.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def display(request: HttpRequest) -> HttpResponse:
    """Choose light or dark. Kept in this browser, so that it needs no account."""
    if request.method != "POST":
        return render(request, "pages/display.html")
    theme = request.POST.get("theme")
    if theme not in THEMES:
        messages.error(request, _("화면 밝기를 골라 주세요."))
        return redirect("display")
    response = redirect("display")
    response.set_cookie(
        THEME_COOKIE, theme, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
    )
    messages.success(request, _("화면 밝기를 바꿨어요."))
    return response
