"""Where allauth asks how this site does things."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.accounts.services import registration
from apps.core import ratelimit
from apps.core.client_ip import client_ip

logger = logging.getLogger(__name__)

NOT_MATCHING = gettext_lazy("이메일이나 비밀번호가 맞지 않아요. 다시 확인해 주세요.")
TOO_MANY_TRIES = gettext_lazy("여러 번 맞지 않았어요. 처음부터 다시 해 주세요.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages: dict[str, str | Promise] = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("이용이 멈춘 계정이에요."),
        "cannot_remove_primary_email": gettext_lazy("쓰고 있는 이메일은 지울 수 없어요."),
        "duplicate_email": gettext_lazy("이미 쓰고 있는 이메일이에요."),
        "email_password_mismatch": NOT_MATCHING,
        "email_taken": gettext_lazy("이미 가입한 이메일이에요."),
        "enter_current_password": gettext_lazy("지금 쓰는 비밀번호가 맞지 않아요."),
        "incorrect_code": gettext_lazy(
            "코드가 맞지 않아요. 메일에 적힌 숫자를 다시 확인해 주세요."
        ),
        "incorrect_password": gettext_lazy("비밀번호가 맞지 않아요."),
        "invalid_login": NOT_MATCHING,
        "same_as_current": gettext_lazy("지금 쓰는 것과 같아요. 다르게 적어 주세요."),
        "too_many_login_attempts": TOO_MANY_TRIES,
    }

    def new_user(self, request: HttpRequest) -> User:
        """Without values left to the database: allauth keeps the person in the session as JSON."""
        return User(date_joined=timezone.now())

    def save_user(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        form: BaseForm,
        commit: bool = True,  # noqa: FBT001, FBT002 allauth's signature
    ) -> AbstractBaseUser:
        """By form or social account, on a page or through the API: one way of becoming a member."""
        super().save_user(request, user, form, commit=False)
        person = self._as_ours(user)
        person.nickname = form.cleaned_data["nickname"]
        return registration.register(user=person) if commit else person

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Whoever guesses at one account's password, from wherever, is counted by account."""
        account = ratelimit.account(credentials.get("email", ""))
        self._counted_try = ratelimit.check("sign_in_account", identity=account)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user:
            # Only this try: forgetting all would let a guesser go on whenever the owner signs in.
            ratelimit.forgive(self._counted_try)
        return user

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password makes earlier wrong guesses meaningless."""
        person = self._as_ours(user)
        person.set_password(password)
        person.save(update_fields=["password"])
        ratelimit.clear("sign_in_account", identity=ratelimit.account(person.email))

    def should_send_confirmation_mail(
        self,
        request: HttpRequest,
        email_address: EmailAddress,
        signup: bool,  # noqa: FBT001 allauth's signature
    ) -> bool:
        """Signing in unconfirmed sends a code each time; signing up is counted by its form."""
        if not signup:
            count_code_mail(email_address.email)
        return True

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that does not answer is told on the page, which offers sending again."""
        try:
            super().send_mail(template_prefix, email, context | {"site_url": settings.SITE_URL})
        except (SMTPException, OSError):
            logger.exception("mail %s was not sent", template_prefix)
            text = _("지금은 메일을 보내지 못했어요. 잠시 뒤에 다시 보내 주세요.")
            self.add_message(allauth_context.request, messages.ERROR, message=text)

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the site's own address, whatever Host header the request claimed."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:settings")

    def is_safe_url(self, url: str | None) -> bool:
        """``next`` leads to this very host only."""
        host = allauth_context.request.get_host()
        return url_has_allowed_host_and_scheme(url, allowed_hosts={host})

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)

    @staticmethod
    def _as_ours(user: AbstractBaseUser) -> User:
        assert isinstance(user, User)  # noqa: S101 for the type checker; AUTH_USER_MODEL says so
        return user


def count_code_mail(email: str) -> None:
    """One more mail with a code to ``email``, whether or not it belongs to anybody.

    Raises:
        RateLimited: too many; the mailbox may be a stranger's.
    """
    ratelimit.check("verification_mail", identity=ratelimit.account(email))
