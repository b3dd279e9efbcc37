"""What people type, without what nobody sees."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.text import clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  애월\r\n읍\r", "애월\n읍"),
        ("애\u200b월\ufeff", "애월"),
        ("\u202e월애\u202c", "월애"),
        ("널\x00 글자\x1b", "널 글자"),
        ("가\u3164\u2800나", "가나"),
        ("A\U000e0041B", "AB"),
        (unicodedata.normalize("NFD", "애월읍"), "애월읍"),
        # The parts of a syllable, kept apart until what is between them goes.
        ("\u1100\u200b\u1161", "가"),
        ("e" + "\u0301" * 50, "\u00e9" + "\u0301" * 3),
        ("👩\u200d🌾 ❤\ufe0f", "👩\u200d🌾 ❤\ufe0f"),
        ("ㅋㅋㅋ", "ㅋㅋㅋ"),
        ("?!", "?!"),
    ],
)
def test_what_is_kept(typed, kept):
    assert unicodedata.normalize("NFD", clean_text(typed)) == unicodedata.normalize("NFD", kept)
    assert unicodedata.is_normalized("NFC", clean_text(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "\u3164" * 4,
        "\u2800" * 4,
        "\ufe0f" * 4,
        "\ufe0f\u200d" * 4,
        "\U000e0041" * 4,
        "\u0301" * 4,
        " \n",
    ],
    ids=ascii,
)
def test_what_shows_nothing_is_nothing(typed):
    assert clean_text(typed) == ""


@given(st.text())
def test_cleaning_twice_changes_nothing(typed):
    once = clean_text(typed)
    assert clean_text(once) == once
    assert "\n" not in clean_line(typed)
