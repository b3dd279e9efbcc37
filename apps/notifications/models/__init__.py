from apps.notifications.models.digests import Digest
from apps.notifications.models.dispatches import MOST_TIMES, Dispatch
from apps.notifications.models.lines import ACTORS_KEPT, Notification
from apps.notifications.models.people import Device, Preferences, Suppression, Watch

__all__ = [
    "ACTORS_KEPT",
    "MOST_TIMES",
    "Device",
    "Digest",
    "Dispatch",
    "Notification",
    "Preferences",
    "Suppression",
    "Watch",
]
