from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.pagination import InvalidCursor, decode, encode, paginate
from apps.questions.models import Answer
from tests.factories import make_answer, make_question

moments = st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC))
numbers = st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(st.lists(moments | numbers, min_size=1, max_size=3))
def test_a_cursor_gives_back_exactly_what_it_was_made_of(values):
    assert decode(encode(values), len(values)) == values


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")))
def test_no_text_breaks_the_reader_of_cursors(text):
    try:
        values = decode(text, 2)
    except InvalidCursor:
        return
    assert len(values) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("values", [["1"], [1, 2, 3], [True, 1], [None, 1], [{}, 1], [1e400, 1]])
def test_a_forged_cursor_is_an_error_with_a_sentence(values):
    with pytest.raises(InvalidCursor) as caught:
        paginate(Answer.objects.all(), order_by=("-score", "id"), cursor=encode(values))
    assert caught.value.field == "cursor"


@pytest.mark.django_db
def test_pages_meet_without_gap_or_repeat_whatever_the_ties():
    question = make_question()
    ids = [make_answer(question).pk for _ in range(7)]
    for pk, score in zip(ids, (3, 1, 3, 1, 2, 3, 1), strict=True):
        Answer.objects.filter(pk=pk).update(score=score)
    seen, cursor = [], None
    while True:
        page = paginate(Answer.objects.all(), order_by=("-score", "id"), cursor=cursor, size=2)
        seen += [(-row.score, row.pk) for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == sorted(seen)
    assert sorted(pk for _score, pk in seen) == ids


@pytest.mark.django_db
def test_rows_written_meanwhile_do_not_shift_the_next_page():
    first = make_question()
    now = first.created_at
    for minutes in (1, 2, 3):
        make_question()
        type(first).objects.order_by("-pk").update(created_at=now + timedelta(minutes=minutes))
    rows = type(first).objects.all()
    page = paginate(rows, order_by=("-created_at", "-id"), cursor=None, size=2)
    make_question()
    after = paginate(rows, order_by=("-created_at", "-id"), cursor=page.next_cursor, size=9)
    assert not {row.pk for row in page.items} & {row.pk for row in after.items}
