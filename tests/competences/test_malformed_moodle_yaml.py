"""Ways in which a CSV of Moodle or a YAML of our own is wrong, over twenty each, with the place."""

import csv
import io
import json

import pytest
import yaml

from competences.importers import moodle, own
from tests.competences.malformed import (
    expected,
    faults_of,
    malformed,
    numbered,
    refused_by_the_page,
    rows,
)
from tests.factories import make_programme, make_user

HEADER = [heading for _name, heading in moodle.HEADINGS]
PLACES = {name: place for place, (name, _heading) in enumerate(moodle.HEADINGS)}
LEVELS = [{"code": "a", "name_nl": "laag"}, {"code": "b", "name_nl": "hoog"}]
UUID = "6f9619ff-8b86-4d11-b42d-00c04fc964ff"


def line(**cells: str) -> list[str]:
    found = [""] * (len(HEADER) + 1)
    for name, text in cells.items():
        found[PLACES.get(name, len(HEADER))] = text
    return found


def top(**cells: str) -> list[str]:
    told = {"code": "K", "name": "Kader", "scale": "laag,hoog", "is_framework": "1"}
    return line(**told | cells)


def one(code: str, parent: str = "", **cells: str) -> list[str]:
    return line(**{"code": code, "parent": parent, "name": f"Item {code}"} | cells)


def extra(**fields: object) -> dict[str, str]:
    """What our own export puts beside it."""
    return {"extra": json.dumps(fields)}


def as_csv(*lines: list[str], header: list[str] | None = None) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header or [*HEADER, moodle.EXTRA], *lines])
    return out.getvalue().encode()


CHAIN = [one("1"), *(one(str(n), str(n - 1)) for n in range(2, 15))]
GOOD = as_csv(top(), one("1"))
MOODLE = {
    "no-framework": malformed(as_csv(one("1")), ("A1", "no_framework_row")),
    "two-frameworks": malformed(
        as_csv(top(), top(), one("1")), ("M3 Is framework", "framework_twice")
    ),
    "framework-without-number": malformed(
        as_csv(top(code=""), one("1")), ("B2 ID number", "missing")
    ),
    "framework-without-name": malformed(
        as_csv(top(name=""), one("1")), ("C2 Short name", "missing")
    ),
    "no-competencies": malformed(as_csv(top()), ("A1", "no_competences")),
    "no-number": malformed(as_csv(top(), one("")), ("B3 ID number", "missing")),
    "no-name": malformed(as_csv(top(), one("1", name=" ")), ("C3 Short name", "missing")),
    "number-twice": malformed(
        as_csv(top(), one("1"), one("1")),
        ("B4 ID number", "code_twice"),
    ),
    "number-too-long": malformed(as_csv(top(), one("1" * 101)), ("B3 ID number", "too_long")),
    "description-too-long": malformed(
        as_csv(top(), one("1", description="x" * 4001)), ("D3 Description", "too_long")
    ),
    "unknown-parent": malformed(
        as_csv(top(), one("1"), one("2", "9")), ("A4 Parent ID number", "unknown_parent")
    ),
    "circle": malformed(
        as_csv(top(), one("1"), one("2", "3"), one("3", "2")), ("A4 Parent ID number", "circle")
    ),
    "under-itself": malformed(
        as_csv(top(), one("1"), one("2", "2")), ("A4 Parent ID number", "circle")
    ),
    "too-deep": malformed(as_csv(top(), *CHAIN), ("B15 ID number", "too_deep")),
    "scale-of-one-level": malformed(
        as_csv(top(scale="goed"), one("1")), ("F2 Scale values", "number_of_levels")
    ),
    "scale-of-eight-levels": malformed(
        as_csv(top(scale="a,b,c,d,e,f,g,h"), one("1")), ("F2 Scale values", "number_of_levels")
    ),
    "level-without-name": malformed(
        as_csv(top(scale="laag,,hoog"), one("1")), ("F2 Scale values", "missing")
    ),
    "level-name-too-long": malformed(
        as_csv(top(scale="laag," + "x" * 61), one("1")), ("F2 Scale values", "too_long")
    ),
    "extra-is-no-json": malformed(as_csv(top(), one("1", extra="{")), ("O3 Trialoog", "not_json")),
    "extra-is-a-list": malformed(
        as_csv(top(), one("1", extra="[]")), ("O3 Trialoog", "not_an_object")
    ),
    "extra-of-another-kind": malformed(
        as_csv(top(), one("1", **extra(kind="vak"))),
        ("O3 Trialoog $.kind", "unknown_kind_of_item"),
    ),
    "target-is-not-on-the-scale": malformed(
        as_csv(top(**extra(levels=LEVELS)), one("1", **extra(targets={"u": "z"}))),
        ("O3 Trialoog $.targets.u", "unknown_level"),
    ),
    "identifier-is-none": malformed(
        as_csv(top(), one("1", **extra(identifier="abc"))),
        ("O3 Trialoog $.identifier", "not_an_identifier"),
    ),
    "identifier-twice": malformed(
        as_csv(top(), *(one(n, **extra(identifier=UUID)) for n in "12")),
        ("O4 Trialoog $.identifier", "code_twice"),
    ),
    "a-quote-that-never-closes": malformed(
        GOOD + b'"' + b"x" * 200_001, (None, "not_a_table")
    ),
    "headings-only": malformed(as_csv(), (None, "empty")),
    "headings-of-something-else": malformed(
        as_csv(top(), one("1"), header=["ID number", "Short name"]), (None, "unknown_kind")
    ),
}  # fmt: skip

