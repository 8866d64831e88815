"""Our own spreadsheet: headings in two languages, what a person may leave out, and formulas."""

import csv
import io

import openpyxl
import pytest
from django.utils import translation

from competences.exporters import spreadsheet, template
from competences.importers import reading
from competences.importers.drafts import CompetenceDraft, FrameworkDraft, OutcomeDraft
from tests.competences.test_case import outline

NL = """soort;code;onder;naam (nl);kennis (nl);doel: autonomy;Opmerking
kader;k;;Mijn kader;;;
niveau;0;;niet;;;
niveau;A;;wel;;;
rubriek;1;;Samen;;;van vorig jaar
competentie;1.1;;Doet iets;"Weet dit
Weet dat";A;
rubriek;2;1;Met klanten;;;
competentie;2.1;;Helpt;;;
competentie;1.2;1;Luistert;;0;
"""
EN = """kind,code,under,NAME (NL),Knowledge - nl,target: autonomy,remarks
framework,k,,Mijn kader,,,
level,0,,niet,,,
level,A,,wel,,,
learning outcome,1,,Samen,,,van vorig jaar
competence,1.1,,Doet iets,"Weet dit
Weet dat",A,
outcome,2,1,Met klanten,,,
competency,2.1,,Helpt,,,
competence,1.2,1,Luistert,,0,
"""


@pytest.mark.parametrize(
    "data",
    [
        NL.encode("utf-8-sig"),
        NL.replace("\n", "\r\n").encode("cp1252"),
        NL.replace(";", "\t").encode("utf-16"),
        EN.encode(),
    ],
    ids=["semicolons", "windows-1252", "tabs-utf-16", "english-commas"],
)
def test_the_same_table_is_read_in_either_language_and_any_encoding(data):
    draft = reading.parse(data)

    assert (draft.code, draft.name_nl) == ("k", "Mijn kader")
    assert [level.code for level in draft.levels] == ["0", "A"]
    assert outline(draft.outcomes) == [["1", ["1.1", "1.2"], [["2", ["2.1"], []]]]]
    assert draft.competences[0].knowledge_nl == ("Weet dit", "Weet dat")
    assert [dict(one.targets) for one in draft.competences] == [
        {"autonomy": "A"}, {"autonomy": "0"}, {}
    ]  # fmt: skip


def test_without_a_scale_the_usual_one_is_taken_and_loose_competences_get_a_heading():
    draft = reading.parse(b"soort;code;naam (nl)\nkader;k;Kader\ncompetentie;1;Doet iets\n")

    assert [level.code for level in draft.levels] == ["0", "K", "V", "A"]
    assert outline(draft.outcomes) == [["k", ["1"], []]]
    assert draft.outcomes[0].name_nl == "Kader"


RISKY = ["=1+1", "'=1+1", "@cmd", "-2+3", "+32 9 1", '=HYPERLINK("http://x")', "#REF!", "'#N/A"]


def risky() -> FrameworkDraft:
    competences = tuple(
        CompetenceDraft(str(n), text, knowledge_nl=(text, text), references=(text,))
        for n, text in enumerate(RISKY)
    )
    outcome = OutcomeDraft("1", "=cmd|' /C calc'!A0", "", competences)
    return FrameworkDraft("k", "=A1", "", "=B2", (outcome,), reading.usual_levels())


def test_names_that_look_like_formulas_come_back_as_they_were():
    for data in (
        spreadsheet.to_csv(risky(), language="nl"),
        spreadsheet.to_xlsx(risky(), language="en"),
    ):
        assert reading.parse(data) == risky()


def test_no_cell_that_we_write_can_run():
    text = spreadsheet.to_csv(risky(), language="nl").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []

    book = openpyxl.load_workbook(io.BytesIO(spreadsheet.to_xlsx(risky(), language="nl")))
    assert {cell.data_type for row in book.active for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("write", [template.to_csv, template.to_xlsx], ids=["csv", "xlsx"])
def test_the_example_to_fill_in_can_be_brought_in_as_it_is(language, write):
    with translation.override(language):
        data = write(["exploration", "autonomy"], language=language)

    draft = reading.parse(data)

    assert draft == template.example(["exploration", "autonomy"])
    assert outline(draft.outcomes) == [["1", ["1.1"], [["1.2", ["1.2.1"], []]]]]
    assert draft.competences[0].targets == {"exploration": "K", "autonomy": "V"}


def test_a_million_empty_rows_and_far_away_cells_take_no_time():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("a")
    for row in csv.reader(io.StringIO(NL), delimiter=";"):
        sheet.append(row)
    for _number in range(20_000):
        sheet.append([None])
    out = io.BytesIO()
    book.save(out)

    assert outline(reading.parse(out.getvalue()).outcomes)[0][0] == "1"
