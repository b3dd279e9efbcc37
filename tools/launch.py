"""Starts a program that ends with its parent and, where asked, as another user.

    python -m tools.launch [--user NAME --data FOLDER] [--signal INT] -- program arguments…

PostgreSQL refuses to run as root. As root it is run by a system user, who usually can enter a public folder
but not a private home: rather than opening the home to everybody, the program keeps the one capability that
lets it walk through (Linux), and only when it is needed.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapData(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def command(
    program: Sequence[str],
    *,
    user: str | None = None,
    data: Path | None = None,
    on_orphan: str = "TERM",
) -> list[str]:
    """The command line that starts `program` by way of this module.

    Args:
        program: the program and its arguments.
        user: whom to become; needs root.
        data: the folder that `user` has to reach besides the program.
        on_orphan: the signal the program gets when its parent dies without having stopped it.
    """
    as_user = ["--user", user, "--data", str(data or "/")] if user else []
    return [sys.executable, "-m", "tools.launch", "--signal", on_orphan, *as_user, "--", *program]


def can_reach(path: Path, user: pwd.struct_passwd) -> bool:
    """Whether `user` may enter every folder down to `path` and read what is there."""
    for step in (*reversed(path.parents), path):
        status = step.stat()
        if status.st_uid == user.pw_uid:
            bits = status.st_mode >> 6
        elif status.st_gid == user.pw_gid:
            bits = status.st_mode >> 3
        else:
            bits = status.st_mode
        needed = 0o1 if step != path else 0o5
        if bits & needed != needed:
            return False
    return True


def _become(user: pwd.struct_passwd, *, walk_through: bool) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if walk_through:
        _check(libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0))
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    if walk_through:
        bit = 1 << CAP_DAC_OVERRIDE
        header = _CapHeader(CAPABILITY_VERSION_3, 0)
        data = (_CapData * 2)(_CapData(bit, bit, bit))
        _check(libc.capset(ctypes.byref(header), ctypes.byref(data)))
        _check(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0))


def _die_with_parent(number: int) -> None:
    if sys.platform == "linux":
        _check(ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0))


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def main() -> None:
    """Become, bind to the parent's life, and turn into the program."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--user")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--signal", default="TERM")
    parser.add_argument("program", nargs="+")
    options = parser.parse_args()
    parent = os.getppid()
    if options.user:
        user = pwd.getpwnam(options.user)
        needed = (Path(options.program[0]).resolve(), options.data.resolve())
        try:
            _become(user, walk_through=not all(can_reach(path, user) for path in needed))
        except OSError as error:
            sys.exit(
                f"error: {user.pw_name} cannot enter {needed[1]} ({error.strerror}); as root, keep the "
                "checkout and DATA_DIR in a folder that others may enter, such as /srv"
            )
        os.chdir("/")
    _die_with_parent(signal.Signals[f"SIG{options.signal}"])
    if os.getppid() != parent:
        sys.exit("the parent is gone")
    os.execv(options.program[0], options.program)


if __name__ == "__main__":
    main()
