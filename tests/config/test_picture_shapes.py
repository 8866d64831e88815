"""Whatever the values, a picture stays inside its frame, no words run over other words, and no
name becomes markup."""

import datetime as dt
import re
from functools import cache
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from fontTools.ttLib import TTFont
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config import pictures
from config.pictures import (
    DID_NOT_COME_UP,
    CoveragePicture,
    MasteryPicture,
    OverlayPicture,
    OverlayRow,
    RoutePicture,
    RouteStop,
    SharesPicture,
    SidesPicture,
    WayPicture,
)
from config.pictures.fitting import fit

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</title><script>alert(\"1\")</script>&amp;<b x='y'>WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"
Box = tuple[float, float, float, float]

names = st.one_of(
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_categories=["Cc"]),
        min_size=1,
        max_size=120,
    ),
    st.just(HOSTILE),
    st.just("Boekt aankoop- en verkoopfacturen in en volgt openstaande vorderingen op"),
)
scales = st.integers(2, 7).map(lambda n: [(f"N{i}WW"[:4], f"level {i}") for i in range(n)])


def voices(levels):
    level = st.one_of(st.none(), st.just(DID_NOT_COME_UP), st.integers(0, len(levels) - 1))
    return st.fixed_dictionaries(dict.fromkeys(("student", "mentor", "coach"), level))


def maybe(levels):
    return st.none() | st.integers(0, len(levels) - 1)


@st.composite
def strips(draw):
    levels = draw(scales)
    start, target = (draw(st.integers(0, len(levels) - 1)) for _ in range(2))
    said = draw(voices(levels))
    return MasteryPicture(draw(names), levels, start, target, said, draw(maybe(levels)))


@st.composite
def overlays(draw):
    levels = draw(scales)
    row = st.builds(OverlayRow, names, maybe(levels), voices(levels), maybe(levels))
    groups = draw(st.lists(st.tuples(names, st.lists(row, max_size=4)), max_size=3))
    return OverlayPicture(draw(names), levels, groups)


@st.composite
def routes(draw):
    levels = draw(scales)
    stop = st.builds(
        RouteStop, names, names, maybe(levels), maybe(levels), voices(levels), maybe(levels)
    )
    return RoutePicture(draw(names), levels, draw(st.lists(stop, max_size=8)))


@st.composite
def coverages(draw):
    times = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 400))
    return CoveragePicture(draw(names), draw(st.lists(st.tuples(names, times), max_size=6)))


@st.composite
def divisions(draw):
    parts = draw(st.lists(names, min_size=2, max_size=9))
    count = st.one_of(st.integers(0, 9), st.integers(0, 900))
    counts = st.none() | st.tuples(*[count] * len(parts))
    return SharesPicture(draw(names), parts, draw(st.lists(st.tuples(names, counts), max_size=5)))


@st.composite
def looks(draw):
    sides, weeks = draw(st.lists(names, max_size=6)), draw(st.integers(1, 60))
    week, side = st.integers(0, weeks - 1), st.integers(0, max(len(sides) - 1, 0))
    seen = draw(st.lists(st.tuples(week, side, st.booleans()), max_size=12)) if sides else []
    return SidesPicture(draw(names), sides, draw(st.dates(dt.date(2020, 1, 1))), weeks, seen)


@st.composite
def ways(draw):
    levels = draw(scales)
    step = st.tuples(st.integers(0, 40), st.integers(0, len(levels) - 1))
    steps = st.lists(step, max_size=5).map(sorted)
    said = {role: draw(steps) for role in ("student", "mentor", "coach")}
    target = draw(st.integers(0, len(levels) - 1))
    return WayPicture(draw(names), levels, target, said, draw(st.integers(0, 40)))


DRAWN = {
    "strip": (strips(), pictures.mastery_strip, pictures.mastery_table),
    "sparkline": (ways(), pictures.sparkline, pictures.sparkline_table),
    "overlay": (overlays(), pictures.overlay, pictures.overlay_table),
    "coverage": (coverages(), pictures.coverage, pictures.coverage_table),
    "route": (routes(), pictures.route, pictures.route_table),
    "sides": (looks(), pictures.sides, pictures.sides_table),
    "shares": (divisions(), pictures.shares, pictures.shares_table),
}


