"""What signing up asks beyond e-mail and password, by form or through a social account.

allauth mixes this class into its own sign-up forms (`ACCOUNT_SIGNUP_FORM_CLASS`) while it imports
them, hence a module without allauth.
"""

from __future__ import annotations

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.services import nicknames
from apps.core.errors import DomainError


class SignUpFields(forms.Form):
    nickname = forms.CharField(
        label=_("닉네임"),
        help_text=_("한글, 영문, 숫자, 밑줄로 2~12자. 이웃에게 보이는 이름이에요."),
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "maxlength": "12"}),
        error_messages={"required": _("닉네임을 적어 주세요.")},
    )
    agreed = forms.BooleanField(
        label=_("이용약관과 개인정보 처리방침에 동의해요"),
        help_text=_(
            '<a href="/terms/" target="_blank">이용약관</a> · '
            '<a href="/privacy/" target="_blank">개인정보 처리방침</a>'
        ),
        error_messages={"required": _("동의해야 가입할 수 있어요.")},
    )

    def clean_nickname(self) -> str:
        """One's own from an earlier try with the same address is still one's own."""
        from apps.accounts.services import registration  # needs allauth

        before = registration.unfinished(str(self["email"].value() or ""))
        try:
            return nicknames.choose(self.cleaned_data["nickname"], user=before)
        except DomainError as error:
            raise forms.ValidationError(str(error.message), code=error.code) from error

    def signup(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Required by allauth; the adapter has stored everything already."""
