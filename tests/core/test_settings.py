"""The environment is read once, completely, and refused as a whole."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from dongne.settings.env import load
from tools.data_dir import ROOT

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k3jH8s-Qw7zLx0VbN2mC5tYuI9oP4aSdFgE6rT1yXhJkZqWv8nMbB",
    "ALLOWED_HOSTS": "dongne.example",
    "SITE_URL": "https://dongne.example",
    "DATABASE_URL": "postgresql://dongne:pw@db.internal:5432/dongne",
    "REDIS_URL": "rediss://cache.internal:6379/0",
    "EMAIL_URL": "smtp+tls://user:pw@mail.example:587",
    "DEFAULT_FROM_EMAIL": "동네물어봐 <hello@dongne.example>",
    "VAPID_PRIVATE_KEY": "k9Jc0mEw1n8pX3vQ6tZ2yB5uA7sD4fG1hK0lM9oN8iE",
    "VAPID_SUBJECT": "mailto:hello@dongne.example",
}


def problems(**changes: str | None) -> dict[str, str]:
    """What is wrong with production's environment after `changes`; None removes a variable."""
    environ = {
        name: value for name, value in {**PRODUCTION, **changes}.items() if value is not None
    }
    try:
        load(environ)
    except ImproperlyConfigured as error:
        lines = str(error).splitlines()[1:]
        return dict(line.strip().split(": ", 1) for line in lines)
    return {}


def test_nothing_is_needed_for_development() -> None:
    variables = load({})
    assert variables.environment == "development"
    assert not variables.debug
    assert not variables.is_deployed


def test_a_complete_production_environment_is_accepted() -> None:
    assert problems() == {}


@pytest.mark.parametrize("environment", ["staging", "production"])
@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "ENVIRONMENT"])
def test_each_missing_variable_is_named(name: str, environment: str) -> None:
    assert problems(**{"ENVIRONMENT": environment, name: None}) == {name: "missing"}


def test_an_empty_variable_is_a_missing_one() -> None:
    assert problems(DATABASE_URL="  ") == {"DATABASE_URL": "missing"}


def test_everything_wrong_is_named_at_once() -> None:
    found = problems(SECRET_KEY=None, DEBUG="1", ALLOWED_HOSTS="*", REDIS_URL="http://x", PORT=None)
    assert set(found) == {"SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "REDIS_URL"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "1"),
        ("DEBUG", "maybe"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 80),
        ("SECRET_KEY", "django-insecure-" + PRODUCTION["SECRET_KEY"]),
        ("SECRET_KEY", "development-only-not-a-secret-" + "0" * 34),
        ("ALLOWED_HOSTS", "dongne.example,*"),
        ("ALLOWED_HOSTS", ","),
        ("ALLOWED_HOSTS", "*.dongne.example"),
        ("ALLOWED_HOSTS", ".com"),
        ("SITE_URL", "http://dongne.example"),
        ("SITE_URL", "https://other.example"),
        ("SITE_URL", "https://dongne.example.evil.example"),
        ("SECURE_COOKIES", "0"),
        ("EMAIL_URL", "consolemail://"),
        ("EMAIL_URL", "memorymail://"),
        ("EMAIL_URL", "mail.example"),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("DATABASE_URL", "postgresql://db:port/dongne"),
        ("DATABASE_POOL_MAX", "many"),
        ("TRUSTED_PROXY_COUNT", "-1"),
        ("LOG_LEVEL", "LOUD"),
        ("ENVIRONMENT", "prod"),
    ],
)
def test_what_a_deployment_refuses(name: str, value: str) -> None:
    assert list(problems(**{name: value})) == [name]


def test_a_pool_has_room_for_what_it_keeps_open() -> None:
    assert list(problems(DATABASE_POOL_MIN="9", DATABASE_POOL_MAX="8")) == ["DATABASE_POOL_MIN"]
    assert problems(DATABASE_POOL_MIN="8", DATABASE_POOL_MAX="8") == {}


