"""Static files for a page that loads one stylesheet and one script, no build tool having made them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from apps.core import script_bundle
from apps.core.script_bundle import BundleError

STYLESHEETS = ("css/app.css",)
# What every page loads, and what each that listens loads later.
SCRIPTS = ("js/app.js", "js/live.js")
IMPORT = re.compile(
    r"""@import\s+url\(["']?(?P<path>[^"')]+)["']?\)\s*(?:layer\((?P<layer>[\w.-]+)\))?\s*;"""
)
RELATIVE_URL = re.compile(r"""url\((?P<quote>["']?)(?P<path>(?![a-z]+:|/|#)[^"')]+)["']?\)""")


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Puts into the bundled stylesheets and scripts what they import, then hashes and compresses.

    In the sources one file per component; in the browser one request.
    """

    # Modules find each other under their hashed names.
    support_js_module_import_aggregation = True

    def post_process(
        self,
        paths: dict[str, Any],
        dry_run: bool = False,  # noqa: FBT001, FBT002
        **options: Any,
    ) -> Iterator[tuple[str, str | None, bool]]:
        if not dry_run:
            for name in STYLESHEETS:
                if name in paths:
                    parts: set[str] = set()
                    self._replace(
                        name, self._joined(name, paths, parts, importers=()), parts, paths
                    )
            self._join_scripts(paths)
        yield from super().post_process(paths, dry_run, **options)

    def _replace(
        self, name: str, content: str, parts: Iterable[str], paths: dict[str, Any]
    ) -> None:
        for part in parts:
            # Nobody asks for the pieces by themselves.
            del paths[part]
            self.delete(part)
        self.delete(name)
        self._save(name, ContentFile(content.encode()))
        # From now on the collected file is the source of itself.
        paths[name] = (self, name)

    def _join_scripts(self, paths: dict[str, Any]) -> None:
        bundles = {
            name: script_bundle.joined(name, lambda each: _read(each, paths))
            for name in SCRIPTS
            if name in paths
        }
        inside = {part: name for name, (_script, parts) in bundles.items() for part in parts}
        if len(inside) < sum(len(parts) for _script, parts in bundles.values()):
            raise BundleError(f"what {' and '.join(bundles)} both import would run twice")
        _check_others(paths, inside)
        for name, (script, parts) in bundles.items():
            self._replace(name, script, parts, paths)

    def _joined(
        self, name: str, paths: dict[str, Any], parts: set[str], importers: tuple[str, ...]
    ) -> str:
        if name in importers:
            raise BundleError(f"{name} imports itself by way of {' → '.join(importers)}")
        css = _read(name, paths)
        folder = posixpath.dirname(name)
        home = posixpath.dirname(importers[0]) if importers else folder

        def include(match: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(folder, match["path"]))
            parts.add(target)
            imported = self._joined(target, paths, parts, (*importers, name))
            layer = match["layer"]
            return f"@layer {layer} {{\n{imported}\n}}" if layer else imported

        def rebase(match: re.Match[str]) -> str:
            target = posixpath.relpath(posixpath.join(folder, match["path"]), home)
            return f"url({match['quote']}{target}{match['quote']})"

        pieces: list[str] = []
        end = 0
        for match in IMPORT.finditer(css):
            pieces += [RELATIVE_URL.sub(rebase, css[end : match.start()]), include(match)]
            end = match.end()
        pieces.append(RELATIVE_URL.sub(rebase, css[end:]))
        if any("@import" in piece for piece in pieces):
            raise BundleError(f'{name}: write @import url("file.css") layer(name);')
        return "".join(pieces)


def _read(name: str, paths: Mapping[str, Any]) -> str:
    if name not in paths:
        raise BundleError(f"{name} is imported, but does not exist")
    storage, path = paths[name]
    with storage.open(path) as file:
        text: str = file.read().decode()
    return text


def _check_others(paths: Mapping[str, Any], inside: Mapping[str, str]) -> None:
    """A module that is in a bundle must not run a second time for somebody else."""
    for name in paths:
        if not name.endswith(".js") or name in inside or name in SCRIPTS:
            continue
        for needed in script_bundle.imports_of(name, _read(name, paths)):
            if needed in inside:
                raise BundleError(f"{name} imports {needed}, which is part of {inside[needed]}")
