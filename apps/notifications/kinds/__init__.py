"""The kinds of notifications: who hears of what, in which words, by which ways. One file each."""

from __future__ import annotations

import pkgutil
from importlib import import_module


def load() -> None:
    """Import every kind, which registers it and its handlers."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
