"""`make lint`: every checker in turn, all of them, whatever the first ones find."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.console import complain, say
from tools.data_dir import ROOT

BIN = Path(sys.executable).parent


def checks() -> dict[str, list[str]]:
    """Name and command line of each checker."""
    templates = [
        str(path.relative_to(ROOT))
        for folder in ("templates", "apps")
        for path in sorted((ROOT / folder).rglob("*.html"))
    ]
    return {
        "ruff": [str(BIN / "ruff"), "check", "--quiet", "."],
        "ruff format": [str(BIN / "ruff"), "format", "--quiet", "--check", "."],
        "mypy": [str(BIN / "mypy"), "--no-error-summary"],
        "import-linter": [str(BIN / "lint-imports")],
        "djade": [str(BIN / "djade"), "--target-version", "5.2", "--check", *templates],
        "hadolint": [str(BIN / "hadolint"), "Dockerfile"],
        "pins": [sys.executable, "-m", "tools.check_pins"],
    }


def main() -> int:
    """Run all; print only what has something to say."""
    failed = []
    for name, command in checks().items():
        result = subprocess.run(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if result.returncode:
            failed.append(name)
            print(result.stdout)
            complain(name)
        else:
            say(f"✓ {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
