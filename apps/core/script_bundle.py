"""One script of several ES modules: in the sources one idea per file, in the browser one request.

Only what our own modules need: ``import`` at the beginning of lines, by relative path and name, and
``export`` of functions and constants. Each module becomes a function that is called once and returns
what it exports.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

IMPORT = re.compile(
    r"""^import\s+(?:\{(?P<names>[\w\s,]+)\}\s+from\s+)?["'](?P<path>\.[^"']+)["'];$""",
    re.MULTILINE,
)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (?P<name>\w+))", re.MULTILINE)
LEFT_OVER = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)

Read = Callable[[str], str]


class BundleError(ValueError):
    """Files cannot be joined; the message names the file and what stands in the way."""


def imports_of(name: str, script: str) -> list[str]:
    """The modules that ``script`` needs before it can begin, as names like its own."""
    return [_target(name, match) for match in IMPORT.finditer(script)]


def joined(entry: str, read: Read) -> tuple[str, list[str]]:
    """``entry`` with all it imports, and the names of those, each behind what it needs itself."""
    order = _in_order(entry, read)
    pieces = [_as_function(name, read(name)) for name in order[:-1]]
    body = _with_constants(entry, read(entry))
    _check(entry, EXPORT.sub("", body))
    return "\n".join([*pieces, body]), order[:-1]


def _in_order(entry: str, read: Read) -> list[str]:
    order: list[str] = []

    def visit(name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise BundleError(f"{name} imports itself by way of {' → '.join(importers)}")
        for needed in imports_of(name, read(name)):
            # What it loads later, by a path of its own, is looked for beside the bundle.
            if posixpath.dirname(needed) != posixpath.dirname(entry):
                raise BundleError(f"{name} imports {needed}, which lies in another folder")
            if needed not in order:
                visit(needed, (*importers, name))
        order.append(name)

    visit(entry, ())
    return order


def _as_function(name: str, script: str) -> str:
    exported = ", ".join(match["name"] for match in EXPORT.finditer(script))
    body = EXPORT.sub("", _with_constants(name, script))
    _check(name, body)
    return f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();"


def _with_constants(name: str, script: str) -> str:
    def constant(match: re.Match[str]) -> str:
        names = match["names"]
        return f"const {{{names}}} = {_variable(_target(name, match))};" if names else ""

    return IMPORT.sub(constant, script)


def _check(name: str, body: str) -> None:
    left = LEFT_OVER.search(body)
    if left:
        raise BundleError(f"{name}: cannot join “{left[0]}”")


def _target(name: str, match: re.Match[str]) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), match["path"]))


def _variable(name: str) -> str:
    return "module_" + re.sub(r"\W", "_", name.removesuffix(".js"))
