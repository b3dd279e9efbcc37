"""allauth's forms in our words, and the form of the settings page."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.socialaccount import forms as social
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from apps.accounts.adapter import count_code_mail
from apps.accounts.models import User
from apps.accounts.services import registration
from apps.accounts.services.profile import BIO_MAX
from apps.accounts.services.registration import EmailTaken
from apps.core import ratelimit
from apps.core.errors import DomainError
from apps.core.forms import ServiceForm
from apps.regions.models import Region

PASSWORD_HINT = _("8자 이상. 흔한 말이나 숫자만으로는 안 돼요.")
PASSWORD_MAX = 128
CODE_LENGTH = 6
EMAIL_MAX = 254
BAD_EMAIL = _("이메일 주소가 맞는지 확인해 주세요.")


class Plain(forms.Form):
    """Labels instead of placeholders, our words instead of allauth's, and no second password."""

    use_required_attribute = False
    labels = {
        "email": _("이메일"),
        "login": _("이메일"),
        "password": _("비밀번호"),
        "oldpassword": _("지금 비밀번호"),
        "password1": _("새 비밀번호"),
        "remember": _("로그인 유지"),
        "code": _("확인 코드"),
    }
    required = {
        "email": _("이메일을 적어 주세요."),
        "login": _("이메일을 적어 주세요."),
        "password": _("비밀번호를 적어 주세요."),
        "oldpassword": _("지금 비밀번호를 적어 주세요."),
        "password1": _("비밀번호를 적어 주세요."),
        "code": _("코드를 적어 주세요."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name in self.required:
                field.error_messages["required"] = self.required[name]
            if isinstance(field, forms.EmailField):
                # Longer than the column, allauth would cut the address and write to somebody else.
                field.validators = [
                    EmailValidator(BAD_EMAIL),
                    MaxLengthValidator(EMAIL_MAX, BAD_EMAIL),
                ]
                field.widget.attrs["autocapitalize"] = "off"
            if isinstance(field.widget, forms.PasswordInput):
                field.help_text = PASSWORD_HINT if name == "password1" else ""
                field.widget.attrs["maxlength"] = str(PASSWORD_MAX)


class SignInForm(Plain, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["remember"].initial = True


class Joining(Plain):
    """What signing up by form and through a social account share."""

    account_already_exists: bool
    # Who began with the address and did not confirm it: this is them again, or the address was mistyped.
    unfinished: User | None = None

    def clean_email(self) -> str:
        email: str = super().clean_email()  # type: ignore[misc]
        if self.account_already_exists:
            self.unfinished = registration.unfinished(email)
            self.account_already_exists = self.unfinished is None
        return email

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Store the person, or pretend to when the address is already somebody's.

        Both ways send one mail and hash one password, so that neither the page nor the time it
        takes tells whether the address is known.

        Raises:
            NicknameTaken: somebody was faster.
            RateLimited: too many mails to this address, or people from this one.
        """
        ratelimit.check("sign_up", identity=ratelimit.address(request))
        count_code_mail(self.cleaned_data["email"])
        outcome: tuple[User | None, HttpResponse | None]
        if not self.account_already_exists:
            try:
                outcome = super().try_save(request)  # type: ignore[misc]
            except EmailTaken:
                self.account_already_exists = True
            else:
                return outcome
        make_password(self.cleaned_data.get("password1"))
        outcome = super().try_save(request)  # type: ignore[misc]
        return outcome

    def save(self, request: HttpRequest) -> User:
        """Person, e-mail address, social account and event together or not at all; an earlier try ends."""
        with transaction.atomic():
            if self.unfinished and not registration.abandon(user_id=self.unfinished.pk):
                raise EmailTaken  # confirmed in another tab a moment ago
            user: User = super().save(request)  # type: ignore[misc]
        return user


class SignUpForm(Joining, account.SignupForm):
    labels = Plain.labels | {"password1": _("비밀번호")}
    field_order = ["email", "password1", "nickname", "agreed"]

    def clean(self) -> dict[str, Any]:
        """The password may not contain the nickname either."""
        super().clean()
        password, nickname = (self.cleaned_data.get(name) for name in ("password1", "nickname"))
        if password and nickname and nickname.lower() in password.lower():
            self.add_error("password1", _("비밀번호에 닉네임을 넣지 말아 주세요."))
        return self.cleaned_data


class SocialSignUpForm(Joining, social.SignupForm):
    field_order = ["nickname", "email", "agreed"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """An address the provider vouches for is taken as it is; settings can change it later."""
        super().__init__(*args, **kwargs)
        vouched = [address for address in self.sociallogin.email_addresses if address.verified]
        if vouched:
            self.initial["email"] = vouched[0].email
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("%(name)s에서 확인한 주소예요.") % {
                "name": self.sociallogin.provider.name
            }

    def save(self, request: HttpRequest) -> User:
        try:
            return super().save(request)
        except IntegrityError as error:
            # The same social account, signed up in another tab a moment ago.
            raise DomainError(_("이미 가입했어요. 다시 로그인해 주세요.")) from error


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Known or not, an address gets a few mails at most."""
        identity = ratelimit.account(self.cleaned_data["email"])
        ratelimit.check("password_reset_mail", identity=identity)
        email: str = super().save(request, **kwargs)
        return email


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, account.SetPasswordForm):
    pass


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    pass


class ChangeEmailForm(Plain, account.AddEmailForm):
    labels = Plain.labels | {"email": _("새 이메일")}

    def save(self, request: HttpRequest) -> Any:
        count_code_mail(self.cleaned_data["email"])
        return super().save(request)


class CodeForm(Plain, account.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "maxlength": str(CODE_LENGTH + 4),
        }

    def clean_code(self) -> str:
        """Every guess is counted by address, whatever the session says."""
        ratelimit.check("verification_code", identity=ratelimit.account(self.email or ""))
        code: str = super().clean_code()
        return code


class ProfileForm(ServiceForm):
    nickname = forms.CharField(
        label=_("닉네임"),
        help_text=_("한글, 영문, 숫자, 밑줄로 2~12자. 바꾸면 프로필 주소도 바뀌어요."),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "maxlength": "12"}),
    )
    home_region = forms.ModelChoiceField(
        label=_("우리 동네"),
        queryset=Region.objects.all(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("동네를 다시 골라 주세요.")},
    )
    bio = forms.CharField(
        label=_("소개"),
        help_text=_("어느 동네를 잘 아는지 적어 두면 이웃이 믿고 물어봐요."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": "3", "data-maxlength": str(BIO_MAX)}),
    )
