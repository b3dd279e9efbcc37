"""Django with nothing around it: what the site's pages are compared with.

The same database, connection settings and template engine as the site; no middleware, no context processors.
"""

from pathlib import Path

from dongne.settings import *  # noqa: F403

INSTALLED_APPS = ["bench"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.bare"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
    }
]
