"""Ways in which our spreadsheet is wrong, as CSV and XLSX, over twenty each, said with the cell."""

import csv
import datetime as dt
import io
import zipfile

import pytest

from competences.importers.json_text import MAX_BYTES
from config.spreadsheets import write_xlsx
from config.tables import MAX_ROWS
from tests.competences.malformed import (
    Malformed,
    expected,
    faults_of,
    malformed,
    numbered,
    refused_by_the_page,
    rows,
)
from tests.factories import make_programme, make_user

HEADER = ["soort", "code", "onder", "naam (nl)", "kennis (nl)", "kenmerk", "doel: autonomy"]
TOP = ["kader", "k", "", "Kader", "", "", ""]
HEADING = ["rubriek", "1", "", "Rubriek", "", "", ""]
ONE = ["competentie", "1.1", "1", "Doet iets", "", "", "A"]
UUID = "6f9619ff-8b86-4d11-b42d-00c04fc964ff"


def changed(row: list, **cells: object) -> list:
    """A row with other cells, named by their letter."""
    return [cells.get("ABCDEFG"[place], cell) for place, cell in enumerate(row)]


def level(code: str, name: str = "stap") -> list:
    return ["niveau", code, "", name, "", "", ""]


def under(code: str, above: str) -> list:
    return changed(HEADING, B=code, C=above)


DEEP = [under(str(number), str(number - 1) if number > 1 else "") for number in range(1, 14)]
CONTENTS: dict[str, tuple[list[list], list[tuple[str, str]]]] = {
    "no-framework": ([HEADING, ONE], [("A1", "no_framework_row")]),
    "two-frameworks": ([TOP, TOP, HEADING, ONE], [("A3 soort", "framework_twice")]),
    "no-competences": ([TOP, HEADING], [("A1", "no_competences")]),
    "unknown-kind": ([TOP, HEADING, ONE, changed(ONE, A="vak")],
                     [("A5 soort", "unknown_kind_of_row")]),
    "no-kind": ([TOP, HEADING, ONE, changed(ONE, A="", B="1.2")], [("A5 soort", "missing")]),
    "no-code": ([TOP, HEADING, changed(ONE, B="")], [("B4 code", "missing")]),
    "code-twice": ([TOP, HEADING, ONE, ONE], [("B5 code", "code_twice")]),
    "code-too-long": ([TOP, HEADING, changed(ONE, B="c" * 101)], [("B4 code", "too_long")]),
    "no-name": ([TOP, HEADING, changed(ONE, D=" ")], [("D4 naam (nl)", "missing")]),
    "name-too-long": ([TOP, HEADING, changed(ONE, D="x" * 4001)], [("D4 naam (nl)", "too_long")]),
    "error-of-the-spreadsheet": ([TOP, HEADING, changed(ONE, D="#REF!")],
                                 [("D4 naam (nl)", "sheet_error")]),
    "unknown-heading-above": ([TOP, HEADING, changed(ONE, C="9")],
                              [("C4 onder", "unknown_parent")]),
    "under-a-competence": ([TOP, HEADING, ONE, under("2", "1.1")],
                           [("C5 onder", "unknown_parent")]),
    "circle": ([TOP, under("1", "2"), under("2", "1"), ONE], [("C3 onder", "circle")]),
    "under-itself": ([TOP, HEADING, under("2", "2"), ONE], [("C4 onder", "circle")]),
    "too-deep": ([TOP, *DEEP, changed(ONE, C="2")], [("B15 code", "too_deep")]),
    "scale-of-one-level": ([TOP, level("A"), HEADING, ONE], [("A3 soort", "number_of_levels")]),
    "scale-of-eight-levels": ([TOP, *map(level, "ABCDEFGH"), HEADING, ONE],
                              [("A10 soort", "number_of_levels")]),
    "level-twice": ([TOP, level("A"), level("A"), HEADING, ONE], [("B4 code", "code_twice")]),
    "level-code-too-long": ([TOP, level("A"), level("abcde"), HEADING, ONE],
                            [("B4 code", "too_long")]),
    "target-is-not-on-the-scale": ([TOP, HEADING, changed(ONE, G="Z")],
                                   [("G4 doel: autonomy", "unknown_level")]),
    "target-of-a-heading": ([TOP, changed(HEADING, G="A"), ONE],
                            [("G3 doel: autonomy", "misplaced")]),
    "knowledge-of-the-framework": ([changed(TOP, E="veel"), HEADING, ONE],
                                   [("E2 kennis (nl)", "misplaced")]),
    "identifier-is-none": ([TOP, HEADING, changed(ONE, F="abc")],
                           [("F4 kenmerk", "not_an_identifier")]),
    "identifier-twice": ([TOP, changed(HEADING, F=UUID), changed(ONE, F=UUID)],
                         [("F4 kenmerk", "code_twice")]),
    "several-things": ([changed(TOP, B=""), HEADING, changed(ONE, B="", D="", G="Z")],
                       [("B2 code", "missing"), ("B4 code", "missing"),
                        ("D4 naam (nl)", "missing"), ("G4 doel: autonomy", "unknown_level")]),
}  # fmt: skip
HEADERS = {
    "column-twice": ([*HEADER[:5], "kennis (nl)", *HEADER[6:]], ("F1 kennis (nl)", "column_twice")),
    "unknown-column": ([*HEADER[:5], "kleur", *HEADER[6:]], ("F1 kleur", "unknown_column")),
}


