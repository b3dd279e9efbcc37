from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.notifications.channels.vapid import make


class Command(BaseCommand):
    help = "Print a new VAPID_PRIVATE_KEY. Changing the key ends every browser's subscription."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(make())
