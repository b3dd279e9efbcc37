"""Finding and testing TCP ports."""

from __future__ import annotations

import socket


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_busy(host: str, port: int) -> bool:
    """Whether `host:port` cannot be listened on.

    Asks by listening without SO_REUSEPORT: the web server itself sets that option, so a second one would
    start without complaint and share the visitors.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return True
    return False
