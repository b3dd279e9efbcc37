"""Every environment variable the site reads: its type, its default and what makes it unacceptable.

`load()` collects all problems and raises one `ImproperlyConfigured` that names each variable with what is
expected, so that an operator mends a deployment in one pass. Development and test have safe defaults; staging
and production have none that could hide a mistake.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from dongne.settings.local import local_services
from dongne.settings.partners import (
    Apns,
    Map,
    SocialKey,
    apns,
    fcm_credentials,
    map_provider,
    social_keys,
)
from dongne.settings.reader import Reader

BASE_DIR = Path(__file__).resolve().parent.parent.parent
ENVIRONMENTS = ("development", "test", "staging", "production")

DEVELOPMENT_SECRET_KEY = "development-only-not-a-secret-" + "0" * 34
VAPID_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
RATE = re.compile(r"[1-9][0-9]*/([1-9][0-9]*)?[smhd]")
# Not the next port: that is where a second copy of the site goes.
LIVE_PORT_OFFSET = 10_000
MIN_SECRET_KEY_LENGTH = 50
MIN_SECRET_KEY_DISTINCT = 10
REDIS_SCHEMES = ("redis", "rediss", "unix")
# The private key of nobody: web push on a developer's machine. `manage.py make_vapid_key` makes a real one.
DEVELOPMENT_VAPID_KEY = "ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQtLS0"
# Where browsers keep pushes: Chrome and its kin, Firefox, Safari, Edge.
WEB_PUSH_HOSTS = (
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "web.push.apple.com",
    "*.notify.windows.com",
)
MAIL_SCHEMES = ("smtp", "smtps", "smtp+tls", "smtp+ssl")
# Providers with an API and one key for it.
MAIL_PROVIDERS = ("brevo", "postmark", "resend", "sendgrid")
HOOK_SECRET = re.compile(r"[^:\s]+:[^\s]{16,}")
LOCAL_MAIL_SCHEMES = ("consolemail", "memorymail", "dummymail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """The validated environment; the only source the settings modules read."""

    environment: str
    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    site_url: str
    secure_cookies: bool
    data_dir: Path
    static_root: Path
    database_url: str
    database_pool_min: int
    database_pool_max: int
    database_statement_timeout_ms: int
    database_connect_timeout_s: int
    live_url: str
    redis_url: str
    broker_url: str
    email_url: str
    default_from_email: str
    trusted_proxy_count: int
    log_level: str
    page_cache_seconds: int
    operator_name: str
    operator_email: str
    social_keys: dict[str, SocialKey]
    rate_limits: dict[str, str]
    pushes_per_minute: int
    mails_per_minute: int
    vapid_private_key: str
    vapid_subject: str
    web_push_hosts: list[str]
    fcm_credentials: str
    fcm_url: str
    apns: Apns | None
    mail_hook_secret: str
    email_provider: str
    email_provider_key: str
    map: Map

    @property
    def is_deployed(self) -> bool:
        """Staging or production: somebody else's machine, real people."""
        return self.environment in {"staging", "production"}

    @property
    def is_local(self) -> bool:
        """Development or test: the style guide and the mail reader exist."""
        return not self.is_deployed


