"""What this app tells the others. Names and keys follow the seed's event table; ids are strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.events.services.publishing import publish

if TYPE_CHECKING:
    from apps.accounts.models import User

USER_REGISTERED = "user.registered"
# Stopped, signed out everywhere, or given another role: what was open for them is to be checked anew.
SESSIONS_ENDED = "sessions.ended"
USER_MOVED = "user.moved"
# Another nickname or level: what stands on everything they wrote.
PERSON_CHANGED = "person.changed"
# Quiet hours, time zone or a pause.
QUIET_CHANGED = "quiet.changed"


def user_registered(user: User) -> None:
    publish(
        USER_REGISTERED,
        {
            "userId": str(user.pk),
            "email": user.email,
            "createdAt": user.date_joined.isoformat(),
        },
    )


def user_moved(user: User) -> None:
    """Another home region, or none; ``regionId`` is null then."""
    region_id = user.home_region_id
    publish(
        USER_MOVED,
        {"userId": str(user.pk), "regionId": None if region_id is None else str(region_id)},
    )


def person_changed(user_id: int) -> None:
    publish(PERSON_CHANGED, {"userId": str(user_id)})


def quiet_changed(user_id: int) -> None:
    publish(QUIET_CHANGED, {"userId": str(user_id)})


def sessions_ended(user: User) -> None:
    publish(SESSIONS_ENDED, {"userId": str(user.pk)})
