"""What the app sends to sign up and in, checked and counted like the forms of the pages."""

from __future__ import annotations

from typing import Any

from allauth.headless.account import inputs
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.accounts.forms import Joining
from apps.core import ratelimit


def validate_text(value: str) -> None:
    """Raise ``ValidationError`` for half a character, which JSON can spell and no text can hold."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValidationError(_("쓸 수 없는 글자가 있어요."), code="surrogate") from error


class Typed(forms.Form):
    """Every text of it can be stored and hashed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators.append(validate_text)


class LoginInput(Typed, inputs.LoginInput):
    pass


class SignUpInput(Typed, Joining, inputs.SignupInput):
    pass


class VerifyEmailInput(inputs.VerifyEmailInput):
    def clean_key(self) -> Any:
        """Every guess is counted by address, whatever the session says."""
        email = self.process.email if self.process else ""
        ratelimit.check("verification_code", identity=ratelimit.account(email))
        return super().clean_key()
