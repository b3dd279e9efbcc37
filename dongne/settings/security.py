"""Cookies, headers and what a page may load."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from dongne.settings.env import current
from dongne.settings.partners import SOCIAL_PROVIDERS

_env = current()

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _env.secure_cookies
SESSION_COOKIE_NAME = "__Host-session" if _env.secure_cookies else "session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # 60 days
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _env.secure_cookies
CSRF_COOKIE_NAME = "__Host-csrf" if _env.secure_cookies else "csrf"
CSRF_TRUSTED_ORIGINS = [_env.site_url]
CSRF_FAILURE_VIEW = "apps.core.error_pages.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _env.is_deployed
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _env.is_deployed else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _env.is_deployed
# Preloading cannot be taken back for months: a domain owner's decision, not a default.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if _env.trusted_proxy_count:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# "Near me" asks for the position; nothing else of the device is touched.
PERMISSIONS_POLICY = (
    "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()"
)

# Browsers apply form-action to where a submitted form is redirected too.
_SIGN_IN_HOSTS = {
    "kakao": ["https://kauth.kakao.com", "https://accounts.kakao.com"],
    "naver": ["https://nid.naver.com"],
    "google": ["https://accounts.google.com"],
}
_form_targets = [
    host for name in SOCIAL_PROVIDERS if name in _env.social_keys for host in _SIGN_IN_HOSTS[name]
]

# Behind an ingress the live streams are this site; on one machine they are another port.
_live = urlsplit(_env.live_url)
_live_origin = f"{_live.scheme}://{_live.netloc}"
_live_targets = [] if _live_origin == _env.site_url else [_live_origin]

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *_live_targets],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *_form_targets],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Tests sign hundreds of people up; the slow hash is for real passwords.
if _env.environment == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
