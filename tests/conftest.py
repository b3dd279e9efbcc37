"""Fixtures for every test. The services behind them come from `tools.pytest_services`."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from django_redis import get_redis_connection
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from apps.accounts.models import User
from tests import made_once, memory

# Property tests against a real database: fewer, slower examples, and the same ones on every machine.
settings.register_profile(
    "dongne",
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("dongne")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was imported and collected stays: the collector need not look through it each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Migrated once for all processes of this run."""
    connection.settings_dict["TEST"]["TEMPLATE"] = made_once.empty()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database; whoever was killed while connected to it does not keep it from being dropped."""
    _fill_no_table_anew()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            # Autovacuum's workers are nobody's to stop; DROP DATABASE sends them away itself.
            " AND backend_type = 'client backend'"
        )


def _fill_no_table_anew() -> None:
    """Emptying tables after a test that commits counts as a migration, which writes all permissions.

    Who needs a content type makes it; what a process remembers of those that are gone is forgotten.
    """
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)
    post_migrate.connect(_forget_contenttypes)


def _forget_contenttypes(**_signal: object) -> None:
    ContentType.objects.clear_cache()


@pytest.fixture(scope="session", autouse=True)
def own_redis_database() -> None:
    """Refuse to empty a Redis database that holds somebody's data."""
    redis = get_redis_connection("default")
    if redis.dbsize():
        number = redis.connection_pool.connection_kwargs["db"]
        pytest.exit(f"Redis database {number} of REDIS_URL is not empty; the tests would empty it")


@pytest.fixture(autouse=True)
def empty_redis(own_redis_database: None) -> Iterator[None]:
    """Each test remembers nothing and leaves an empty cache, no counters and no queued tasks behind."""
    memory.forget()
    yield
    get_redis_connection("default").flushdb()


@pytest.fixture
def as_user():
    """A client signed in as somebody, or as nobody."""

    def make(user: User | None = None, **headers: str) -> Client:
        client = Client(headers=headers)
        if user is not None:
            client.force_login(user)
        return client

    return make
