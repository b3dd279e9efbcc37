"""What somebody wants to hear, where, and when not."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.accounts.quiet import hours_of
from apps.accounts.services import quieting
from apps.core.errors import DomainError
from apps.core.ratelimit import limited
from apps.notifications import queries
from apps.notifications.enums import Frequency
from apps.notifications.facts import preferences_of
from apps.notifications.forms import SettingsForm, local_time, matrix
from apps.notifications.services import devices
from apps.notifications.services.preferring import prefer

PAGE = "notifications:settings"


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
@limited("settings")
@never_cache
def settings(request: SignedInRequest) -> HttpResponse:
    """The kinds and ways, quiet hours, the daily limit, the digest, and what is followed or muted."""
    hours, wishes = hours_of(request.user), preferences_of(request.user.pk)
    if request.method != "POST":
        initial = SettingsForm.of(wishes, hours)
        return _page(request, SettingsForm(initial=initial, hours=hours, wishes=wishes))
    form = SettingsForm(request.POST, hours=hours, wishes=wishes)
    if form.is_valid():
        try:
            _save(request, form)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, _("바꾼 내용을 저장했어요."))
            return redirect(PAGE)
    return _page(request, form, status=400)


@require_POST
@sign_in_required
@limited("settings")
def pause(request: SignedInRequest) -> HttpResponse:
    """오늘은 그만."""
    quieting.pause_today(person=request.user)
    messages.success(request, _("오늘은 더 보내지 않을게요. 알림함에는 남아 있어요."))
    return redirect(PAGE)


@require_POST
@sign_in_required
@limited("settings")
def resume(request: SignedInRequest) -> HttpResponse:
    quieting.resume(person=request.user)
    messages.success(request, _("다시 알려 드릴게요."))
    return redirect(PAGE)


@require_POST
@sign_in_required
@limited("settings")
def remove_device(request: SignedInRequest, device_id: int) -> HttpResponse:
    """Send nothing more to a device; somebody else's is not there."""
    device = request.user.devices.filter(pk=device_id).first()
    if device is not None:
        devices.unregister(person=request.user, token=device.token)
        messages.success(request, _("이 기기에는 더 보내지 않을게요."))
    return redirect(PAGE)


@transaction.atomic
def _save(request: SignedInRequest, form: SettingsForm) -> None:
    data = form.cleaned_data
    quieting.set_quiet_hours(person=request.user, hours=form.quiet, time_zone=data["time_zone"])
    prefer(
        person=request.user,
        choices=form.choices(),
        daily_limit=data["daily_limit"],
        digest=Frequency(data["digest"]),
    )


def _page(request: SignedInRequest, form: SettingsForm, *, status: int = 200) -> HttpResponse:
    hours = hours_of(request.user)
    pauses = hours.paused_until is not None and hours.paused_until > timezone.now()
    wishes = preferences_of(request.user.pk)
    context = {
        "form": form,
        "matrix": matrix(wishes, form.choices() if form.is_bound else None),
        "paused_until": hours.paused_until if pauses else None,
        "local_time": local_time(hours),
        "devices": request.user.devices.order_by("-seen_at"),
        "watches": queries.watches_of(request.user),
        "troubled_email": queries.trouble_with(request.user.email),
    }
    return render(request, "notifications/settings.html", context, status=status)
