"""Valkey or Redis: cache and sessions."""

from __future__ import annotations

from dongne.settings.env import current

CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": current().redis_url,
        "KEY_PREFIX": "dongne",
        "TIMEOUT": 300,
        "OPTIONS": {
            # Seconds. A page should not wait longer for a cache than for the database.
            "SOCKET_CONNECT_TIMEOUT": 1,
            "SOCKET_TIMEOUT": 1,
            "CONNECTION_POOL_CLASS": "apps.core.impatient_pool.ImpatientPool",
            "CONNECTION_POOL_KWARGS": {
                "max_connections": 64,
                "health_check_interval": 30,
                "protocol": 2,
            },
        },
    }
}
# A site without its cache is slow; a site that fails without it is down. `/ready` tells the difference.
DJANGO_REDIS_IGNORE_EXCEPTIONS = True
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_CACHE_ALIAS = "default"

# Seconds that a page may be kept for visitors without an account.
PAGE_CACHE_SECONDS = current().page_cache_seconds
