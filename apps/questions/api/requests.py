from __future__ import annotations

from rest_framework.request import Request

from apps.accounts.models import User


class SignedInRequest(Request):
    """What a view's writing methods are given: the default permission turned visitors away."""

    user: User
