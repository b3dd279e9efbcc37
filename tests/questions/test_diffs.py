"""What an edit changed, and that nobody can make the comparison take for ever."""

from __future__ import annotations

import random
import time

import pytest

from apps.questions import diffs, limits
from apps.questions.diffs import diff, history
from apps.questions.services.editing import edit_answer
from tests.factories import make_answer


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in diff(old, new)]


def test_the_changed_words_stand_out():
    assert told("애월에 약국 있나요?", "애월에 야간 약국 있나요?") == [
        ("same", "애월에 "),
        ("ins", "야간 "),
        ("same", "약국 있나요?"),
    ]
    assert told("하나 둘 셋", "하나 넷 셋") == [
        ("same", "하나 "),
        ("del", "둘"),
        ("ins", "넷"),
        ("same", " 셋"),
    ]
    assert told("", "") == []
    assert told("그대로", "그대로") == [("same", "그대로")]
    assert told("다른", "글") == [("del", "다른"), ("ins", "글")]


chance = random.Random(5)  # noqa: S311 -- dice, not a secret
HALF = limits.BODY_MAX // 2
REPETITIVE = {
    "lines": ("".join(chance.choice("ab") + "\n" for _ in range(HALF)) for _ in range(2)),
    "words": ("".join(chance.choice("abc") + " " for _ in range(HALF)) for _ in range(2)),
    "one word": ("a " * HALF, "b" + " a" * (HALF - 1)),
    "no line": ("a" + "\n" * (2 * HALF - 1), "b" + "\n" * (2 * HALF - 1)),
    "few": (
        "".join(f"a x{number:02} " for number in range(199)),
        "".join(f"a y{number:02} " for number in range(199)),
    ),
}


@pytest.mark.parametrize("texts", [tuple(pair) for pair in REPETITIVE.values()], ids=REPETITIVE)
def test_repetitive_texts_are_compared_in_no_time(texts):
    old, new = texts
    began = time.process_time()
    pieces = diff(old, new)
    assert time.process_time() - began < 1
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old


@pytest.mark.django_db
def test_the_history_comes_in_pages_that_meet():
    answer = make_answer(body="판 1")
    for version in range(1, 13):
        edit_answer(editor=answer.author, answer=answer, body=f"판 {version + 1}", version=version)
    answer.refresh_from_db()
    first = history(answer, cursor=None)
    assert [edit.version for edit in first.edits] == list(range(13, 3, -1))
    second = history(answer, cursor=first.next_cursor)
    assert [edit.version for edit in second.edits] == [3, 2]
    assert second.next_cursor is None
    steps = [piece.text for edit in second.edits for piece in edit.body if piece.kind != "same"]
    assert steps == ["2", "3", "1", "2"]


@pytest.mark.django_db
def test_the_page_links_the_older_edits(client, monkeypatch):
    monkeypatch.setattr(diffs, "EDITS_PER_PAGE", 1)
    answer = make_answer(body="하귀에 있어요")
    edit_answer(editor=answer.author, answer=answer, body="애월에 있어요", version=1)
    edit_answer(editor=answer.author, answer=answer, body="한림에 있어요", version=2)
    page = client.get(f"/a/{answer.pk}/history/")
    assert "하귀에" not in page.content.decode()
    cursor = page.context["history"].next_cursor
    assert "하귀에" in client.get(f"/a/{answer.pk}/history/", {"cursor": cursor}).content.decode()
