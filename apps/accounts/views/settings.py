"""A person's own settings."""

from __future__ import annotations

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts import pending
from apps.accounts.decorators import sign_in_required, sign_in_to_send
from apps.accounts.forms import ProfileForm
from apps.accounts.models import User
from apps.accounts.services import sessions
from apps.accounts.services.profile import update_profile
from apps.core.errors import DomainError
from apps.core.ratelimit import limited
from apps.regions.models import Region
from apps.regions.queries import by_id


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_to_send()
@limited("settings")
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """Change nickname, neighbourhood and bio; find everything else about the account."""
    user = request.user
    assert user.is_authenticated  # noqa: S101 for the type checker; the decorator says so
    if request.method != "POST":
        return _page(request, user, ProfileForm(initial=_initial(request, user)))
    if "change_region" in request.POST:
        pending.keep(request, request.path, request.POST.dict())
        picker = {"next": request.path, "field": "home_region", "closed": "1"}
        return redirect(f"{reverse('regions:picker')}?{urlencode(picker)}")
    form = ProfileForm(request.POST)
    if form.is_valid():
        try:
            update_profile(user=user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            pending.forget(request)
            messages.success(request, _("바꾼 내용을 저장했어요."))
            return redirect("accounts:settings")
    return _page(request, user, form, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
@limited("settings")
@never_cache
def other_sessions(request: HttpRequest) -> HttpResponse:
    """Ask before signing out everywhere else; then do it, staying signed in here."""
    user = request.user
    assert user.is_authenticated  # noqa: S101 for the type checker; the decorator says so
    if request.method != "POST":
        return render(request, "accounts/other_sessions.html")
    update_session_auth_hash(request, sessions.sign_out_everywhere(user=user))
    messages.success(request, _("다른 기기에서 모두 로그아웃했어요."))
    return redirect("accounts:settings")


def _initial(request: HttpRequest, user: User) -> dict[str, object]:
    """What is stored, over it what was being typed, over it the region just picked."""
    initial: dict[str, object] = {
        "nickname": user.nickname,
        "bio": user.bio,
        "home_region": user.home_region_id,
    }
    initial |= pending.find(request) or {}
    if picked := request.GET.get("home_region"):
        initial["home_region"] = picked
    return initial


def _page(
    request: HttpRequest, user: User, form: ProfileForm, *, status: int = 200
) -> HttpResponse:
    region = _chosen_region(form)
    context = {
        "form": form,
        "unsaved": pending.find(request),
        "region": region,
        "region_changed": (region.pk if region else None) != user.home_region_id,
        "has_password": user.has_usable_password(),
        "social": _has_social(request, user),
    }
    return render(request, "accounts/settings.html", context, status=status)


def _chosen_region(form: ProfileForm) -> Region | None:
    return by_id(str(form["home_region"].value()))


def _has_social(request: HttpRequest, user: User) -> bool:
    offered = get_adapter().list_apps(request)
    return bool(offered) or SocialAccount.objects.filter(user=user).exists()