START = {
    "code": "k", "name_nl": "Kader", "name_en": "Framework", "source": "School",
    "levels": [
        {"code": code, "name_nl": code, "name_en": code, "description_nl": "x",
         "description_en": "x"}
        for code in "AB"
    ],
}  # fmt: skip
SKILL = {"code": "1.1", "name_nl": "Doet iets", "name_en": "Does something",
         "workplace_nl": "Doet", "workplace_en": "Does"}  # fmt: skip
OUTCOME = {"code": "1", "name_nl": "Rubriek", "name_en": "Heading", "competences": [SKILL]}


def as_yaml(*outcomes: object, **fields: object) -> bytes:
    content = START | {"outcomes": list(outcomes)} | fields
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode()


def with_one(**fields: object) -> bytes:
    return as_yaml(OUTCOME | {"competences": [SKILL | fields]})


def nested(depth: int) -> dict:
    found = OUTCOME | {"code": "0"}
    for number in range(1, depth):
        found = {"code": f"h{number}", "name_nl": "x", "name_en": "x", "parts": [found]}
    return found


FIRST = "$.outcomes[0]"
DEEPEST = FIRST + ".parts[0]" * 10 + ".parts"
YAML = {
    "breaks-off": malformed(b"code: k\nlevels: [", ("line 2, column 10", "not_yaml")),
    "with-aliases": malformed(b"code: &a k\nname_nl: *a", ("line 2, column 10", "not_yaml")),
    "with-python": malformed(
        b"code: !!python/object:os.system {}", ("line 1, column 7", "not_yaml")
    ),
    "a-tab-for-a-space": malformed(
        b"code: k\nlevels:\n\t- code: A", ("line 3, column 1", "not_yaml")
    ),
    "a-list": malformed(b"- code: k\n- code: l\n", (None, "unknown_kind")),
    "too-large": malformed(b"code: k\n" * (own.MAX_BYTES // 8 + 1), (None, "too_large")),
    "control-characters": malformed(b"code: k\x01\nname_nl: x", (None, "not_yaml")),
    "no-code": malformed(as_yaml(OUTCOME, code=""), ("$.code", "missing")),
    "no-source": malformed(as_yaml(OUTCOME, source=None), ("$.source", "missing")),
    "name-is-a-list": malformed(as_yaml(OUTCOME, name_en=["x"]), ("$.name_en", "not_text")),
    "no-scale": malformed(as_yaml(OUTCOME, levels=[]), ("$.levels", "missing")),
    "scale-of-one-level": malformed(
        as_yaml(OUTCOME, levels=START["levels"][:1]), ("$.levels", "number_of_levels")
    ),
    "level-twice": malformed(
        as_yaml(OUTCOME, levels=[START["levels"][0], dict(START["levels"][0])]),
        ("$.levels[1].code", "code_twice"),
    ),
    "no-outcomes": malformed(as_yaml(), ("$.outcomes", "missing")),
    "outcomes-are-an-object": malformed(as_yaml(outcomes={"a": 1}), ("$.outcomes", "not_a_list")),
    "outcome-is-a-text": malformed(as_yaml(OUTCOME, "x"), ("$.outcomes[1]", "not_an_object")),
    "outcome-without-competences": malformed(
        as_yaml(OUTCOME | {"competences": []}), (f"{FIRST}.competences", "missing")
    ),
    "too-deep": malformed(as_yaml(nested(13)), (DEEPEST, "too_deep")),
    "code-twice": malformed(with_one(code="1"), (f"{FIRST}.competences[0].code", "code_twice")),
    "name-in-one-language": malformed(
        with_one(name_en=""), (f"{FIRST}.competences[0].name_en", "missing")
    ),
    "skill-is-a-number": malformed(
        with_one(skills_nl=[1]), (f"{FIRST}.competences[0].skills_nl[0]", "not_text")
    ),
    "targets-are-a-list": malformed(
        with_one(targets=["A"]), (f"{FIRST}.competences[0].targets", "not_an_object")
    ),
    "target-is-not-on-the-scale": malformed(
        with_one(targets={"autonomy": "Z"}),
        (f"{FIRST}.competences[0].targets.autonomy", "unknown_level"),
    ),
    "identifier-is-none": malformed(
        with_one(identifier="abc"), (f"{FIRST}.competences[0].identifier", "not_an_identifier")
    ),
    "identifier-twice": malformed(
        as_yaml(OUTCOME | {"identifier": UUID, "competences": [SKILL | {"identifier": UUID}]}),
        (f"{FIRST}.identifier", "code_twice"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("variant", numbered(MOODLE))
def test_a_malformed_csv_of_moodle_is_refused_with_place_and_reason(variant):
    assert faults_of(variant.data) == variant.faults


@pytest.mark.parametrize("variant", numbered(YAML))
def test_a_malformed_yaml_is_refused_with_place_and_reason(variant):
    assert faults_of(variant.data) == variant.faults


@pytest.mark.django_db
@pytest.mark.parametrize("variants", [MOODLE, YAML], ids=["moodle", "yaml"])
def test_none_of_them_leaves_a_trace(client, variants):
    wim = make_user("Wim", "Claes", language="en")
    programme = make_programme("accounting", coordinator=wim)
    before = rows()

    said = refused_by_the_page(client, wim, programme, variants)

    assert said == expected(variants)
    assert rows() == before
