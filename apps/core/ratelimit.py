"""How often one person or address may do a thing, counted in Valkey.

A sliding window, exact: within any ``window`` at most ``amount`` calls pass, and a refusal knows
the second at which the next one will. A refused call does not count, so waiting always helps.

When Valkey does not answer, reading and writing go on unlimited (with an error in the log): a lost
cache must not close the site. Guessing at secrets does not: the limits marked ``guards_secrets``
refuse with 503 until it is back.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import math
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from typing import ParamSpec, TypeVar, cast

from django.conf import settings
from django.core import checks
from django.core.cache import cache as store
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from apps.core.client_ip import client_ip
from apps.core.errors import DomainError, RateLimited

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
RETRY_WHEN_DOWN = 30  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """``rate`` is calls per time: "5/m", "10/15m". Reading is free unless ``counts_reads``."""

    rate: str
    counts_reads: bool = False
    guards_secrets: bool = False


# Every limit of the site. `settings.RATE_LIMITS` overrides the rates by name; an empty rate lifts the limit.
LIMITS: dict[str, Limit] = {
    # Per address: mobile networks share theirs among many people, hence not lower.
    "sign_up": Limit(rate="20/h"),
    "sign_in": Limit(rate="10/m", guards_secrets=True),
    "password_reset": Limit(rate="10/15m", guards_secrets=True),
    # Per account, whoever tries.
    "sign_in_account": Limit(rate="5/15m", guards_secrets=True),
    "password_reset_mail": Limit(rate="3/15m", guards_secrets=True),
    "verification_mail": Limit(rate="4/30m", guards_secrets=True),
    "verification_code": Limit(rate="12/h", guards_secrets=True),
    # Per person, or per address of a visitor.
    "confirm_password": Limit(rate="10/10m", guards_secrets=True),
    "settings": Limit(rate="20/m"),
    "block": Limit(rate="20/m"),
    # Of these what comes about, see `counting`; and every try at one, right or wrong.
    "ask": Limit(rate="5/m"),
    "answer": Limit(rate="10/m"),
    "comment": Limit(rate="20/m"),
    "write": Limit(rate="60/m"),
    "vote": Limit(rate="60/m"),
    "answer_request": Limit(rate="30/m"),
    "edit": Limit(rate="20/m"),
    "watch": Limit(rate="30/m"),
    # Browsers and service workers; an address in a mail, by whoever follows it.
    "push": Limit(rate="30/m", counts_reads=True),
    "hook": Limit(rate="600/m"),
    "stop": Limit(rate="60/m", counts_reads=True),
    "token": Limit(rate="30/m", counts_reads=True),
    "draft": Limit(rate="60/m"),
    "search": Limit(rate="50/m", counts_reads=True),
    # New tokens of open pages, and what pages without a stream ask for every twenty seconds.
    "live": Limit(rate="60/m", counts_reads=True),
    "live_poll": Limit(rate="120/m", counts_reads=True),
    "locate": Limit(rate="30/m", counts_reads=True),
    # While somebody types.
    "suggest": Limit(rate="120/m", counts_reads=True),
    "nearby": Limit(rate="60/m", counts_reads=True),
    "read_api": Limit(rate="100/m", counts_reads=True),
    "auth_api": Limit(rate="10/m", counts_reads=True, guards_secrets=True),
}

# The list holds the moments of the last `amount` allowed calls, newest first; the oldest decides. Time is the
# server's, so that web processes with differing clocks agree.
HIT = """
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local amount, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local oldest = redis.call('LINDEX', KEYS[1], amount - 1)
if oldest then
  local wait = tonumber(string.match(oldest, '^%d+')) + window - ms
  if wait > 0 then return {wait, ''} end
