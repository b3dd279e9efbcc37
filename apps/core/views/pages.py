"""Pages that only tell, and the one on which a visitor chooses how the site looks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.core.context import THEME_COOKIE, THEMES
from apps.core.head import Head
from apps.core.page_cache import cached_for_anonymous

YEAR = 365 * 24 * 3600


@require_safe
@cached_for_anonymous
def about(request: HttpRequest) -> HttpResponse:
    return _told(
        request,
        "pages/about.html",
        _("소개"),
        _("동네 일은 동네 사람이 가장 잘 알아요. 묻고, 이웃이 답하고, 도움이 된 답을 채택해요."),
    )


@require_safe
@cached_for_anonymous
def guidelines(request: HttpRequest) -> HttpResponse:
    return _told(
        request,
        "pages/guidelines.html",
        _("이용 안내"),
        _("좋은 질문과 좋은 답변, 그리고 여기서 하지 않기로 한 것들."),
    )


@require_safe
@cached_for_anonymous
def terms(request: HttpRequest) -> HttpResponse:
    return _told(
        request,
        "pages/terms.html",
        _("이용약관"),
        _("동네물어봐를 쓸 때 서로 지키는 것을 쉬운 말로 적었어요."),
    )


@require_safe
@cached_for_anonymous
def privacy(request: HttpRequest) -> HttpResponse:
    return _told(
        request,
        "pages/privacy.html",
        _("개인정보 처리방침"),
        _("무엇을, 왜, 얼마나 오래 가지고 있는지 적었어요. 광고를 위해 쓰거나 팔지 않아요."),
    )


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


def _told(request: HttpRequest, template: str, title: str, description: str) -> HttpResponse:
    head = Head(path=request.path, title=title, description=description)
    return render(request, template, {"head": head})
