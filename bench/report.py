"""A table for people, and as the last line the same as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tools.console import width


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns: the first to the left, the others to the right."""
    widths = [max(width(row[column]) for row in (header, *rows)) for column in range(len(header))]
    lines = [_line(row, widths) for row in (header, *rows)]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def last_line(figures: dict[str, Any]) -> str:
    return json.dumps(figures, ensure_ascii=False)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell + " " * (size - width(cell)) if number == 0 else " " * (size - width(cell)) + cell
        for number, (cell, size) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()
