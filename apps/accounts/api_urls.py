"""How the app signs up and in: addresses of allauth's headless API, limited.

What is not here (passwords, addresses, social accounts) is done on the pages. A code that did not
arrive is sent again by signing in.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.headless.account import views
from allauth.headless.constants import Client
from django.http import HttpResponseBase
from django.urls import path

from apps.accounts.api_inputs import LoginInput, SignUpInput, VerifyEmailInput
from apps.core.ratelimit import limited


def _for_app(view: type, **options: type) -> Callable[..., HttpResponseBase]:
    made: Callable[..., HttpResponseBase] = view.as_api_view(client=Client.APP, **options)  # type: ignore[attr-defined]
    return limited("auth_api")(made)


app_name = "auth_api"

urlpatterns = [
    path("login", _for_app(views.LoginView, input_class=LoginInput), name="login"),
    path("session", _for_app(views.SessionView), name="session"),
    path("signup", _for_app(views.SignupView, input_class=SignUpInput), name="signup"),
    path(
        "email/verify",
        _for_app(views.VerifyEmailView, input_class=VerifyEmailInput),
        name="verify_email",
    ),
]
