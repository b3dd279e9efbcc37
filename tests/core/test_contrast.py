"""The colours of the design, measured: WCAG 2.2 AA in both themes."""

import math
import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
GROUNDS = ("paper", "surface", "sunken", "hover")
TEXT, CONTROL = 4.5, 3.0

PAIRS = [
    *[(text, ground, TEXT) for text in ("text", "text-soft", "text-faint") for ground in GROUNDS],
    *[(text, ground, TEXT) for text in ("sea", "accent-text", "danger") for ground in GROUNDS],
    *[(ink, f"{ink}-soft", TEXT) for ink in ("sea", "success", "warning", "danger", "urgent")],
    *[(ink, "surface", TEXT) for ink in ("success", "warning", "urgent")],
    ("accent-text", "accent-soft", TEXT),
    ("text", "accent-soft", TEXT),
    ("text-soft", "accent-soft", TEXT),
    ("text-faint", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-danger", "danger", TEXT),
    ("control-line", "surface", CONTROL),
    ("control-line", "paper", CONTROL),
    ("accent-line", "surface", CONTROL),
    ("focus", "surface", CONTROL),
    ("focus", "paper", CONTROL),
]


def theme(opening):
    block = TOKENS[TOKENS.index(opening) :]
    block = block[: block.index("}")]
    return {
        name: tuple(float(part) for part in value.split())
        for name, value in re.findall(r"--([\w-]+): oklch\(([\d. ]+)\);", block)
    }


LIGHT = theme(":root {")
SYSTEM_DARK = LIGHT | theme(':root:not([data-theme="light"])')
CHOSEN_DARK = LIGHT | theme(':root[data-theme="dark"]')


def luminance(colour):
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(max(part, 0), 1) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, CHOSEN_DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(colours, front, back, least):
    assert contrast(colours[front], colours[back]) >= least


def test_dark_is_the_same_whether_chosen_or_followed():
    assert SYSTEM_DARK == CHOSEN_DARK


def test_black_on_white_is_21():
    assert contrast((1, 0, 0), (0, 0, 0)) == pytest.approx(21, abs=0.05)
