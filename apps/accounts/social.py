"""Signing in with Kakao, Naver or Google."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.provider import Provider
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.services import nicknames
from apps.core.errors import DomainError

NAMES = {"kakao": _("카카오"), "naver": _("네이버"), "google": _("Google")}


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

    def get_provider(self, *args: Any, **kwargs: Any) -> Provider:
        provider: Provider = super().get_provider(*args, **kwargs)
        provider.name = str(NAMES.get(provider.id, provider.name))
        return provider

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Which addresses are believed without a mail of our own.

        Kakao's when it calls them confirmed and still valid: one that is not may be another's by
        now. Naver's never, since it does not say whether they are. Google says so itself.
        """
        provider, data = sociallogin.account.provider, sociallogin.account.extra_data
        expired = not data.get("kakao_account", {}).get("is_email_valid")
        if provider == "naver" or (provider == "kakao" and expired):
            for address in sociallogin.email_addresses:
                address.verified = False

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        """The provider's nickname is suggested where it could be worn here."""
        initial: dict[str, Any] = super().get_signup_form_initial_data(sociallogin)
        data = sociallogin.account.extra_data
        theirs = sociallogin.provider.extract_common_fields(data).get("username")
        try:
            initial["nickname"] = nicknames.choose(theirs or data.get("nickname") or "")
        except DomainError:
            initial["nickname"] = ""
        return initial
