from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client

from apps.accounts.models import User
from apps.regions.models import Region
from apps.regions.services.loading import load_regions
from tests.factories import make_user

JEJU, JEJU_CITY, AEWOL = 50000000, 50110000, 50110253
SEOUL, JONGNO = 11000000, 11110000


@pytest.fixture(scope="package", autouse=True)
def korea(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The whole country, loaded once for this folder and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_regions()
        # Else the end of each test would check the foreign keys of all regions once more.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def region(db):
    """A region by its slug."""
    return lambda slug: Region.objects.get(slug=slug)


@pytest.fixture
def resident(db) -> User:
    return make_user("애월주민", home_region=Region.objects.get(pk=AEWOL))


@pytest.fixture
def operator(db) -> User:
    return make_user("운영자", is_staff=True, is_superuser=True)


@pytest.fixture
def htmx(db) -> Client:
    return Client(headers={"HX-Request": "true"})
