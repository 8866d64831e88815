"""The pictures tell the truth, in shapes as well as in words."""

import datetime as dt
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from config import gallery, pictures
from config.pictures import DID_NOT_COME_UP, DaysPicture, MasteryPicture, RadarPicture, Tick

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {f"{SVG}{name}" for name in ("path", "rect", "circle", "text")}
SCHOOL_YEAR = ["sep", "oct", "nov", "dec", "jan", "feb", "mar", "apr", "may", "jun"]
LEVELS = (("0", "not shown"), ("K", "explores"), ("V", "deepens"), ("A", "autonomous"))


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 our own drawing


def texts(svg: str) -> list[str]:
    return [element.text for element in drawn(svg).iter(f"{SVG}text")]


def described(svg: str) -> tuple[str, str]:
    root = drawn(svg)
    return root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")


def strip(student=None, mentor=None, coach=None, **more) -> MasteryPicture:
    voices = {"student": student, "mentor": mentor, "coach": coach}
    return MasteryPicture("prepares VAT", LEVELS, start=0, target=2, voices=voices, **more)


def every_picture(standalone: bool) -> dict[str, str]:
    return {
        "strip": pictures.mastery_strip(gallery.strips()[0][1], pid="a", standalone=standalone),
        "ring": pictures.days_ring(DaysPicture(40, 9, 3, 28), pid="b", standalone=standalone),
        "row": pictures.days_row(DaysPicture(40, 9, 3, 28), pid="c", standalone=standalone),
        "way": pictures.sparkline(gallery.way(), pid="d", standalone=standalone),
        "radar": pictures.radar(gallery.scan(), pid="e", standalone=standalone),
        "wide": pictures.placement_timeline(gallery.timeline(), pid="f", standalone=standalone),
        "narrow": pictures.placement_timeline(
            gallery.timeline(), pid="g", narrow=True, standalone=standalone
        ),
    }


@pytest.mark.parametrize("name", every_picture(standalone=True))
def test_every_picture_is_named_and_described_by_ids_of_its_own(name):
    svg = every_picture(standalone=False)[name]
    root = drawn(svg)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert all(element.text for element in (title, desc))


@pytest.mark.parametrize("standalone", [True, False])
def test_no_picture_carries_a_style_that_the_browser_rules_would_refuse(standalone):
    found = [n for n, svg in every_picture(standalone).items() if re.search(r"<style|style=", svg)]
    assert found == []


def test_a_standalone_picture_has_its_colours_and_no_classes():
    for svg in every_picture(standalone=True).values():
        shapes = [e for e in drawn(svg).iter() if e.tag in SHAPES]
        assert "class=" not in svg
        unseen = [e for e in shapes if {e.get("fill"), e.get("stroke")} <= {None, "none"}]
        assert unseen == []


def test_the_strip_shows_each_voice_that_spoke_once():
    svg = pictures.mastery_strip(strip(3, 1, 2), pid="x")
    assert sorted(t for t in texts(svg) if t in "SMC") == ["C", "M", "S"]


def test_the_strip_says_how_far_the_voices_are_apart_from_two_levels_on():
    far = texts(pictures.mastery_strip(strip(3, 1, 2), pid="x"))
    near = texts(pictures.mastery_strip(strip(2, 1, 2), pid="x"))
    assert [t for t in far if "apart" in t] == ["2 levels apart"]
    assert [t for t in near if "apart" in t] == []


def test_did_not_come_up_is_an_answer_and_not_the_lowest_level():
    picture = strip(1, DID_NOT_COME_UP, None)
    assert picture.said == {"student": 1}
    assert described(pictures.mastery_strip(picture, pid="x"))[1] == (
        "student: K (explores); mentor: did not come up; coach: not said yet. Start 0, target V."
    )