def as_csv(header: list, lines: list[list]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([header, *lines])
    return out.getvalue().encode()


def both(write) -> dict[str, Malformed]:
    """What can be wrong with the content of either kind of file."""
    found = {
        name: malformed(write(HEADER, lines), *faults) for name, (lines, faults) in CONTENTS.items()
    }
    good = [TOP, HEADING, ONE]
    found |= {
        name: malformed(write(header, good), fault) for name, (header, fault) in HEADERS.items()
    }
    no_kind = [row[1:] for row in good]
    return found | {
        "no-column-for-the-kind": malformed(write(HEADER[1:], no_kind), ("A1", "missing_column")),
        "headings-only": malformed(write(HEADER, []), (None, "empty")),
        "too-many-rows": malformed(
            write(HEADER, [TOP, HEADING, *[ONE] * MAX_ROWS]), (None, "too_many_rows")
        ),
    }


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


GOOD = as_csv(HEADER, [TOP, HEADING, ONE])
CSV = both(as_csv) | {
    "a-quote-that-never-closes": malformed(GOOD + b'"' + b"x" * 200_001, (None, "not_a_table")),
    "a-giant-cell": malformed(GOOD.replace(b"Doet", b"D" * 200_001), (None, "not_a_table")),
    "text-beside-the-table": malformed(GOOD[:-2] + b";meer\r\n", ("H4", "too_wide")),
    "control-characters": malformed(b"\x01\x02" * 50, (None, "unknown_kind")),
    "half-of-a-picture": malformed(b"\x89PNG\r\n\x1a\n" + b"\x00" * 90, (None, "unknown_kind")),
    "a-list-of-something-else": malformed(b"Naam;Klas\r\nJan;1A\r\n", (None, "unknown_kind")),
    "a-letter": malformed(b"Beste, hierbij het kader.\nGroeten", (None, "unknown_kind")),
    "nothing-but-spaces": malformed(b" \r\n\t ", (None, "empty")),
    "too-large": malformed(GOOD + b" " * MAX_BYTES, (None, "too_large")),
}
BOOK = write_xlsx(HEADER, [TOP, HEADING, ONE])
XLSX = both(write_xlsx) | {
    "damaged": malformed(BOOK[: len(BOOK) // 2], (None, "damaged_workbook")),
    "a-zip-bomb": malformed(
        zipped(xl__workbook_xml=b"<a/>", xl__worksheets__sheet1_xml=b"0" * 50_000_000),
        (None, "too_large"),
    ),
    "a-letter": malformed(zipped(word__document_xml=b"<a/>"), (None, "unknown_kind")),
    "macros": malformed(
        zipped(xl__workbook_xml=b"<a/>", xl__vbaproject_bin=b"x"), (None, "macros")
    ),
    "entities": malformed(zipped(xl__workbook_xml=b"<!DOCTYPE a><a/>"), (None, "unknown_kind")),
    "an-old-workbook": malformed(b"\xd0\xcf\x11\xe0" + b"\x00" * 90, (None, "old_workbook")),
    "behind-a-password": malformed(
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), (None, "protected")
    ),
    "a-date": malformed(
        write_xlsx(HEADER, [TOP, HEADING, changed(ONE, B=dt.date(2026, 1, 1))]),
        ("B4 code", "date"),
    ),
}


@pytest.mark.parametrize("variant", numbered(CSV))
def test_a_malformed_csv_is_refused_with_place_and_reason(variant):
    assert faults_of(variant.data) == variant.faults


@pytest.mark.parametrize("variant", numbered(XLSX))
def test_a_malformed_xlsx_is_refused_with_place_and_reason(variant):
    assert faults_of(variant.data) == variant.faults


@pytest.mark.django_db
@pytest.mark.parametrize("variants", [CSV, XLSX], ids=["csv", "xlsx"])
def test_none_of_them_leaves_a_trace(client, variants):
    wim = make_user("Wim", "Claes", language="en")
    programme = make_programme("accounting", coordinator=wim)
    before = rows()

    said = refused_by_the_page(client, wim, programme, variants)

    assert said == expected(variants)
    assert rows() == before
