from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutingConfig(AppConfig):
    name = "apps.routing"
    verbose_name = _("답변 요청")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from apps.routing import handlers  # noqa: F401 -- they register
