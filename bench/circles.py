"""Circles for `bench.feeds`: some places to time, and random ones, of which buffers are counted.

Half of the random middles are where somebody asked, half up to 15 km off: beside towns, where squares are
full of what is not in the circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, pi, radians, sin, sqrt
from random import Random
from statistics import median, quantiles

from apps.core.pagination import PAGE_SIZE, decode, encode
from apps.questions.geometry import DIGITS, KM_PER_DEGREE, RADII, Around
from bench.buffers import buffers, statements_of

# The last is where what is asked about the whole city is put: also at ten thousand, 1 km holds a page.
PLACES = {
    "Jeju": (33.499, 126.531),
    "Seoul": (37.566, 126.978),
    "the middle of 제주시": (33.419, 126.481),
}
DEPTH = 500 * PAGE_SIZE  # rows before the five hundredth page
SEED = 5
OFF_KM = 15.0


def deep_in(around: Around, order: str) -> str | None:
    """By time the five hundredth page, or half way, by distance the last there is; none where all is near."""
    from apps.questions.models import Question
    from apps.questions.nearby import NEAREST_MAX, Order, near_page

    inside = Question.objects.visible().within(around.x, around.y, around.radius)
    if order == Order.NEAR:
        keys = inside.order_by("far", "id").values_list("far", "id")[:NEAREST_MAX]
        rows = list(keys)
        shown = (len(rows) - 1) // PAGE_SIZE * PAGE_SIZE
        return encode([*rows[shown - 1], shown]) if len(rows) > 100 else None
    rows = list(inside.order_by("-created_at", "-id").values_list("created_at", "id"))
    if len(rows) <= 100:
        return None
    *_first, is_of_few = decode(near_page(around, order=Order.NEW, cursor=None).next_cursor, 3)
    return encode([*rows[min(DEPTH, len(rows) // 2)], is_of_few])


def of_random_circles(number: int, most: int) -> dict[str, dict[str, float]]:
    """By order, of the first page and a deep one: how buffers spread, and how many take over ``most``."""
    from apps.questions.nearby import Order, near_page

    found: dict[str, list[int]] = {}
    for around in _circles(number):
        for order in Order:
            for depth, cursor in (("first", None), ("deep", deep_in(around, order))):
                if depth == "deep" and not cursor:
                    continue
                read = lambda a=around, o=order, c=cursor: near_page(a, order=o, cursor=c)  # noqa: E731
                read()  # what the process then remembers does not count
                touched = sum(map(buffers, statements_of(read)))
                found.setdefault(f"{order.value}, {depth}", []).append(touched)
    return {
        name: {
            "pages": len(each),
            "p50": median(each),
            "p90": quantiles(each, n=10)[-1],
            "max": max(each),
            "over": sum(touched > most for touched in each),
        }
        for name, each in found.items()
    }


def _circles(number: int) -> Iterator[Around]:
    from apps.questions.models import Question

    random = Random(SEED)
    pinned = Question.objects.visible().pinned().order_by("pk")
    places = list(pinned.values_list("lat", "lng"))
    for count in range(number):
        lat, lng = map(float, random.choice(places))
        if count % 2:
            km, turn = OFF_KM * sqrt(random.random()), 2 * pi * random.random()
            lat += km * sin(turn) / KM_PER_DEGREE
            lng += km * cos(turn) / (KM_PER_DEGREE * cos(radians(lat)))
        yield Around(round(lat, DIGITS), round(lng, DIGITS), RADII[count // 2 % len(RADII)])
