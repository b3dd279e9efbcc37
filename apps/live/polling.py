"""What happened since, for pages that cannot hold a stream. Reads the same entries the streams bring."""

from __future__ import annotations

from dataclasses import dataclass

from django_redis import get_redis_connection

from apps.live.channels import STREAM
from apps.live.process.entries import Entry, Position
from apps.live.tokens import Token

# Past so many entries a page does better to look for itself.
MOST = 2_000
# A page shows what was true some time before its token was made.
RENDERING = 2_000  # milliseconds


@dataclass(frozen=True)
class Since:
    """``is_complete``: nothing else happened."""

    entries: list[Entry]
    last: str
    is_complete: bool


def since(token: Token, last: str) -> Since:
    """What happened on the token's channels after ``last``, else since the token was made.

    Raises:
        redis.exceptions.RedisError: Valkey does not answer.
    """
    given = Position.parse(last)
    begin = given or Position(token.issued - RENDERING, 0)
    with get_redis_connection("default").pipeline(transaction=False) as batch:
        batch.xrange(STREAM, count=1)
        batch.xrange(STREAM, min=f"({begin}", count=MOST)
        batch.xrevrange(STREAM, count=1)
        oldest, found, newest = ([_entry(raw) for raw in answer] for answer in batch.execute())
    if not newest:
        return Since([], "", is_complete=True)
    listened = set(token.channels)
    theirs = [entry for entry in found if listened.intersection(entry.channels)]
    is_complete = (
        oldest[0].position <= begin
        and len(found) < MOST
        and (given is None or given <= newest[0].position)
    )
    told = [entry for entry in theirs if not entry.ends or entry.position.time >= token.issued]
    return Since(told, str(newest[0].position), is_complete=is_complete)


def _entry(raw: tuple[bytes, dict[bytes, bytes]]) -> Entry:
    identity, fields = raw
    return Entry.parse(
        identity.decode(), {name.decode(): value.decode() for name, value in fields.items()}
    )
