from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "apps.events"
    verbose_name = _("이벤트")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from apps.events import relays
        from apps.events.services.relaying import relay_batch

        relays.register(relay_batch)
