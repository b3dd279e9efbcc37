from __future__ import annotations

from apps.events.jobs import job
from apps.search.services import forgetting, rebuilding


@job("search.repair", queue="search")
def repair(before: int | None = None) -> None:
    """Stretch by stretch, so that what is asked meanwhile is found at once."""
    following = rebuilding.repair(before=before)
    if following is not None:
        repair.delay(following)


@job("search.forget", queue="search")
def forget() -> int:
    return forgetting.forget_old()
