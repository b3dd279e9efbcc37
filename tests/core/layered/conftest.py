from __future__ import annotations

from collections.abc import Callable
from itertools import count
from threading import Lock
from typing import Any

import pytest


class Counted:
    """A function that counts how often it was asked."""

    def __init__(self, answer: Callable[[int], Any] | None = None) -> None:
        self.asked = 0
        self._lock = Lock()
        self._numbers = count(1)
        self._answer = answer

    def __call__(self) -> Any:
        with self._lock:
            self.asked += 1
            number = next(self._numbers)
        return self._answer(number) if self._answer else number


@pytest.fixture
def counted() -> Counted:
    return Counted()
