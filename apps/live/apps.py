from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "apps.live"
    verbose_name = _("실시간")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from apps.live import handlers  # noqa: F401 -- they register