def test_the_strip_table_says_the_same_in_words():
    table = pictures.mastery_table(strip(3, DID_NOT_COME_UP, 2, attained=2))
    assert list(table.rows) == [
        ("student", "A (autonomous)"),
        ("mentor", "did not come up"),
        ("coach", "V (deepens)"),
        ("start", "0 (not shown)"),
        ("target", "V (deepens)"),
        ("attained", "V (deepens)"),
    ]


@pytest.mark.parametrize("count", [2, 3, 5, 6])
def test_the_strip_keeps_its_voices_inside_for_any_number_of_levels(count):
    levels = [(str(i), f"level {i}") for i in range(count)]
    top = count - 1
    voices = {"student": top, "mentor": top, "coach": top}
    svg = pictures.mastery_strip(MasteryPicture("x", levels, 0, top, voices), pid="x")
    circle = next(drawn(svg).iter(f"{SVG}circle"))
    assert float(circle.get("cy")) - float(circle.get("r")) >= 0
    assert len([t for t in texts(svg) if t.isdigit()]) == count


def test_the_ring_has_one_tick_for_each_required_day():
    assert DaysPicture(40, 9, 3, 28).ticks == (9, 3, 28)


def test_a_half_confirmed_day_is_not_shown_as_a_confirmed_one():
    assert DaysPicture(40, 9.5, 2, 20).ticks == (9, 3, 28)


def test_more_days_than_required_fill_the_ring_and_no_more():
    picture = DaysPicture(35, 36, 2, 0)
    assert picture.ticks == (35, 0, 0)
    assert picture.left == 0
    assert described(pictures.days_ring(picture, pid="x"))[0] == "38 of 35 workplace days."


def test_half_days_are_written_as_the_reader_does():
    with translation.override("nl"):
        assert texts(pictures.days_ring(DaysPicture(40, 9.5, 2), pid="x"))[0] == "11,5"


def test_no_required_days_is_no_disaster():
    assert texts(pictures.days_ring(DaysPicture(0, 0, 0), pid="x")) == ["0", "of 0 days"]


def test_the_timeline_draws_a_tick_for_each_day_and_crosses_the_dropped_ones():
    picture = gallery.timeline()
    wide = pictures.placement_timeline(picture, pid="x")
    ground_ticks = [e for e in drawn(wide).iter(f"{SVG}rect") if e.get("height") in ("30", "13")]
    logged = sum(1 for tick in picture.days if tick.state == "logged")
    legend = 3  # confirmed, planned and dropped; logged is made of two other rectangles
    assert len(ground_ticks) == len(picture.days) - logged + legend


def test_the_timeline_says_what_a_shortening_did():
    words = texts(pictures.placement_timeline(gallery.timeline(), pid="x"))
    assert [t for t in words if "becomes" in t or "fewer" in t] == ["40 becomes 35", "5 days fewer"]


def test_the_timeline_describes_days_windows_meetings_and_today():
    picture = replace(
        gallery.timeline(),
        days=[Tick(dt.date(2026, 9, 29), "confirmed"), Tick(dt.date(2026, 10, 6), "planned")],
        required_before=None,
        windows=(pictures.Window(dt.date(2026, 10, 30), dt.date(2026, 11, 10), "trialogue"),),
        meetings=(pictures.Meeting(dt.date(2026, 11, 3), "meeting"),),
        today=dt.date(2026, 10, 1),
    )
    assert described(pictures.placement_timeline(picture, pid="x"))[1] == (
        "Days: confirmed: 1, planned: 1. trialogue: 30 October to 10 November. "
        "meeting: 3 November. Today is 1 October 2026."
    )


def boxes(svg: str, words: set[str]) -> list[tuple[float, float, float, float]]:
    """(left, top, right, bottom) of the texts that begin with one of these words, as drawn."""
    found = []
    for element in drawn(svg).iter(f"{SVG}text"):
        if element.text and element.text.split()[0] in words:
            x, y, wide = float(element.get("x")), float(element.get("y")), 7 * len(element.text)
            left = x - wide if element.get("text-anchor") == "end" else x
            found.append((left, y - 11, left + wide, y + 2))
    return found


