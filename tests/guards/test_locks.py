"""Row locks that leave foreign keys alone."""

from __future__ import annotations

import ast

import pytest

from tests.guards.sources import chain, python_files, short, tree

LOCKS_OF_SERVICES = [path for path in python_files("apps") if "demo" not in path.parts]


def too_strong(module: ast.Module) -> list[int]:
    """Lines that lock with FOR UPDATE, which also stops rows that refer to the locked one."""
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and chain(node)[-1:] == ["select_for_update"]
        and "no_key" not in {keyword.arg for keyword in node.keywords}
    ]


@pytest.mark.parametrize("path", LOCKS_OF_SERVICES, ids=short)
def test_locks_do_not_reach_foreign_keys(path):
    assert too_strong(tree(path)) == []


def test_the_scanner_sees():
    assert too_strong(ast.parse("Tag.objects.select_for_update().get(pk=1)")) == [1]
    assert too_strong(ast.parse("Tag.objects.select_for_update(no_key=True).get(pk=1)")) == []
