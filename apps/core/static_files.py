"""Which static files are collected."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoConfig


class StaticFilesConfig(DjangoConfig):
    """Leaves out what no page uses: the API's browsable pages and the HTMX builds not chosen."""

    ignore_patterns = [
        *DjangoConfig.ignore_patterns,
        "rest_framework",
        "htmax-*",
        "*-2.js",
        "*-2.min.js",
    ]
