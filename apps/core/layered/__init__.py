"""What takes long to find out and is the same for everybody, kept in layers.

This process (at most a minute), then Valkey, then whoever computes it::

    trending = Layered("trending", seconds=3600, refresh_after=900, unpack=as_tags)

    trending.get("all", count_tags)                            # cache-aside, refreshed ahead
    trending.put("all", tags)                                  # write-through
    profiles.get(str(pk), read, subjects=[f"person:{pk}"])     # until somebody bumps the subject

A subject's version stands in Valkey and is asked each time: one ``bump`` makes all that was kept of the
subject invalid, everywhere, at once, and nothing has to be searched for or deleted. What is kept without
subjects may be out of date by its ``seconds``, and in a process by ``local`` more: nothing that can be
hidden.

Values are JSON: what is in Valkey cannot run, no model is kept that a migration or a lazy query could
trip over, and nobody can change what another was given. ``pack`` makes JSON of a value, ``unpack`` the
value of JSON.

Why and when: ADR 12.
"""

from apps.core.layered.cache import Layered
from apps.core.layered.local import forget_locally
from apps.core.layered.shared import Away
from apps.core.layered.versions import bump, bump_on_commit

__all__ = ["Away", "Layered", "bump", "bump_on_commit", "forget_locally"]
