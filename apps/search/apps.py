from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "apps.search"
    verbose_name = _("검색")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from apps.questions.similar import find_with
        from apps.search import checks, handlers  # noqa: F401 -- they register
        from apps.search.similar import similar_ids

        find_with(similar_ids)
