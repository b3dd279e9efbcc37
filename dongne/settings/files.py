"""Static files: hashed names, compressed copies, served by WhiteNoise."""

from __future__ import annotations

from dongne.settings.env import BASE_DIR, current

_env = current()

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = _env.static_root
WHITENOISE_USE_FINDERS = _env.debug
WHITENOISE_AUTOREFRESH = _env.debug
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _env.debug or _env.environment == "test"
        else "apps.core.static_storage.BundledStaticFilesStorage"
    },
}
