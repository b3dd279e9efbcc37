"""Outgoing mail. Locally it is written to files that `/dev/mail/` shows."""

from __future__ import annotations

from environ import Env

from dongne.settings.env import current

_env = current()
LOCAL_BACKEND = "apps.core.mailbox.backend.FolderBackend"
_config = Env.email_url_config(
    _env.email_url or "smtp://", backend=None if _env.email_url else LOCAL_BACKEND
)

EMAIL_BACKEND = _config["EMAIL_BACKEND"]
MAIL_PROVIDER = _env.email_provider
# What each provider calls its key, and the secret it sends along with bounces and complaints.
_KEY_NAMES = {
    "brevo": "BREVO_API_KEY",
    "postmark": "POSTMARK_SERVER_TOKEN",
    "resend": "RESEND_API_KEY",
    "sendgrid": "SENDGRID_API_KEY",
}
ANYMAIL: dict[str, object] = {"REQUESTS_TIMEOUT": 10}
if MAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
    ANYMAIL |= {_KEY_NAMES[MAIL_PROVIDER]: _env.email_provider_key}
if _env.mail_hook_secret:
    ANYMAIL |= {"WEBHOOK_SECRET": _env.mail_hook_secret}
EMAIL_HOST = _config["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _config["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _config["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _config["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _config.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _config.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds
EMAIL_FILE_PATH = _env.data_dir / "mail"
DEFAULT_FROM_EMAIL = _env.default_from_email
SERVER_EMAIL = _env.default_from_email
EMAIL_SUBJECT_PREFIX = "[동네물어봐] "
