from __future__ import annotations

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "tests.events.processes"
    label = "processes"

    def ready(self) -> None:
        from tests.events.processes import deaths, handlers

        handlers.register()
        deaths.prepare()
