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
    r"""@import\s+(?:url\(\s*)?["']?(?P<path>[^"')\s;]+)["']?\s*\)?\s*"""
    r"""(?:layer\(\s*(?P<layer>[\w.-]+)\s*\))?\s*;"""
)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Replaces the `@import`s of the bundled stylesheets by what they import, then hashes and compresses.

    In the sources one file per component; in the browser one request.
    """

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
        css = self._inlined(name, paths, seen=())
        self.delete(name)
        self._save(name, ContentFile(css.encode()))
        # From now on the collected file is the source of itself.
        paths[name] = (self, name)

    def _inlined(self, name: str, paths: dict[str, Any], seen: tuple[str, ...]) -> str:
        if name in seen:
            raise ValueError(f"{name} imports itself by way of {' → '.join(seen)}")
        storage, path = paths[name]
        with storage.open(path) as file:
            css = file.read().decode()
        folder = posixpath.dirname(name)

        def replace(match: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(folder, match["path"]))
            imported = self._inlined(target, paths, (*seen, name))
            layer = match["layer"]
            return f"@layer {layer} {{\n{imported}\n}}" if layer else imported

        return IMPORT.sub(replace, css)
