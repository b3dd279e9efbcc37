"""A state change is a keyword-only function that owns its transaction."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.sources import chain, chains, python_files, short, tree

SERVICES = [
    path
    for path in python_files("apps")
    if "services" in path.parts and path.name != "__init__.py" and "demo" not in path.parts
]
# One statement of these is a transaction by itself, two are not.
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
QUERYSET_WRITES = {"update", "delete"}  # dictionaries and caches have these, too
# Joins the transaction of the verb that calls it: an event is true if and only if the change is.
JOINS_ITS_CALLER = {("apps.events.services.publishing", "publish")}


def module_name(path: Path) -> str:
    return short(path).removesuffix(".py").replace("/", ".")


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree(path).body if isinstance(node, ast.FunctionDef)}


def is_atomic(function: ast.FunctionDef) -> bool:
    return any(chain(decorator)[-1:] == ["atomic"] for decorator in function.decorator_list)


def used_elsewhere() -> dict[str, set[str]]:
    """Names that views, admin, tasks, handlers and commands take from each module of services."""
    services = {module_name(path) for path in SERVICES}
    found: dict[str, set[str]] = {name: set() for name in services}
    for path in python_files("apps"):
        if "services" not in path.parts:
            for module, name in _taken(tree(path), services):
                found[module].add(name)
    return found


def _taken(code: ast.Module, services: set[str]) -> Iterator[tuple[str, str]]:
    """Pairs of a module of services and a name: imported from it, or used with a dot."""
    modules: dict[str, str] = {}
    for node in ast.walk(code):
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            if node.module in services:
                yield node.module, alias.name
            elif f"{node.module}.{alias.name}" in services:
                modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for _line, names in chains(code):
        if len(names) > 1 and names[0] in modules:
            yield modules[names[0]], names[1]


USED = used_elsewhere()


def writes(
    name: str, known: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()
) -> list[str]:
    """Database writes that a function reaches within its module, outside of a transaction of its own."""
    function = known[name]
    if is_atomic(function) or name in seen:
        return []
    inside = {
        id(inner)
        for node in ast.walk(function)
        if isinstance(node, ast.With)
        and any(chain(item.context_expr)[-1:] == ["atomic"] for item in node.items)
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(function):
        names = chain(node) if isinstance(node, ast.Call) and id(node) not in inside else []
        if len(names) == 1 and names[0] in known:
            found += writes(names[0], known, seen | {name})
        elif names and (
            names[-1] in WRITES or (names[-1] in QUERYSET_WRITES and "objects" in names)
        ):
            found.append(f"{node.lineno}: {'.'.join(names)}")
    return found


def verbs(path: Path) -> list[str]:
    """What the rest of the site calls to change something."""
    name, known = module_name(path), functions(path)
    return [
        verb
        for verb in sorted(USED.get(name, set()) & set(known))
        if (name, verb) not in JOINS_ITS_CALLER
        and (is_atomic(known[verb]) or writes(verb, known) or "atomic" in ast.dump(known[verb]))
    ]


@pytest.mark.parametrize("path", SERVICES, ids=short)
def test_verbs_are_keyword_only(path):
    for verb in verbs(path):
        given = functions(path)[verb].args
        assert (given.posonlyargs, given.args, given.vararg) == ([], [], None), verb


@pytest.mark.parametrize("path", SERVICES, ids=short)
def test_verbs_own_their_transaction(path):
    for verb in verbs(path):
        found = set(writes(verb, functions(path)))
        assert len(found) < 2, f"{verb}: {found}"


def test_every_verb_is_found():
    """The guard is worth something only while it sees the services."""
    found = {verb for path in SERVICES for verb in verbs(path)}
    assert {"ask", "answer", "accept", "vote", "hide", "comment", "edit_question"} <= found
    assert "column_of" not in found
