"""Whom a person keeps away from themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.accounts.models import Block, User
from apps.accounts.services import blocking
from apps.core.http import render_either
from apps.core.pagination import paginate
from apps.core.ratelimit import limited


@require_safe
@sign_in_required
@never_cache
def mine(request: SignedInRequest) -> HttpResponse:
    """Everybody the reader blocked, the last one first."""
    rows = Block.objects.filter(blocker=request.user).select_related("blocked")
    page = paginate(rows, order_by=("-id",), cursor=request.GET.get("cursor"))
    return render_either(
        request, "accounts/blocks.html", "accounts/_block_rows.html", {"page": page}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
@limited("block")
@never_cache
def block(request: SignedInRequest, nickname: str) -> HttpResponse:
    """Say what blocking does; then block (``wanted=1``) or take it back (``wanted=0``)."""
    person = get_object_or_404(User.objects.by_nickname(nickname))
    blocking.check_block(request.user, person)
    blocked = Block.objects.of(request.user.pk, person.pk).exists()
    if not person.is_active and not blocked:
        raise Http404
    wanted = request.POST.get("wanted")
    if wanted not in {"1", "0"}:
        return render(request, "accounts/block.html", {"person": person, "blocked": blocked})
    who = {"name": person.nickname}
    if wanted == "1":
        blocking.block(blocker=request.user, blocked=person)
        messages.success(
            request, _("%(name)s 님을 차단했어요. 설정에서 언제든 풀 수 있어요.") % who
        )
        return redirect(person if person.is_active else "accounts:blocks")
    blocking.unblock(blocker=request.user, blocked=person)
    messages.success(request, _("%(name)s 님을 더는 차단하지 않아요.") % who)
    return redirect("accounts:blocks")
