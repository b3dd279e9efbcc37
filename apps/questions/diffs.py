"""What changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise

from apps.questions.models import Answer, Question

# Beyond this many words a line-by-line comparison is shown: it stays quick and readable.
WORDS_MAX = 2_000


@dataclass(frozen=True)
class Piece:
    """A run of text; ``kind`` is "same", "ins" or "del"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Edit:
    """One step from a version to the next."""

    version: int
    at: datetime
    title: list[Piece]
    body: list[Piece]
    tags: list[Piece]


def edits(post: Question | Answer) -> list[Edit]:
    """Every edit of a post, newest first; empty when it was never edited."""
    texts = [
        (row.version, row.created_at, row.title, row.body, " ".join(row.tags))
        for row in post.revisions.order_by("version")
    ]
    if not texts:
        return []
    title, tags = "", ""
    if isinstance(post, Question):
        title, tags = post.title, " ".join(tag.name for tag in post.tag_list)
    texts.append((post.version, post.edited_at or post.created_at, title, post.body, tags))
    steps = [
        Edit(
            version=new[0],
            at=new[1],
            title=diff(old[2], new[2]),
            body=diff(old[3], new[3]),
            tags=diff(old[4], new[4]),
        )
        for old, new in pairwise(texts)
    ]
    return steps[::-1]


def diff(old: str, new: str) -> list[Piece]:
    """The pieces of ``new``, with what is gone from ``old`` between them."""
    before, after = _split(old), _split(new)
    if max(len(before), len(after)) > WORDS_MAX:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for operation, a1, a2, b1, b2 in matcher.get_opcodes():
        if operation == "equal":
            pieces.append(Piece("same", "".join(after[b1:b2])))
            continue
        if a2 > a1:
            pieces.append(Piece("del", "".join(before[a1:a2])))
        if b2 > b1:
            pieces.append(Piece("ins", "".join(after[b1:b2])))
    return pieces


def _split(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)
