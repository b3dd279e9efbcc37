"""Settings, and those of allauth's pages that this site adds something to.

Include before `allauth.urls`; the same names and paths, so links lead here.
"""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path

from apps.accounts.views import blocks, entrance, settings
from apps.core.ratelimit import limited

signing_in = [
    path("login/", limited("sign_in")(account.login), name="account_login"),
    path("signup/", entrance.SignUpView.as_view(), name="account_signup"),
    path("3rdparty/signup/", entrance.SocialSignUpView.as_view(), name="socialaccount_signup"),
    path("confirm-email/", entrance.VerifyView.as_view(), name="account_email_verification_sent"),
    path("confirm-email/again/", entrance.begin_again, name="account_begin_again"),
    path(
        "password/reset/",
        limited("password_reset")(account.password_reset),
        name="account_reset_password",
    ),
    path(
        "password/change/",
        limited("confirm_password")(account.password_change),
        name="account_change_password",
    ),
    path(
        "password/set/",
        limited("confirm_password")(account.password_set),
        name="account_set_password",
    ),
    path(
        "reauthenticate/",
        limited("confirm_password")(account.reauthenticate),
        name="account_reauthenticate",
    ),
    path("email/", limited("settings")(account.email), name="account_email"),
]

app_urls = (
    [
        path("settings/", settings.profile, name="settings"),
        path("settings/sessions/", settings.other_sessions, name="other_sessions"),
        path("settings/blocks/", blocks.mine, name="blocks"),
        path("@<str:nickname>/block/", blocks.block, name="block"),
    ],
    "accounts",
)

urlpatterns = [path("", include(app_urls)), path("accounts/", include(signing_in))]
