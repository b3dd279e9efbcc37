"""How this app listens: among the events, so that no line waits for mail or push servers."""

from __future__ import annotations

from functools import partial

from apps.events import registry

on = partial(registry.on, queue="events")
