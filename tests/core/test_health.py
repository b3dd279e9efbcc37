from collections.abc import Callable, Iterator

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler
from django.test import Client
from pytest_django import Settings

from apps.core.views import health
from tools.ports import free_port


@pytest.fixture(autouse=True)
def forget_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The view remembers that everything was applied; each test finds out anew."""
    monkeypatch.setattr(health, "_migrated", False)


def test_health_asks_nobody(client: Client) -> None:
    # Without the django_db mark a query would fail the test.
    response = client.get("/health")
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("path", ["/health", "/ready"])
@pytest.mark.django_db
def test_probes_come_by_address_and_over_plain_http(
    client: Client, settings: Settings, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(path, headers={"Host": "10.1.2.3:8000"})
    assert response.status_code == 200


@pytest.mark.django_db
def test_ready_when_everything_is_there(client: Client) -> None:
    response = client.get("/ready")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "cache": "ok",
        "migrations": "ok",
    }


@pytest.mark.django_db
def test_ready_costs_one_query_once_migrations_are_known(
    client: Client, django_assert_num_queries: Callable[[int], Iterator[None]]
) -> None:
    client.get("/ready")
    with django_assert_num_queries(1):
        client.get("/ready")


@pytest.mark.django_db
def test_a_database_that_is_away_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    away = {**connection.settings_dict, "HOST": "127.0.0.1", "PORT": free_port()}
    monkeypatch.setattr(health, "connection", ConnectionHandler({"default": away})["default"])
    response = client.get("/ready")
    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"
    assert response.json()["migrations"] == "unknown"
    assert response.json()["cache"] == "ok"
    assert "127.0.0.1" not in response.content.decode()
    assert "database does not answer" in caplog.text


@pytest.mark.django_db
def test_a_cache_that_is_away_is_named(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    own = settings.CACHES["default"]
    settings.CACHES = {"default": {**own, "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}}
    response = client.get("/ready")
    assert response.status_code == 503
    assert response.json()["cache"] == "unreachable"
    assert response.json()["database"] == "ok"
    # The pages do without: the cache hides its failures from them.
    assert caches["default"].get("anything") is None


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_named(client: Client) -> None:
    [newest] = MigrationLoader(connection).graph.leaf_nodes("accounts")
    MigrationRecorder(connection).record_unapplied(*newest)
    response = client.get("/ready")
    assert response.status_code == 503
    assert response.json()["migrations"] == "pending"
