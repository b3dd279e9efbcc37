"""Signing in and up, by allauth."""

from __future__ import annotations

from typing import Any

from dongne.settings.env import current

_env = current()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["apps.accounts.auth_backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "apps.accounts.password_rules.NotLikeOneself"},
    {"NAME": "apps.accounts.password_rules.LongEnough"},
    {"NAME": "apps.accounts.password_rules.NotCommon"},
    {"NAME": "apps.accounts.password_rules.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "apps.accounts.sign_up_fields.SignUpFields"
ACCOUNT_FORMS = {
    "login": "apps.accounts.forms.SignInForm",
    "signup": "apps.accounts.forms.SignUpForm",
    "reset_password": "apps.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "apps.accounts.forms.ResetPasswordKeyForm",
    "change_password": "apps.accounts.forms.ChangePasswordForm",
    "set_password": "apps.accounts.forms.SetPasswordForm",
    "reauthenticate": "apps.accounts.forms.ReauthenticateForm",
    "add_email": "apps.accounts.forms.ChangeEmailForm",
    "confirm_email_verification_code": "apps.accounts.forms.CodeForm",
}
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
# A code, typed where one signed up: a link opens in another browser of the phone as often as not.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60  # seconds
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[동네물어봐] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _env.site_url.split("://", 1)[0]
ACCOUNT_SESSION_REMEMBER = None  # asks
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Counted by `apps.core.ratelimit` instead, which knows when trying again makes sense.
ACCOUNT_RATE_LIMITS = False

SOCIALACCOUNT_ADAPTER = "apps.accounts.social.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "apps.accounts.forms.SocialSignUpForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # everybody chooses a nickname
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_STORE_TOKENS = False
_PROVIDER_OPTIONS: dict[str, dict[str, Any]] = {
    "google": {"SCOPE": ["email", "profile"], "OAUTH_PKCE_ENABLED": True},
}
# The buttons appear for the providers whose keys are in the environment.
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    name: {"APPS": [{"client_id": key.client_id, "secret": key.secret}]}
    | _PROVIDER_OPTIONS.get(name, {})
    for name, key in _env.social_keys.items()
}
