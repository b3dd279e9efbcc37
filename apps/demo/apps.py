from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Made-up content: a demo neighbourhood to look at, and as many questions as a benchmark needs."""

    name = "apps.demo"
    verbose_name = _("시범 자료")
