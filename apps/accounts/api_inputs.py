"""What the app sends to sign up, checked and counted like the forms of the pages."""

from __future__ import annotations

from typing import Any

from allauth.headless.account import inputs

from apps.accounts.forms import Joining
from apps.core import ratelimit


class SignUpInput(Joining, inputs.SignupInput):
    pass


class VerifyEmailInput(inputs.VerifyEmailInput):
    def clean_key(self) -> Any:
        """Every guess is counted by address, whatever the session says."""
        email = self.process.email if self.process else ""
        ratelimit.check("verification_code", identity=ratelimit.account(email))
        return super().clean_key()
