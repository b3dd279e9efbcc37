from datetime import UTC, datetime

import pytest

from apps.core import moments


def test_an_offset_becomes_utc():
    assert moments.read("2025-03-05T14:07:00.000001+09:00") == datetime(
        2025, 3, 5, 5, 7, 0, 1, tzinfo=UTC
    )
    assert moments.read("2025-03-05T14:07:00-23:59").tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "어제",
        "2025-03-05",
        "2025-03-05T14:07:00",
        "2025-13-05T14:07:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "\0",
    ],
)
def test_everything_else_is_nothing(text):
    assert moments.read(text) is None
