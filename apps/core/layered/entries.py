from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as it is kept: ``versions`` are those of its subjects from before it was computed."""

    versions: str
    made_at: float  # Unix seconds: processes and machines have to agree
    body: bytes

    @classmethod
    def of(cls, value: Any, versions: str) -> Entry:
        """Raise ``TypeError`` for what is not JSON."""
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return cls(versions, time.time(), body.encode())

    @classmethod
    def read(cls, raw: bytes | None) -> Entry | None:
        """None for nothing, and for what another release may have written."""
        head, found, body = (raw or b"").partition(b"\n")
        if not found:
            return None
        versions, _, made_at = head.decode(errors="replace").rpartition(" ")
        try:
            return cls(versions, float(made_at), body)
        except ValueError:
            return None

    def written(self) -> bytes:
        return b"%s %.3f\n%s" % (self.versions.encode(), self.made_at, self.body)

    @property
    def age(self) -> float:
        return time.time() - self.made_at

    def value(self) -> Any:
        return json.loads(self.body)
