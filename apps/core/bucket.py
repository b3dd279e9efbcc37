"""So many of something a minute, however many processes take them: a token bucket in Valkey."""

from __future__ import annotations

from django.core.cache import cache
from django_redis import get_redis_connection

# The bucket fills evenly and holds what a tenth of a minute gives, so that no burst exceeds the rate by more.
_TAKE = """
local now = redis.call('TIME')
local seconds = now[1] + now[2] / 1000000
local rate, wanted = tonumber(ARGV[1]) / 60, tonumber(ARGV[2])
local most = math.max(1, rate * 6)
local kept = redis.call('HMGET', KEYS[1], 'level', 'at')
local level = most
if kept[1] and kept[2] then level = math.min(most, kept[1] + math.max(0, seconds - kept[2]) * rate) end
local taken = math.min(wanted, math.floor(level))
redis.call('HSET', KEYS[1], 'level', tostring(level - taken), 'at', tostring(seconds))
redis.call('EXPIRE', KEYS[1], 120)
return taken
"""

_GIVE_BACK = """
if redis.call('HEXISTS', KEYS[1], 'at') == 1 then
  redis.call('HINCRBYFLOAT', KEYS[1], 'level', ARGV[1])
end
"""


def take(name: str, wanted: int, *, per_minute: int) -> int:
    """Take up to ``wanted``; return how many there were.

    Raises:
        redis.exceptions.RedisError: Valkey is away, and nobody knows.
    """
    script = get_redis_connection("default").register_script(_TAKE)
    taken: int = script(keys=[cache.make_key(f"bucket:{name}")], args=[per_minute, wanted])
    return taken


def give_back(name: str, amount: int) -> None:
    """Return what was taken and not used; a bucket forgotten meanwhile is full anyway."""
    if amount:
        script = get_redis_connection("default").register_script(_GIVE_BACK)
        script(keys=[cache.make_key(f"bucket:{name}")], args=[amount])