def load(environ: Mapping[str, str]) -> Variables:
    """Read and validate `environ`.

    Raises:
        django.core.exceptions.ImproperlyConfigured: one line per missing or invalid variable.
    """
    reader = Reader(environ)
    environment = reader.choice("ENVIRONMENT", ENVIRONMENTS, default="development")
    deployed = environment in {"staging", "production"}
    data_dir = Path(reader.text("DATA_DIR", default=str(BASE_DIR / ".data"))).absolute()
    local = {} if deployed else local_services(data_dir)
    port = reader.text("PORT", default="8000")

    def default(value: str) -> str | None:
        """`value` in development and test, nothing (so: required) when deployed."""
        return None if deployed else value

    site_url = reader.text("SITE_URL", default=default(f"http://127.0.0.1:{port}")).rstrip("/")
    redis_url = reader.url(
        "REDIS_URL",
        REDIS_SCHEMES,
        default=default(local.get("REDIS_URL", "redis://127.0.0.1:6379/0")),
    )
    provider = reader.choice("EMAIL_PROVIDER", ("", *MAIL_PROVIDERS), default="")
    variables = Variables(
        environment=environment,
        debug=reader.flag("DEBUG", default=False),
        secret_key=reader.text("SECRET_KEY", default=default(DEVELOPMENT_SECRET_KEY)),
        allowed_hosts=reader.items(
            "ALLOWED_HOSTS", default=default("localhost,127.0.0.1,[::1],testserver")
        ),
        site_url=site_url,
        secure_cookies=reader.flag("SECURE_COOKIES", default=deployed),
        data_dir=data_dir,
        static_root=Path(
            reader.text("STATIC_ROOT", default=str(data_dir / "staticfiles"))
        ).absolute(),
        database_url=reader.url(
            "DATABASE_URL",
            ("postgres", "postgresql"),
            default=default(
                local.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/dongne")
            ),
        ),
        database_pool_min=reader.number("DATABASE_POOL_MIN", default=2, minimum=0),
        database_pool_max=reader.number("DATABASE_POOL_MAX", default=0, minimum=0),
        database_statement_timeout_ms=reader.number(
            "DATABASE_STATEMENT_TIMEOUT_MS", default=30_000, minimum=0
        ),
        database_connect_timeout_s=reader.number(
            "DATABASE_CONNECT_TIMEOUT_S", default=2, minimum=1
        ),
        live_url=reader.url("LIVE_URL", ("https",) if deployed else ("http", "https"), default="")
        or (f"{site_url}/live/stream" if deployed else _local_live_url(reader, port)),
        redis_url=redis_url,
        broker_url=reader.url("BROKER_URL", REDIS_SCHEMES, default="") or redis_url,
        email_url=reader.url(
            "EMAIL_URL",
            MAIL_SCHEMES + LOCAL_MAIL_SCHEMES,
            default="" if provider else default(""),
        ),
        default_from_email=reader.text(
            "DEFAULT_FROM_EMAIL", default=default("동네물어봐 <hello@localhost>")
        ),
        trusted_proxy_count=reader.number("TRUSTED_PROXY_COUNT", default=0, minimum=0),
        log_level=reader.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO"),
        page_cache_seconds=reader.number(
            "PAGE_CACHE_SECONDS", default=0 if environment == "test" else 5, minimum=0
        ),
        operator_name=reader.text("OPERATOR_NAME", default=""),
        operator_email=reader.text("OPERATOR_EMAIL", default=""),
        social_keys=social_keys(reader),
        rate_limits=_rate_limits(reader),
        pushes_per_minute=reader.number("PUSHES_PER_MINUTE", default=1000, minimum=1),
        mails_per_minute=reader.number("MAILS_PER_MINUTE", default=100, minimum=1),
        vapid_private_key=reader.text("VAPID_PRIVATE_KEY", default=default(DEVELOPMENT_VAPID_KEY)),
        vapid_subject=reader.text("VAPID_SUBJECT", default=default("mailto:hello@localhost")),
        web_push_hosts=reader.items("WEB_PUSH_HOSTS", default=",".join(WEB_PUSH_HOSTS)),
        fcm_credentials=fcm_credentials(reader),
        fcm_url=reader.url("FCM_URL", ("http", "https"), default="https://fcm.googleapis.com"),
        apns=apns(reader),
        mail_hook_secret=reader.text("MAIL_HOOK_SECRET", default=""),
        email_provider=provider,
        email_provider_key=reader.text("EMAIL_PROVIDER_KEY", default=None if provider else ""),
        map=map_provider(reader, schemes=("https",) if deployed else ("http", "https")),
    )
    if variables.mail_hook_secret and not HOOK_SECRET.fullmatch(variables.mail_hook_secret):
        reader.refuse(
            "MAIL_HOOK_SECRET", "expected user:password, the password of 16 characters or more"
        )
    if 0 < variables.database_pool_max < variables.database_pool_min:
        reader.refuse("DATABASE_POOL_MIN", "must not exceed DATABASE_POOL_MAX")
    if variables.is_deployed:
        _refuse_unsafe(reader, variables)
    reader.raise_problems()
    return variables


