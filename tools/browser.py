"""Finds a Chromium for the browser tests and, where there is none, installs one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tools.console import complain, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def system_chromium() -> str | None:
    """The system's own Chromium or Chrome, which CHROMIUM may name."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Make sure that there is a browser and that it can draw Hangul."""
    if system_chromium():
        return 0
    say("· 시험에 쓸 브라우저를 설치해요 · installing Chromium")
    if os.geteuid() == 0 and shutil.which("apt-get"):
        packages = ["chromium", "fonts-noto-cjk"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        commands = [
            ["apt-get", "-qq", "update"],
            ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *packages],
        ]
    else:
        quiet = dict(os.environ)
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    for command in commands:
        result = subprocess.run(
            command,
            env=quiet,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if result.returncode:
            complain(f"{' '.join(command)}\n{result.stdout[-2000:]}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
