from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "apps.search"
    verbose_name = _("검색")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from apps.questions import lookup, similar
        from apps.search import checks, handlers  # noqa: F401 -- they register
        from apps.search.searching import everything_like
        from apps.search.similar import similar_ids

        similar.find_with(similar_ids)
        lookup.find_with(everything_like)
