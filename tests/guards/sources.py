"""The project's own source files, parsed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools.data_dir import ROOT

APPS = ROOT / "apps"


def python_files(*folders: str) -> list[Path]:
    """Python below ``folders`` of the checkout, without migrations."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def templates(pattern: str = "*.*") -> list[Path]:
    return sorted(
        path
        for path in [*(ROOT / "templates").rglob(pattern), *APPS.rglob(pattern)]
        if "templates" in path.parts
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(module: ast.Module) -> Iterator[str]:
    """The last name of everything that is called: "mark_safe" of ``safestring.mark_safe(…)``."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and (names := chain(node)):
            yield names[-1]


def chain(node: ast.expr) -> list[str]:
    """The names of ``A.b(…).c`` from the left: ["A", "b", "c"]; empty where it begins otherwise."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return [node.id, *reversed(names)]
        else:
            return []


def chains(module: ast.Module) -> Iterator[tuple[int, list[str]]]:
    """Every attribute chain of a module with its line; parts of longer ones as well."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute | ast.Call) and (found := chain(node)):
            yield node.lineno, found
