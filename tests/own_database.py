"""A throw-away database with a lot in it, for the tests that look at plans."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker


@contextmanager
def own_database(blocker: DjangoDbBlocker, name: str) -> Iterator[None]:
    """Work in a copy of the empty database, as long as it takes to fill it, and drop it afterwards."""
    settings = connection.settings_dict
    empty = settings["NAME"]
    full = f"{empty}_{name}"
    with blocker.unblock():
        connection.close()
        _administer(f"DROP DATABASE IF EXISTS {full}", f"CREATE DATABASE {full} TEMPLATE {empty}")
        settings["NAME"] = full
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
                # What rolled-back tests left in the tables was copied: a scan would touch it.
                cursor.execute("VACUUM (FULL)")
            yield
        finally:
            connection.close()
            settings["NAME"] = empty
            _administer(f"DROP DATABASE {full}")
            connection.close()
            cache.clear()


def _administer(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
