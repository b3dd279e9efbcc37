"""Checks that every requirement is pinned exactly and that nothing installed is left unpinned."""

from __future__ import annotations

import re
import sys
from importlib.metadata import distributions

from tools.data_dir import ROOT

FILES = ("requirements.txt", "requirements-local.txt", "requirements-dev.txt")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[a-z0-9,]+\])?==(?P<version>[^\s;*]+)(\s+#.*)?$")
# What a fresh virtual environment brings along.
ALWAYS_THERE = {"pip", "setuptools", "wheel"}


def main() -> int:
    """Print what is wrong; the exit code says whether anything was."""
    pins: dict[str, str] = {}
    problems: list[str] = []
    for file in FILES:
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith(("#", "-r ")):
                continue
            match = PIN.match(line)
            if match:
                pins[_canonical(match["name"])] = match["version"]
            else:
                problems.append(f"{file}: not an exact pin: {line}")
    for distribution in distributions():
        name = _canonical(distribution.metadata["Name"])
        if name in ALWAYS_THERE:
            continue
        pinned = pins.get(name)
        if pinned != distribution.version:
            problems.append(
                f"{name} {distribution.version} is installed, {pinned or 'nothing'} is pinned"
            )
    print("\n".join(problems) or f"{len(pins)} requirements pinned")
    return 1 if problems else 0


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main())
