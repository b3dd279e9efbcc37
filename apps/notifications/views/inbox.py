from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.core import moments
from apps.core.http import after_post, render_either, wants_fragment
from apps.notifications import queries
from apps.notifications.models import Notification
from apps.notifications.services import reading


@require_safe
@sign_in_required
@never_cache
def inbox(request: SignedInRequest) -> HttpResponse:
    """What happened to somebody's posts, newest first."""
    context = {"inbox": queries.inbox(request.user, cursor=request.GET.get("cursor"))}
    return render_either(request, "notifications/inbox.html", "notifications/_lines.html", context)


@require_POST
@sign_in_required
def read(request: SignedInRequest, notification_id: int) -> HttpResponse:
    """Mark one line as read."""
    lines = Notification.objects.visible_to(request.user).for_list()
    line = get_object_or_404(lines, pk=notification_id)
    reading.mark_read(user=request.user, notification=line)
    line.refresh_from_db(fields=["read_at"])
    return after_post(
        request, reverse("notifications:inbox"), "notifications/_line_read.html", {"line": line}
    )


@require_POST
@sign_in_required
def read_all(request: SignedInRequest) -> HttpResponse:
    """Mark everything as read that the page had shown or left further down."""
    until = moments.read(request.POST.get("until", ""))  # nonsense counts as now
    reading.mark_all_read(user=request.user, until=until)
    if wants_fragment(request):
        context = {"inbox": queries.inbox(request.user, cursor=None)}
        return render(request, "notifications/_inbox_read.html", context)
    messages.success(request, _("알림을 모두 읽었어요."))
    return redirect("notifications:inbox")


@require_POST
@sign_in_required
def seen_question(request: SignedInRequest, question_id: int) -> HttpResponse:
    """The person has the question open: what was told about it is read."""
    reading.mark_question_read(user=request.user, question_id=question_id)
    return _count_only(request)


@require_POST
@sign_in_required
def seen_points(request: SignedInRequest) -> HttpResponse:
    """The person has their ledger open."""
    reading.mark_points_read(user=request.user)
    return _count_only(request)


def _count_only(request: HttpRequest) -> HttpResponse:
    return after_post(request, reverse("notifications:inbox"), "notifications/_unread.html", {})