end
local hit = string.format('%d:%s', ms, ARGV[3])
redis.call('LPUSH', KEYS[1], hit)
redis.call('LTRIM', KEYS[1], 0, amount - 1)
redis.call('PEXPIRE', KEYS[1], window)
return {0, hit}
"""


class Unavailable(DomainError):
    """The counter of a limit that guards secrets does not answer, and nobody may guess uncounted."""

    status = 503
    code = "unavailable"

    def __init__(self) -> None:
        super().__init__(_("지금은 확인할 수 없어요. 잠시 뒤에 다시 해 주세요."))
        self.retry_after = RETRY_WHEN_DOWN


@dataclass(frozen=True, slots=True)
class Hit:
    """One counted call, which `forgive` can take back."""

    key: str
    value: str


def check(scope: str, *, identity: str, rate: str | None = None) -> Hit | None:
    """Count one call of ``scope`` by ``identity``; None when nothing was counted.

    Args:
        scope: a name in `LIMITS`.
        identity: who is counted, such as `visitor` or `address` tells.
        rate: in place of the table's.

    Raises:
        RateLimited: too many calls; says after how many seconds the next one passes.
        Unavailable: the limit guards secrets and Valkey does not answer.
    """
    limit = LIMITS[scope]
    amount, window = parse_rate(rate or settings.RATE_LIMITS.get(scope, limit.rate))
    if not amount:
        return None
    key = _key(scope, identity)
    try:
        client = get_redis_connection("default")
        wait, value = client.register_script(HIT)(
            keys=[key], args=[amount, window * 1000, secrets.token_hex(6)]
        )
    except RedisError as error:
        logger.exception("rate limit %s is not counted: the cache does not answer", scope)
        if limit.guards_secrets:
            raise Unavailable from error
        return None
    if wait:
        raise RateLimited(math.ceil(wait / 1000))
    return Hit(key, value.decode())


def forgive(hit: Hit | None) -> None:
    """Take one counted call back: it turned out to be harmless."""
    if hit is None:
        return
    try:
        get_redis_connection("default").lrem(hit.key, 1, hit.value)
    except RedisError:
        logger.exception("a rate limit keeps a forgiven call: the cache does not answer")


def clear(scope: str, *, identity: str) -> None:
    """Forget every call of ``scope`` by ``identity``."""
    try:
        get_redis_connection("default").delete(_key(scope, identity))
    except RedisError:
        logger.exception("rate limit %s is not cleared: the cache does not answer", scope)


def check_request(request: HttpRequest, scope: str) -> Hit | None:
    """`check` for whoever sent ``request``; for pages and for REST framework's throttles alike."""
    if request.method in SAFE_METHODS and not LIMITS[scope].counts_reads:
        return None
    return check(scope, identity=visitor(request))


@contextmanager
def counting(request: HttpRequest, scope: str) -> Iterator[Callable[[], None]]:
    """Count what comes about in the block: a service calls what this gives before it writes something new.

    What fails after all is forgiven. So neither an error in the form nor a second click counts.
    """
    hits: list[Hit | None] = []
    try:
        yield lambda: hits.append(check_request(request, scope))
    except BaseException:
        for hit in hits:
            forgive(hit)
        raise


def limited(scope: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """View decorator: at most as many calls as `LIMITS` allows, per person or visitor's address."""
    LIMITS[scope]  # a misspelt name fails when the module is loaded, not when somebody posts

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            check_request(cast("HttpRequest", args[0]), scope)
            return view(*args, **kwargs)

        return counted

    return decorate


def visitor(request: HttpRequest) -> str:
    """The person who is signed in, else where the request comes from."""
    if request.user.is_authenticated:
        return f"u{request.user.pk}"
    return address(request)


def address(request: HttpRequest) -> str:
    """The client's address; of IPv6 the /64, which is one household or phone."""
    raw = client_ip(request)
    try:
        parsed = ipaddress.ip_address(raw)
    except ValueError:
        return f"ip:{raw[:64]}"
    if parsed.version == 4:
        return f"ip:{parsed}"
    mapped = parsed.ipv4_mapped
    if mapped:
        return f"ip:{mapped}"
    return f"ip:{ipaddress.ip_network((parsed, 64), strict=False).network_address}"


def account(email: str) -> str:
    """Whom an address belongs to, known or not; hashed, since it is typed by strangers."""
    return f"a{hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]}"


@cache
def parse_rate(rate: str) -> tuple[int, int]:
    """Calls and seconds: (10, 900) for "10/15m", (0, 0) for an empty rate, which is no limit.

    Raises:
        ValueError: anything else.
    """
    if not rate:
        return 0, 0
    found = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)?([smhd])", rate)
    if not found:
        raise ValueError(f"a rate looks like 5/m or 10/15m, not {rate!r}")
    amount, times, unit = found.groups()
    return int(amount), int(times or 1) * UNITS[unit]


@checks.register
def check_names(**_: object) -> list[checks.CheckMessage]:
    """A misspelt override would leave a limit as it was, unnoticed."""
    unknown = sorted(set(settings.RATE_LIMITS) - set(LIMITS))
    hint = f"known: {', '.join(LIMITS)}"
    return [
        checks.Error(f"RATE_LIMITS names {name!r}, which is no limit", hint=hint)
        for name in unknown
    ]


def _key(scope: str, identity: str) -> str:
    return str(store.make_key(f"limit:{scope}:{identity}"))
