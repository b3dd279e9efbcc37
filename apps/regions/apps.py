from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionsConfig(AppConfig):
    name = "apps.regions"
    verbose_name = _("지역")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from apps.core import context
        from apps.regions.queries import current_region

        context.register("current_region", current_region)
