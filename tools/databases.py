"""Databases beside the one that DATABASE_URL names, on its server."""

from __future__ import annotations

import os
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def with_database(url: str, name: str | int) -> str:
    """`url` with another database: a name for PostgreSQL, a number for Valkey."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def address(name: str) -> str:
    """The address of another database on the same server."""
    return with_database(os.environ["DATABASE_URL"], name)


def make(name: str, *, template: str = "template0") -> None:
    """Make the database anew, with all that is in `template`."""
    drop(name)
    administer("CREATE DATABASE {} TEMPLATE {}", name, template)


def drop(name: str) -> None:
    """Remove a database, whoever is connected to it."""
    try:
        administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    except psycopg.errors.InsufficientPrivilege:
        # An autovacuum worker is in it, and is nobody's to stop: without FORCE PostgreSQL
        # sends it away itself.
        administer("DROP DATABASE IF EXISTS {}", name)


def administer(statement: LiteralString, *names: str) -> None:
    """Run a statement about databases, whose `names` take the places of its braces."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
