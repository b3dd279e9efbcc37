from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from apps.accounts import moderators


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    verbose_name = _("계정")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Told of each app in the order of INSTALLED_APPS; auth comes after ours.
        post_migrate.connect(
            moderators.give_rights,
            sender=apps.get_app_config("auth"),
            dispatch_uid="moderators",
        )
