"""Static files for a page that loads one stylesheet and no build tool having made it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLED = ("css/app.css",)
IMPORT = re.compile(
    r"""@import\s+url\(["']?(?P<path>[^"')]+)["']?\)\s*(?:layer\((?P<layer>[\w.-]+)\))?\s*;"""
)
RELATIVE_URL = re.compile(r"""url\((?P<quote>["']?)(?P<path>(?![a-z]+:|/|#)[^"')]+)["']?\)""")


class BundleError(ValueError):
    """A stylesheet cannot be joined; the message names the file and what stands in the way."""


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Replaces the `@import`s of the bundled stylesheets by what they import, then hashes and compresses.

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
            for name in BUNDLED:
                if name in paths:
                    self._bundle(name, paths)
        yield from super().post_process(paths, dry_run, **options)

    def _bundle(self, name: str, paths: dict[str, Any]) -> None:
        parts: set[str] = set()
        css = self._joined(name, paths, parts, importers=())
        for part in parts:
            # Nobody asks for the pieces by themselves.
            del paths[part]
            self.delete(part)
        self.delete(name)
        self._save(name, ContentFile(css.encode()))
        # From now on the collected file is the source of itself.
        paths[name] = (self, name)

    def _joined(
        self, name: str, paths: dict[str, Any], parts: set[str], importers: tuple[str, ...]
    ) -> str:
        if name in importers:
            raise BundleError(f"{name} imports itself by way of {' → '.join(importers)}")
        if name not in paths:
            raise BundleError(f"{importers[-1]} imports {name}, which does not exist")
        storage, path = paths[name]
        with storage.open(path) as file:
            css = file.read().decode()
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