def _local_live_url(reader: Reader, port: str) -> str:
    """Where `make run` puts the live streams: beside the pages, on a port of their own."""
    guess = str(int(port) + LIVE_PORT_OFFSET) if port.isdecimal() else ""
    return f"http://127.0.0.1:{reader.text('LIVE_PORT', default=guess)}/live/stream"


def _rate_limits(reader: Reader) -> dict[str, str]:
    """Departures from the site's own limits: "ask=30/m,vote=" is asking 30 a minute, voting at will."""
    limits = {}
    for item in reader.items("RATE_LIMITS", default=""):
        name, separator, rate = (part.strip() for part in item.partition("="))
        if not separator or (rate and not RATE.fullmatch(rate)):
            reader.refuse(
                "RATE_LIMITS", f"has {item!r}; expected a form such as ask=30/m or ask=30/15m"
            )
        limits[name] = rate
    return limits


def _refuse_unsafe(reader: Reader, variables: Variables) -> None:
    """What development may do and a deployment may not."""
    if variables.debug:
        reader.refuse("DEBUG", "must be off here: it shows source code and settings to visitors")
    if variables.secret_key and not _is_strong(variables.secret_key):
        reader.refuse(
            "SECRET_KEY",
            f"needs at least {MIN_SECRET_KEY_LENGTH} random characters; make one with "
            "`python -c 'import secrets; print(secrets.token_urlsafe(64))'`",
        )
    _refuse_unsafe_addresses(reader, variables)
    if not variables.secure_cookies:
        reader.refuse("SECURE_COOKIES", "must be on here: sessions would travel over plain HTTP")
    if variables.vapid_private_key == DEVELOPMENT_VAPID_KEY:
        reader.refuse("VAPID_PRIVATE_KEY", "must be your own; `manage.py make_vapid_key` makes one")
    if variables.vapid_private_key and not VAPID_KEY.fullmatch(variables.vapid_private_key):
        reader.refuse(
            "VAPID_PRIVATE_KEY", "expected 32 bytes as base64url: `manage.py make_vapid_key`"
        )
    if variables.vapid_subject and not variables.vapid_subject.startswith(("mailto:", "https://")):
        reader.refuse(
            "VAPID_SUBJECT", "expected mailto:… or https://…, where push services reach you"
        )
    if variables.email_url.split(":", 1)[0] in LOCAL_MAIL_SCHEMES:
        reader.refuse(
            "EMAIL_URL", "must name a mail server, such as smtp+tls://user:password@host:587"
        )


def _refuse_unsafe_addresses(reader: Reader, variables: Variables) -> None:
    hosts, site = variables.allowed_hosts, urlsplit(variables.site_url)
    if not hosts or any(_is_wildcard(host) for host in hosts):
        reader.refuse(
            "ALLOWED_HOSTS", "must list full host names; a wildcard lets others choose the host"
        )
    elif site.hostname and site.hostname not in hosts:
        reader.refuse("SITE_URL", "its host must be among ALLOWED_HOSTS: links in mails lead there")
    if variables.site_url and site.scheme != "https":
        reader.refuse("SITE_URL", "must start with https://")


def _is_wildcard(host: str) -> bool:
    return "*" in host or host.startswith(".")


def _is_strong(key: str) -> bool:
    known = "insecure" in key or key.startswith("development-only")
    return (
        not known and len(key) >= MIN_SECRET_KEY_LENGTH and len(set(key)) >= MIN_SECRET_KEY_DISTINCT
    )


@cache
def current() -> Variables:
    """The variables of this process, read once."""
    return load(os.environ)
