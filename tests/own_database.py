"""A throw-away database for tests with a lot in it, such as those that look at plans."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import made_once, memory
from tools import databases


@contextmanager
def own_database(blocker: DjangoDbBlocker, name: str, *, template: str = "") -> Iterator[None]:
    """Work in a copy of the empty database, or of another one, and drop it afterwards."""
    settings = connection.settings_dict
    usual = settings["NAME"]
    own = f"{usual}_{name}"
    with blocker.unblock():
        connection.close()
        databases.make(own, template=template or made_once.empty())
        settings["NAME"] = own
        memory.forget()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
            yield
        finally:
            connection.close()
            settings["NAME"] = usual
            databases.drop(own)
            memory.forget()
            cache.clear()
