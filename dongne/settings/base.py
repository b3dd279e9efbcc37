"""Applications, middleware, templates, language and time."""

from __future__ import annotations

from typing import Any

from dongne.settings.env import BASE_DIR, current

_env = current()

ENVIRONMENT = _env.environment
DEBUG = _env.debug
SECRET_KEY = _env.secret_key
ALLOWED_HOSTS = _env.allowed_hosts
SITE_URL = _env.site_url
SITE_NAME = "동네물어봐"
DATA_DIR = _env.data_dir
TRUSTED_PROXY_COUNT = _env.trusted_proxy_count
# Who runs the site, for the pages that have to say so; shown only where given.
OPERATOR_NAME = _env.operator_name
OPERATOR_EMAIL = _env.operator_email
# The style guide and the mail reader are routed only where nobody's real mail arrives.
LOCAL_TOOLS = _env.is_local

INSTALLED_APPS = [
    "apps.core",
    "apps.events",
    "apps.regions",
    "apps.accounts",
    "apps.questions",
    "apps.points",
    "apps.notifications",
    "apps.routing",
    "apps.search",
    "apps.live",
    "apps.demo",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "apps.core.static_files.StaticFilesConfig",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.kakao",
    "allauth.socialaccount.providers.naver",
    "allauth.socialaccount.providers.google",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
]

# LocaleMiddleware joins when the first translation does: until then every page is Korean, and says so.
MIDDLEWARE = [
    "apps.core.middleware.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.core.middleware.LanguageMiddleware",
    "apps.core.api.middleware.JsonErrorsMiddleware",
    "apps.core.middleware.PrivateMiddleware",
    "apps.core.middleware.PermissionsPolicyMiddleware",
    "apps.core.middleware.TextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "apps.core.middleware.PlainUserMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.core.error_pages.DomainErrorMiddleware",
    # Innermost, so that its page has the visitor's face and all headers; nothing before it reads the body.
    "apps.core.middleware.BodyLimitMiddleware",
]

ROOT_URLCONF = "dongne.urls"
WSGI_APPLICATION = "dongne.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_finders = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
_loaders: list[Any] = _finders if DEBUG else [("django.template.loaders.cached.Loader", _finders)]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", _loaders)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.core.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_htmx.templatetags.django_htmx",
                "template_partials.templatetags.partials",
                "apps.core.templatetags.dongne",
                "apps.core.templatetags.texts",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "ko"
LANGUAGES = [
    ("ko", "한국어"),
    ("en", "English"),
    ("ja", "日本語"),
    ("zh-hans", "简体中文"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

# Text only so far. What is larger gets the 413 page before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
