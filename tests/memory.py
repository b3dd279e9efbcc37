"""What a process keeps between requests."""

from __future__ import annotations

from apps.core.layered import forget_locally
from apps.core.remembered import Remembered


def forget() -> None:
    """Let it know nothing, as if it had just begun."""
    for each in Remembered.everything:
        each.forget()
    forget_locally()