def test_half_a_pair_of_social_keys_is_a_mistake() -> None:
    assert list(problems(KAKAO_CLIENT_ID="id")) == ["KAKAO_CLIENT_SECRET"]
    assert list(problems(NAVER_CLIENT_SECRET="secret")) == ["NAVER_CLIENT_ID"]


def test_only_providers_with_keys_are_offered() -> None:
    variables = load({"GOOGLE_CLIENT_ID": "id", "GOOGLE_CLIENT_SECRET": "secret"})
    assert list(variables.social_keys) == ["google"]


@pytest.mark.parametrize("missing", ["project_id", "private_key", "client_email", "token_uri"])
def test_a_service_account_needs_all_its_parts(missing: str) -> None:
    account = dict.fromkeys(["project_id", "private_key", "client_email", "token_uri"], "given")
    assert problems(FCM_CREDENTIALS=json.dumps(account)) == {}
    del account[missing]
    assert list(problems(FCM_CREDENTIALS=json.dumps(account))) == ["FCM_CREDENTIALS"]


@pytest.mark.parametrize("text", ["/etc/fcm.json", "[]", "null"])
def test_a_service_account_is_json(text: str) -> None:
    assert list(problems(FCM_CREDENTIALS=text)) == ["FCM_CREDENTIALS"]


def test_part_of_apples_keys_is_a_mistake() -> None:
    assert list(problems(APNS_KEY="key", APNS_TOPIC="kr.dongne.app")) == [
        "APNS_KEY_ID",
        "APNS_TEAM_ID",
    ]


def run_python(code: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter with exactly this environment."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "dongne.settings", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_limits_are_changed_by_name() -> None:
    assert load({"RATE_LIMITS": "ask=30/m, vote="}).rate_limits == {"ask": "30/m", "vote": ""}
    assert "RATE_LIMITS" in problems(RATE_LIMITS="ask")
    assert "RATE_LIMITS" in problems(RATE_LIMITS="ask=many")


def test_a_process_with_a_bad_environment_does_not_start() -> None:
    result = run_python("import django; django.setup()", ENVIRONMENT="production", DEBUG="1")
    assert result.returncode != 0
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "DEBUG", "SITE_URL"):
        assert f"  {name}: " in result.stderr


DEPLOYED = """
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from django.urls import Resolver404, resolve
call_command("check", "--deploy", "--fail-level", "WARNING")
assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
assert settings.SECURE_SSL_REDIRECT and settings.SECURE_HSTS_SECONDS >= 31_536_000
for path in ("/dev/mail/", "/styleguide/"):
    try:
        resolve(path)
    except Resolver404:
        continue
    raise SystemExit(f"{path} is routed")
"""


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_a_deployment_passes_djangos_checks_and_routes_no_local_tools(environment: str) -> None:
    result = run_python(DEPLOYED, **{**PRODUCTION, "ENVIRONMENT": environment})
    assert result.returncode == 0, result.stdout + result.stderr


def test_maps_are_drawn_by_kakao_where_there_is_a_key() -> None:
    assert load({}).map.provider == "leaflet"
    assert load({"KAKAO_MAP_KEY": "abc"}).map.provider == "kakao"
    assert load({"KAKAO_MAP_KEY": "abc", "MAP_PROVIDER": "leaflet"}).map.provider == "leaflet"
    assert "KAKAO_MAP_KEY" in problems(MAP_PROVIDER="kakao")
    assert "MAP_PROVIDER" in problems(MAP_PROVIDER="google")


@pytest.mark.parametrize(
    "url", ["http://tiles.example/{z}/{x}/{y}.png", "https://{s}.example/{z}/{x}/{y}", "tiles"]
)
def test_tiles_come_from_one_host_by_https(url: str) -> None:
    assert "MAP_TILE_URL" in problems(MAP_TILE_URL=url)