def test_today_is_written_above_what_stands_close_by():
    today = dt.date(2026, 11, 20)
    dropped = [Tick(today + dt.timedelta(days=n), "dropped") for n in (8, 9, 10)]
    picture = replace(
        gallery.timeline(),
        today=today,
        days=[Tick(dt.date(2026, 9, 29), "confirmed"), *dropped],
        meetings=(pictures.Meeting(today + dt.timedelta(days=1), "meeting"),),
    )

    for narrow in (False, True):
        svg = pictures.placement_timeline(picture, pid="x", narrow=narrow)
        (word,) = boxes(svg, {"today"})
        becomes, fewer = boxes(svg, {"40", "5"})
        assert all(word[3] <= other[1] or word[2] <= other[0] for other in (becomes, fewer))
        meeting = min(float(e.get("cy")) for e in drawn(svg).iter(f"{SVG}circle"))
        assert word[3] <= meeting - 5


def test_the_narrow_timeline_is_cut_at_the_month_in_the_middle():
    words = texts(pictures.placement_timeline(gallery.timeline(), pid="x", narrow=True))
    months = [t for t in words if t in SCHOOL_YEAR]
    assert months == SCHOOL_YEAR


def test_the_timeline_table_lists_every_day():
    picture = gallery.timeline()
    rows = pictures.timeline_table(picture).rows
    assert rows[-1] == ("day 40", f"{picture.days[-1].day:%-d %B %Y}, dropped")
    assert len([row for row in rows if row[0].startswith("day ")]) == 40


def test_equal_answers_stand_beside_each_other_in_the_radar():
    same = (2, 2, 2)
    picture = RadarPicture("scan", ("a", "b", "c"), {"student": same, "mentor": same})
    root = drawn(pictures.radar(picture, pid="x"))
    circles = {(e.get("cx"), e.get("cy")) for e in root.iter(f"{SVG}circle")}
    middles = {
        (f"{float(e.get('x')) + float(e.get('width')) / 2:.4g}") for e in root.iter(f"{SVG}rect")
    }
    assert len(circles) == 4  # three answers and the key
    assert not {f"{float(x):.4g}" for x, _y in circles} & middles


def test_a_voice_that_did_not_answer_is_not_in_the_radar():
    picture = RadarPicture("scan", ("a", "b", "c"), {"coach": (1, 2, 3)})
    assert pictures.radar_table(picture).columns == ["Theme", "coach"]
    assert described(pictures.radar(picture, pid="x"))[1] == (
        "Scale from 0 to 4. a: coach 1. b: coach 2. c: coach 3."
    )


def test_what_a_voice_cannot_say_has_no_point_and_no_line_in_the_radar():
    picture = RadarPicture("scan", ("a", "b", "c", "d"), {"student": (1, None, 3, 4)})
    svg = pictures.radar(picture, pid="x")

    assert len(list(drawn(svg).iter(f"{SVG}circle"))) == 4  # three answers and the key
    assert described(svg)[1].endswith("b: student cannot say. c: student 3. d: student 4.")
    assert [row[1] for row in pictures.radar_table(picture).rows] == ["1", "cannot say", "3", "4"]


def test_the_way_of_a_competence_is_told_in_order_of_days():
    assert list(pictures.sparkline_table(gallery.way()).rows)[:3] == [
        ("0", "student", "K (verkent)"),
        ("0", "coach", "0 (nog niet getoond)"),
        ("4", "student", "K (verkent)"),
    ]


def test_what_people_typed_cannot_leave_the_picture():
    name = '</title><script>alert("x")</script>'
    svg = pictures.mastery_strip(replace(strip(1), name=name), pid='"><script>')
    assert "<script" not in svg
    assert described(svg)[0] == f"Mastery: {name}."
