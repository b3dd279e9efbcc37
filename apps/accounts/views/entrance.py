"""Signing in and up: allauth's views, with what this site adds to them."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.socialaccount import views as social
from allauth.socialaccount.internal.flows.signup import redirect_to_signup
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.adapter import count_code_mail
from apps.accounts.forms import SocialSignUpForm
from apps.accounts.services import registration
from apps.accounts.services.nicknames import NicknameTaken

# What a visitor typed, for beginning again after a mistyped address.
BEGUN = "sign_up_begun"


class SignUpView(account.SignupView):
    def form_valid(self, form: Form) -> HttpResponse:
        self.request.session[BEGUN] = {
            "email": form.cleaned_data["email"],
            "nickname": form.cleaned_data["nickname"],
            "next": self.get_next_url() or "",
        }
        try:
            response: HttpResponse = super().form_valid(form)
        except NicknameTaken as error:
            form.add_error(error.field, str(error.message))
            response = self.form_invalid(form)
        return response

    def get_initial(self) -> dict[str, Any]:
        begun = self.request.session.get(BEGUN, {})
        initial = {name: begun[name] for name in ("email", "nickname") if name in begun}
        initial.update(super().get_initial())
        return initial


class SocialSignUpView(social.SignupView):
    def form_valid(self, form: SocialSignUpForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except NicknameTaken as error:
            form.add_error(error.field, str(error.message))
            # allauth takes the social account out of the session before it stores the person.
            redirect_to_signup(self.request, self.sociallogin)
            response = self.form_invalid(form)
        return response


class VerifyView(account.ConfirmEmailVerificationCodeView):
    """The code from the mail, for somebody signing up or changing their address."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "resend":
            if not self._process.can_resend:
                messages.error(request, _("더는 보낼 수 없어요. 처음부터 다시 해 주세요."))
                return redirect("account_email_verification_sent")
            # Counted here rather than where the mail is sent: to an address that has an account
            # already nothing is sent, and the answer must be the same.
            count_code_mail(self._process.email)
            messages.success(request, _("코드를 다시 보냈어요."))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        minutes = settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT // 60
        return context | {"minutes": minutes, "local_mail": settings.LOCAL_TOOLS}


@require_POST
def begin_again(request: HttpRequest) -> HttpResponse:
    """Back to the sign-up form from the code page, after a mistyped address.

    What was typed is there again and the nickname free. Looks the same when the address had an
    account all along.
    """
    process = EmailVerificationProcess.resume(request)
    if process and not request.user.is_authenticated:
        if process.user:
            registration.abandon(user_id=process.user.pk)
        process.abort()
    next_path = request.session.get(BEGUN, {}).get("next")
    query = f"?{urlencode({'next': next_path})}" if next_path else ""
    response = redirect("account_signup")
    response["Location"] += query
    return response
