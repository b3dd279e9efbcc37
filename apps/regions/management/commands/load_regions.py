from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.regions.services.loading import load_regions


class Command(BaseCommand):
    help = "Load the 시도, 시군구 and 읍면동 of Korea. Safe to repeat; keeps what is open."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_regions()
        line = f"{loaded.total:,} regions, {loaded.new:,} of them new."
        if loaded.left:
            line += f" {loaded.left:,} rows are no longer in the boundary file and stay."
        self.stdout.write(line)
