from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.core.http import render_either
from apps.notifications.followed_feed import followed_tags
from apps.questions.tagged import tagged_page


@require_safe
@sign_in_required
def followed(request: SignedInRequest) -> HttpResponse:
    """What is asked under the tags the reader follows."""
    tags = followed_tags(request.user)
    page = tagged_page(
        list(tags), cursor=request.GET.get("cursor"), blocked=request.user.blocked_ids
    )
    context = {"questions": page.items, "page": page, "tags": tuple(tags.values())}
    return render_either(request, "notifications/followed.html", "questions/_cards.html", context)
