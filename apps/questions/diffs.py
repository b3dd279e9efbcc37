"""What changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise

from apps.core.pagination import paginate
from apps.questions.models import Answer, Question, Revision

EDITS_PER_PAGE = 10
NEWEST = ("-version",)
# Beyond this many changed words lines are compared, and beyond as many lines nothing: comparing
# takes up to the cube of their number. At this many it was 75 ms for the worst text found.
CHANGED_MAX = 1_000


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


@dataclass(frozen=True)
class History:
    edits: list[Edit]
    next_cursor: str | None


@dataclass(frozen=True)
class _Text:
    """A post as it read in one version."""

    version: int
    at: datetime
    title: str
    body: str
    tags: str


def history(post: Question | Answer, *, cursor: str | None) -> History:
    """A page of the edits of a post, newest first; empty when it was never edited."""
    page = paginate(post.revisions.all(), order_by=NEWEST, cursor=cursor, size=EDITS_PER_PAGE)
    if not page.items:
        return History([], None)
    texts = [_after(page.items[0], post), *(_old(row) for row in page.items)]
    return History([_edit(old, new) for new, old in pairwise(texts)], page.next_cursor)


def diff(old: str, new: str) -> list[Piece]:
    """The pieces of ``new``, with what is gone from ``old`` between them."""
    before, after = _words(old), _words(new)
    start, end = _alike(before, after)
    head, tail = before[:start], before[len(before) - end :]
    changed = _compare(before[start : len(before) - end], after[start : len(after) - end])
    return [*_piece("same", head), *changed, *_piece("same", tail)]


def _after(newest: Revision, post: Question | Answer) -> _Text:
    """What the edit that ended ``newest`` led to: the next old version, or the post as it is."""
    following = post.revisions.filter(version=newest.version + 1).first()
    if following is not None:
        return _old(following)
    title, tags = "", ""
    if isinstance(post, Question):
        title, tags = post.title, " ".join(tag.name for tag in post.tag_list)
    return _Text(post.version, post.edited_at or post.created_at, title, post.body, tags)


def _old(row: Revision) -> _Text:
    return _Text(row.version, row.created_at, row.title, row.body, " ".join(row.tags))


def _edit(old: _Text, new: _Text) -> Edit:
    return Edit(
        version=new.version,
        at=new.at,
        title=diff(old.title, new.title),
        body=diff(old.body, new.body),
        tags=diff(old.tags, new.tags),
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\S+", text)


def _alike(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many words are the same at the start, and how many of the others at the end."""
    most = min(len(before), len(after))
    start = next((i for i in range(most) if before[i] != after[i]), most)
    most -= start
    end = next((i for i in range(most) if before[-1 - i] != after[-1 - i]), most)
    return start, end


def _compare(before: list[str], after: list[str]) -> list[Piece]:
    if max(len(before), len(after)) > CHANGED_MAX:
        before, after = _lines(before), _lines(after)
    if max(len(before), len(after)) > CHANGED_MAX:
        return [*_piece("del", before), *_piece("ins", after)]
    pieces: list[Piece] = []
    # Its way with frequent words is what keeps repetitive texts from taking the cube.
    for kind, a1, a2, b1, b2 in SequenceMatcher(a=before, b=after, autojunk=True).get_opcodes():
        if kind == "equal":
            pieces += _piece("same", after[b1:b2])
        else:
            pieces += [*_piece("del", before[a1:a2]), *_piece("ins", after[b1:b2])]
    return pieces


def _lines(words: list[str]) -> list[str]:
    return "".join(words).splitlines(keepends=True)


def _piece(kind: str, words: Sequence[str]) -> list[Piece]:
    return [Piece(kind, "".join(words))] if words else []
