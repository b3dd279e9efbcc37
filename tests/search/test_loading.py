"""A web process has its analyser before it takes requests: loading holds the interpreter for seconds."""

from __future__ import annotations

import subprocess
import sys

from tools.data_dir import ROOT

SERVES = """
import threading
from dongne.wsgi import application
from apps.search.analysis import kiwi
assert callable(application)
assert threading.active_count() == 1, threading.enumerate()
assert kiwi._kiwi.cache_info().currsize == 1
print(kiwi.alone("바다")[0].form)
"""


def test_a_web_process_is_whole_before_it_serves() -> None:
    result = subprocess.run(
        [sys.executable, "-c", SERVES], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.stdout, result.returncode) == ("바다\n", 0), result.stderr
