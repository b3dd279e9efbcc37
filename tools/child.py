"""One child process: started in a session of its own, its output prefixed, stopped with patience."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from tools import launch
from tools.console import Prefix, say
from tools.data_dir import ROOT


class Child:
    """A process this one started and alone may stop.

    In its own session, so that Ctrl-C reaches the supervisor only, which then stops the children in order:
    the web server must not lose its database while it finishes a request.
    """

    def __init__(
        self,
        name: str,
        program: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        output: Path | Prefix,
        user: str | None = None,
        data: Path | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self._stop_signal = stop_signal
        self._asked = False
        log: IO[bytes] | int = subprocess.PIPE
        if isinstance(output, Path):
            log = output.open("ab")
        self.process = subprocess.Popen(
            launch.command(
                program, user=user, data=data, on_orphan=stop_signal.name.removeprefix("SIG")
            ),
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if isinstance(output, Prefix):
            threading.Thread(target=self._relay, args=(output,), daemon=True).start()
        elif not isinstance(log, int):
            log.close()

    def _relay(self, prefix: Prefix) -> None:
        if self.process.stdout is None:
            return
        for line in self.process.stdout:
            say(prefix(line.decode(errors="replace").rstrip()))

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    @property
    def ending(self) -> str:
        """How it ended, for people: `exit 3` or `SIGKILL`."""
        code = self.process.poll()
        if code is None:
            return "running"
        return f"exit {code}" if code >= 0 else signal.Signals(-code).name

    def ask_to_stop(self) -> None:
        """Send the polite signal, once: to many programs a second one means "at once"."""
        if self.is_alive and not self._asked:
            self._asked = True
            self.process.send_signal(self._stop_signal)

    def stop(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic seconds) for it to end, then end it and what it left behind."""
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        # Its own children share its session, even when it is gone itself.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def stop_all(children: Sequence[Child], *, within: float) -> None:
    """Stop `children` side by side, giving them `within` seconds together."""
    deadline = time.monotonic() + within
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop(deadline)
