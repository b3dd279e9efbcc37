from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PointsConfig(AppConfig):
    name = "apps.points"
    verbose_name = _("포인트")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from apps.core import context
        from apps.points import handlers, queries  # noqa: F401 -- handlers register

        context.register("point_balance", queries.balance_of, signed_in=True)
