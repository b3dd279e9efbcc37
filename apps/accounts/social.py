"""Signing in with Kakao, Naver or Google."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.services import nicknames
from apps.core.errors import DomainError


class SocialAdapter(DefaultSocialAccountAdapter):
    """A social account never joins an existing one by its e-mail alone.

    Whoever registered the address there need not be who owns it; only signing in and connecting
    proves both.
    """

    error_messages: dict[str, str | Promise] = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _(
            "이미 가입한 이메일이에요. 그 계정으로 로그인한 뒤 %s 계정을 연결해 주세요."
        ),
        "no_password": _("연결을 끊으려면 먼저 비밀번호를 정해 주세요."),
        "no_verified_email": _("연결을 끊으려면 먼저 이메일을 확인해 주세요."),
        "disconnect_last": _("마지막 남은 로그인 방법은 끊을 수 없어요."),
        "connected_other": _("이미 다른 회원과 연결된 계정이에요."),
    }

    def get_app(self, request: HttpRequest, *args: Any, **kwargs: Any) -> SocialApp:
        """A provider without keys has no pages."""
        try:
            return super().get_app(request, *args, **kwargs)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Kakao's address is believed when confirmed and still valid: it may be another's by now."""
        if sociallogin.account.provider != "kakao":
            return
        kakao_account = sociallogin.account.extra_data.get("kakao_account", {})
        if not kakao_account.get("is_email_valid"):
            for address in sociallogin.email_addresses:
                address.verified = False

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        """The provider's nickname is suggested where it could be worn here."""
        initial: dict[str, Any] = super().get_signup_form_initial_data(sociallogin)
        theirs = sociallogin.provider.extract_common_fields(sociallogin.account.extra_data)
        try:
            initial["nickname"] = nicknames.choose(theirs.get("username") or "")
        except DomainError:
            initial["nickname"] = ""
        return initial
