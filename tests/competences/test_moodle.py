"""Frameworks of Moodle: its own export in any language, and ours that Moodle can read."""

import csv
import io
import json

import pytest

from competences.exporters import moodle as exporter
from competences.importers import moodle, reading
from competences.importers.html_text import paragraphs
from tests.competences import drafts
from tests.competences.test_case import outline
from tests.competences.test_malformed_moodle_yaml import HEADER, as_csv, one, top

OLD = [
    "Parent id number", "Id number", "Shortname", "Description", "Description format",
    "Scale values", "Scale configuration", "Rule type (optional)", "Rule outcome (optional)",
    "Rule config (optional)", "Cross referenced competency id numbers", "Exported id (optional)",
    "Is framework", "Taxonomy",
]  # fmt: skip
TRANSLATED = [f"Kolom {letter}" for letter in "ABCDEFGHIJKLMN"]
LINES = [
    top(code="OECD", name="OECD", description="<p>Over</p>", scale="Not yet competent,Competent"),
    one("delivery", name="Delivery", description="<p>Achieving results<br></p>", format="1"),
    one("DR-1", "delivery", name="Plans", related="level-1,a%2Cb", exported="26",
        description="<p>Plans\nahead<br></p><ul><li>Asks</li></ul>"),
]  # fmt: skip


@pytest.mark.parametrize("header", [HEADER, OLD, TRANSLATED], ids=["now", "before", "translated"])
def test_an_export_of_moodle_comes_in_whatever_its_headings_are_called(header):
    draft = reading.parse(as_csv(*(line[:14] for line in LINES), header=header))

    assert (draft.code, draft.name_nl, draft.source) == ("oecd", "OECD", "Moodle, OECD")
    assert [(one.code, one.name_nl) for one in draft.levels] == [
        ("0", "Not yet competent"), ("1", "Competent")
    ]  # fmt: skip
    assert outline(draft.outcomes) == [["delivery", ["DR-1"], []]]
    [competence] = draft.competences
    assert (competence.name_nl, competence.skills_nl) == ("Plans", ("Plans ahead", "Asks"))
    assert competence.references == ("level-1", "a,b")


def test_a_short_name_that_moodle_cut_is_read_in_full_from_the_description():
    whole = (
        "Responds to and anticipates the needs of customers, in a timely and helpful manner, " * 2
    )
    lines = [top(), one("1", name=whole[:97] + "...", description=f"<p>{whole}</p>")]

    [read] = reading.parse(as_csv(*lines)).competences

    assert (read.name_nl, read.skills_nl) == (whole.strip(), ())


def test_a_definition_that_begins_with_the_short_name_does_not_take_its_place():
    lines = [top(), one("1", name="Teamwork", description="<p>Teamwork is working together.</p>")]

    [read] = reading.parse(as_csv(*lines)).competences

    assert (read.name_nl, read.skills_nl) == ("Teamwork", ("Teamwork is working together.",))


def test_descriptions_give_their_words_and_nothing_else():
    html = "<h3>A &amp; b</h3><script>alert(1)</script><p onclick=x>c<br>d <b>e</b></p>\x00<li>f"

    assert paragraphs(html) == ("A & b", "c", "d e", "f")


def test_more_than_200_competencies_five_deep_come_in_from_any_separator():
    lines = [one("1")]
    for depth in range(2, 6):
        above = [line[1] for line in lines if line[1].count(".") == depth - 2]
        lines += [one(f"{code}.{n}", code) for code in above for n in range(1, 5)]
    text = as_csv(top(), *lines).decode()

    for data in (text.encode(), text.replace(",", ";").replace("laag;hoog", "laag,hoog").encode()):
        draft = reading.parse(data.replace(b'"laag;hoog"', b'"laag,hoog"'))
        assert (len(lines), len(draft.headings), len(draft.competences)) == (341, 85, 256)


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def test_our_export_is_laid_out_as_moodle_reads_it():
    """Moodle takes the columns by place; parents must be there, and every row equally wide."""
    header, first, *others = rows_of(exporter.to_csv(drafts.large(depth=4)))

    assert header[:14] == HEADER
    assert first[:2] == ["", "zorg"]
    assert first[5] == "nog niet getoond,verkent,verdiept,autonoom"
    assert json.loads(first[6]) == [
        {"scaleid": "1"},
        {"id": 1, "scaledefault": 1, "proficient": 0},
        {"id": 2, "scaledefault": 0, "proficient": 0},
        {"id": 3, "scaledefault": 0, "proficient": 0},
        {"id": 4, "scaledefault": 0, "proficient": 1},
    ]
    assert first[12:14] == ["1", "outcome,competency,competency,competency"]
    numbers = [row[1] for row in others]
    assert len(numbers) == len(set(numbers)) == 80
    assert {row[0] for row in others} <= {"", *numbers}
    assert {len(row) for row in (first, *others)} == {15}
    assert max(len(row[2]) for row in others) <= moodle.LONGEST_SHORT_NAME
    assert {row[12] for row in others} == {""}


def test_a_name_that_somebody_changed_in_our_export_wins_over_the_hidden_one():
    data = exporter.to_csv(drafts.large(depth=1)).replace(b",Rubriek 1,", b",Samenwerken,")

    [outcome] = reading.parse(data).outcomes

    assert (outcome.name_nl, outcome.name_en) == ("Samenwerken", "Heading 1")
