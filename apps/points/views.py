from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.core.http import render_either, wants_fragment
from apps.points import queries
from apps.points.levels import LEVELS
from apps.points.rules import RULES


@require_safe
@sign_in_required
@never_cache
def ledger(request: SignedInRequest) -> HttpResponse:
    """Somebody's own points: what they have, where each came from, and how to get more."""
    context: dict[str, Any] = {
        "page": queries.ledger_page(request.user, cursor=request.GET.get("cursor"))
    }
    if not wants_fragment(request):
        context |= {
            "purse": queries.purse(request.user),
            "milestones": queries.milestones(request.user),
            "levels": LEVELS,
            "rules": [(rule.label, terms) for rule, terms in RULES.items()],
        }
    return render_either(request, "points/ledger.html", "points/_rows.html", context)