@cache
def font(name: str) -> tuple[dict, dict, int]:
    found = TTFont(django_settings.BASE_DIR / "static" / "pdf" / "fonts" / f"{name}-SemiBold.ttf")
    return found.getBestCmap(), found["hmtx"].metrics, found["head"].unitsPerEm


def advance(words: str, size: float, name: str = "SourceSans3") -> float:
    """How wide the real font draws these words, at its widest weight."""
    cmap, metrics, em = font(name)
    return sum(metrics[cmap[ord(c)]][0] if ord(c) in cmap else 0.6 * em for c in words) * size / em


def box_of_text(element: ET.Element) -> Box:
    size, x, y = (float(element.get(name)) for name in ("font-size", "x", "y"))
    serif = "Serif" in element.get("font-family", "")
    wide = advance(element.text or "", size, "SourceSerif4" if serif else "SourceSans3")
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[element.get("text-anchor")]
    return left, y - 0.72 * size, left + wide, y + 0.2 * size


def points(d: str):
    """Every point that a path of these pictures goes through."""
    x = y = 0.0
    for letter, inside in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        values = [float(v) for v in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", inside)]
        low, relative = letter.lower(), letter.islower()
        size = {"h": 1, "v": 1, "m": 2, "l": 2, "a": 7, "z": 0}[low]
        for start in range(0, len(values), size) if size else ():
            step = values[start : start + size]
            if low == "h":
                x = x + step[0] if relative else step[0]
            elif low == "v":
                y = y + step[0] if relative else step[0]
            else:
                x, y = (x + step[-2], y + step[-1]) if relative else (step[-2], step[-1])
            yield x, y


def box_of(element: ET.Element) -> Box:
    if element.tag == f"{SVG}text":
        return box_of_text(element)
    if element.tag == f"{SVG}circle":
        x, y, r = (float(element.get(name)) for name in ("cx", "cy", "r"))
        return x - r, y - r, x + r, y + r
    if element.tag == f"{SVG}rect":
        x, y, w, h = (float(element.get(name)) for name in ("x", "y", "width", "height"))
        return x, y, x + w, y + h
    xs, ys = zip(*points(element.get("d")), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def over(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 0.5


def faults(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 our own drawing
    left, top, width, height = (float(v) for v in root.get("viewBox").split())
    drawn = [
        e for e in root.iter() if e.tag in {f"{SVG}{n}" for n in ("text", "circle", "rect", "path")}
    ]
    outside = [
        (e.tag, e.text, box)
        for e in drawn
        if (box := box_of(e))[0] < left - 0.5
        or box[1] < top - 0.5
        or box[2] > left + width + 0.5
        or box[3] > top + height + 0.5
    ]
    words = [e for e in drawn if e.tag == f"{SVG}text" and (e.text or "").strip()]
    crossed = [
        (a.text, b.text) for a, b in combinations(words, 2) if over(box_of_text(a), box_of_text(b))
    ]
    foreign = {e.tag for e in root.iter()} - {
        f"{SVG}{n}" for n in ("svg", "title", "desc", "text", "circle", "rect", "path")
    }
    return [*outside, *crossed, *foreign]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", DRAWN)
def test_whatever_the_values_the_picture_stays_in_its_frame(kind, language):
    values, draw, table = DRAWN[kind]

    @settings(max_examples=60, deadline=None)
    @given(values, st.booleans())
    def check(picture, standalone):
        with translation.override(language):
            svg = draw(picture, pid="x", standalone=standalone)
            behind = table(picture)
        assert faults(svg) == []
        assert [row for row in behind.rows if len(row) != len(behind.columns)] == []

    check()


@given(names, st.floats(20, 400), st.sampled_from([11.5, 12.5, 14.0]))
@example(HOSTILE, 60.0, 12.5)
def test_cut_words_fit_in_their_room(words, room, size):
    assert advance(fit(words, room, size), size) <= room


def test_a_hostile_name_is_words_and_no_markup():
    svg = pictures.overlay(
        OverlayPicture(HOSTILE, [("0", "no"), ("A", "yes")], [(HOSTILE, [OverlayRow(HOSTILE, 1)])]),
        pid='x"><script>',
    )

    assert "<script" not in svg
    assert ET.fromstring(svg).findtext(f"{SVG}title") == f"{HOSTILE}."  # noqa: S314
