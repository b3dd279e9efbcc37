"""Hidden and deleted posts: every read that somebody sees says whose eyes it is for."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.guards.sources import chains, python_files, short, templates, tree

POSTS = {"Question", "Answer", "Comment"}
SCOPED = {"visible", "visible_to"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# By what their rows are: the reverse side of a foreign key knows nothing of visibility.
RELATED = {"questions", "answers", "comments"}
READS = {
    "all",
    "filter",
    "exclude",
    "get",
    "first",
    "last",
    "count",
    "exists",
    "order_by",
    "iterator",
}
# Where rows become pages or JSON.
READING = {"views", "api", "templatetags"}
READING_FILES = {
    "queries.py",
    "feeds.py",
    "forms.py",
    "api.py",
    "context.py",
    "querysets.py",
    "sitemaps.py",
    "atom.py",
}


def is_reading(path: Path) -> bool:
    return bool(READING & set(path.parts)) or path.name in READING_FILES


MODULES = [path for path in python_files("apps") if is_reading(path) and "demo" not in path.parts]


def unscoped(path: Path) -> list[str]:
    found = set()
    for line, names in chains(tree(path)):
        for name, manager, then in zip(names, names[1:], names[2:], strict=False):
            if name in POSTS and manager in MANAGERS and then not in SCOPED:
                found.add(f"{line}: {'.'.join(names)}")
        # The first name is a variable's, whose own chain was looked at where it was made.
        for name, then in pairwise(names[1:]):
            if name in RELATED and then in READS:
                found.add(f"{line}: {'.'.join(names)}")
    return sorted(found)


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_posts_are_read_through_their_scope(path):
    assert unscoped(path) == []


@pytest.mark.parametrize("path", templates("*.html"), ids=short)
def test_templates_never_walk_from_a_post_to_others(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\.(?:questions|answers|comments)\.(?:all|count|first|last)\b", text) == []


def test_the_scanner_sees(tmp_path):
    code = tmp_path / "views.py"
    code.write_text(
        "Question.objects.filter(pk=1)\n"
        "Answer.objects.all().visible()\n"
        "Comment.objects.get(pk=1).body\n"
        "person.questions.all()\n"
        "Question.objects.visible_to(viewer).filter(pk=1)\n"
        "Answer.objects.visible()\n"
    )
    assert {line.split(":")[0] for line in unscoped(code)} == {"1", "2", "3", "4"}
