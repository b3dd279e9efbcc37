from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from apps.core.reltime import absolute, duration, relative, waited

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2025, 3, 12, 15, 0, tzinfo=SEOUL)


@pytest.fixture(autouse=True)
def _seoul():
    with timezone.override(SEOUL):
        yield


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        (timedelta(seconds=0), "방금"),
        (timedelta(seconds=59), "방금"),
        (timedelta(minutes=1), "1분 전"),
        (timedelta(minutes=59, seconds=59), "59분 전"),
        (timedelta(hours=1), "1시간 전"),
        (timedelta(hours=23, minutes=59), "23시간 전"),
        (timedelta(hours=24), "어제"),
        (timedelta(days=2), "2일 전"),
        (timedelta(days=7), "7일 전"),
        (timedelta(days=8), "3월 4일"),
        (timedelta(days=365), "2024년 3월 12일"),
        (timedelta(minutes=-5), "방금"),
    ],
)
def test_distance_up_to_a_week_then_the_date(distance, expected):
    assert relative(NOW - distance, NOW) == expected


def test_yesterday_is_a_day_of_the_calendar_not_twenty_four_hours():
    now = datetime(2025, 3, 12, 1, 0, tzinfo=SEOUL)
    assert relative(datetime(2025, 3, 10, 23, 0, tzinfo=SEOUL), now) == "2일 전"
    assert relative(datetime(2025, 3, 11, 0, 30, tzinfo=SEOUL), now) == "어제"


def test_moments_of_another_zone_are_told_in_ours():
    utc = datetime(2025, 3, 4, 16, 30, tzinfo=UTC)
    assert relative(utc, NOW) == "7일 전"
    assert absolute(utc) == "2025년 3월 5일 오전 1:30"


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(0, "오전 12:05"), (11, "오전 11:05"), (12, "오후 12:05"), (23, "오후 11:05")],
)
def test_absolute_time_has_a_twelve_hour_clock(hour, expected):
    assert absolute(datetime(2025, 3, 5, hour, 5, tzinfo=SEOUL)).endswith(expected)


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        (timedelta(seconds=5), "1분째"),
        (timedelta(minutes=7), "7분째"),
        (timedelta(hours=2, minutes=30), "2시간째"),
        (timedelta(days=3), "3일째"),
    ],
)
def test_waiting_counts_up_from_the_first_minute(distance, expected):
    assert waited(NOW - distance, NOW) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "1초"), (59, "59초"), (60, "1분"), (61, "2분"), (3599, "60분"), (3601, "2시간")],
)
def test_a_wait_is_rounded_up(seconds, expected):
    assert duration(seconds) == expected
