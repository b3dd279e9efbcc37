from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.decorators import SignedInRequest, sign_in_required
from apps.core.errors import DomainError
from apps.core.ratelimit import limited
from apps.questions.queries import active_categories
from apps.routing.forms import WishesForm
from apps.routing.models import Answerer
from apps.routing.services.preferences import set_wishes


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
@limited("settings")
@never_cache
def wishes(request: SignedInRequest) -> HttpResponse:
    """Whether, when and how often somebody wants to be asked."""
    one = Answerer.objects.filter(pk=request.user.pk).first() or Answerer(person=request.user)
    if request.method != "POST":
        return _page(request, one, WishesForm(initial=WishesForm.of(one)))
    form = WishesForm(request.POST)
    if form.is_valid():
        try:
            set_wishes(person=request.user, wishes=form.as_wishes())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, _("바꾼 내용을 저장했어요."))
            return redirect("routing:wishes")
    return _page(request, one, form, status=400)


def _page(
    request: HttpRequest, one: Answerer, form: WishesForm, *, status: int = 200
) -> HttpResponse:
    pauses = one.paused_until is not None and one.paused_until > timezone.now()
    chosen = {str(pk) for pk in form["muted_categories"].value() or ()}
    context = {
        "form": form,
        "paused_until": one.paused_until if pauses else None,
        "categories": [(each, str(each.pk) in chosen) for each in active_categories()],
    }
    return render(request, "routing/wishes.html", context, status=status)
