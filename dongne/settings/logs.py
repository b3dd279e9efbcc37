"""Logging: one line per record; JSON where a collector reads it, text where a person does."""

from __future__ import annotations

from typing import Any

from dongne.settings.env import current

_env = current()

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "apps.core.log_format.JsonFormatter"},
        "text": {"()": "apps.core.log_format.LineFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if _env.is_deployed else "text",
        }
    },
    "root": {
        "handlers": ["console"],
        "level": "WARNING" if _env.environment == "test" else _env.log_level,
    },
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # A refused Host header is a scanner's business, not an operator's.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
