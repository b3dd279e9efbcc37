"""`make clean`: removes what can be made again and, after asking, the local data."""

from __future__ import annotations

import os
import shutil
import sys

from tools.console import Stop, complain, say
from tools.data_dir import ROOT, DataDir

CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache")


def main() -> int:
    """Ask, then remove. YES=1 answers for scripts."""
    try:
        data = DataDir.from_environment()
        if not data.try_lock():
            raise Stop(
                f"a copy is running on {data.path}; stop it first · 실행 중이에요. 먼저 꺼 주세요"
            )
    except Stop as problem:
        complain(str(problem))
        return 1
    question = f"{data.path} (데이터베이스, 메일)을 지워요. 되돌릴 수 없어요 · delete all local data? [y/N] "
    if os.environ.get("YES") != "1" and input(question).strip().lower() != "y":
        say("그대로 두었어요 · kept")
        return 0
    shutil.rmtree(data.path)
    for cache in CACHES:
        shutil.rmtree(ROOT / cache, ignore_errors=True)
    for folder in ("apps", "dongne", "tools", "tests", "bench"):
        for compiled in (ROOT / folder).rglob("__pycache__"):
            shutil.rmtree(compiled, ignore_errors=True)
    say("지웠어요 · removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
