from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "apps.notifications"
    verbose_name = _("알림")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from apps.core import context
        from apps.events import relays
        from apps.notifications import bounces, kinds, queries, retagging, signing_out  # noqa: F401
        from apps.notifications.services.queueing import queue_due

        kinds.load()
        bounces.listen()
        signing_out.listen()
        relays.register(queue_due)
        context.register("unread_count", queries.unread_count_of, signed_in=True, default=0)
