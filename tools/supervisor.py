"""Runs the site's processes side by side until one ends or somebody says stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Sequence
from types import FrameType

from tools.child import Child, stop_all
from tools.console import complain, say

STOP_SECONDS = 8.0
LOOK_EVERY = 0.2  # seconds


class Interrupted(BaseException):
    """Ctrl-C or SIGTERM arrived while things were still being started."""


class StopSignal:
    """SIGINT, SIGTERM and SIGHUP as a flag instead of an exception somewhere in the middle."""

    def __init__(self) -> None:
        self.received = threading.Event()
        self._raises = True
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._receive)

    def _receive(self, _number: int, _frame: FrameType | None) -> None:
        self.received.set()
        if self._raises:
            raise Interrupted

    def only_note(self) -> None:
        """From here on the loop looks at `received`; nothing is torn out of its work."""
        self._raises = False


def watch(
    children: Sequence[Child],
    essential: Sequence[Child],
    stop: StopSignal,
    every_tick: Callable[[], None],
) -> int:
    """Stay until a signal comes or a child dies; stop `children`; return the exit code.

    Args:
        children: the site's own processes, which are stopped here.
        essential: services that must live as well; their owner stops them.
        stop: set by a signal.
        every_tick: called between looks, for what waits for the site to be up.
    """
    code = 0
    while not stop.received.wait(LOOK_EVERY):
        dead = next((child for child in (*children, *essential) if not child.is_alive), None)
        if dead:
            complain(
                f"{dead.name} ended by itself ({dead.ending}); stopping the rest · "
                f"{dead.name} 프로세스가 죽어서 모두 멈춰요"
            )
            code = 1
            break
        every_tick()
    else:
        say("· 멈추는 중 · stopping")
    stop_all(children, within=STOP_SECONDS)
    return code
