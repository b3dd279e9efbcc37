"""What no template may contain, even where no page shows it yet."""

from __future__ import annotations

import re

import pytest

from tests.guards.sources import calls, python_files, short, templates, tree

FORBIDDEN = {
    "inline style": re.compile(r"""\sstyle\s*=""", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline handler": re.compile(r"""\s(on[a-z]+|hx-on[:a-z-]*)\s*=""", re.IGNORECASE),
    "inline script": re.compile(
        r"<script\b(?![^>]*\ssrc=)(?![^>]*\stype=.application/json)", re.IGNORECASE
    ),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped": re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off", re.IGNORECASE),
}
# What Markdown was rendered to and nh3 has cleaned; and hints, which are ours or Django's.
SAFE = re.compile(r"\{\{\s*([\w.]*\.body_html|field\.help_text)\|safe\s*\}\}")
# Python that says of a string that it is HTML: a kept template, and an icon or a time of our making.
MAKES_HTML = {"apps/core/cards.py", "apps/core/kept.py", "apps/core/templatetags/dongne.py"}


# Mail programs drop style sheets and know no policy: what a mail looks like stands in its elements.
IN_MAILS = {"inline style"}


@pytest.mark.parametrize("path", templates("*.html"), ids=short)
def test_nothing_inline_and_nothing_unescaped(path):
    text = SAFE.sub("", path.read_text(encoding="utf-8"))
    is_mail = short(path).startswith("templates/emails/")
    found = [
        f"{text.count(chr(10), 0, match.start()) + 1}: {what}: {match[0].strip()}"
        for what, pattern in FORBIDDEN.items()
        if not (is_mail and what in IN_MAILS)
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_only_these_modules_call_a_string_html():
    found = {
        short(path)
        for path in python_files("apps", "dongne")
        for name in calls(tree(path))
        if name in {"mark_safe", "SafeString", "SafeText"}
    }
    assert found == MAKES_HTML
