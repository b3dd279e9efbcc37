from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "apps.questions"
    verbose_name = _("질문")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from apps.questions import handlers  # noqa: F401 -- they register
