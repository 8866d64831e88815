"""Every table that leaves us is text, numbers and dates to a spreadsheet program, in its headers,
cells, sheet titles and file names; and every module that writes one is among those tried here."""

import ast
import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse

from accounts.actions import job_zip, jobs
from accounts.models import Job
from competences.exporters import moodle, spreadsheet, template
from competences.importers.drafts import (
    CompetenceDraft,
    FrameworkDraft,
    LevelDraft,
    OutcomeDraft,
)
from config import file_names
from config.spreadsheets import write_csv, write_sheets, write_xlsx
from tests.factories import make_placement, make_programme, make_user

ROOT = Path(settings.BASE_DIR)
APPS = ["config", "accounts", "competences", "placements", "mentors", "quality", "demo"]
STARTS = ["=", "+", "-", "@", "\t", "\r", "%", "|", "＝"]
BEFORE = ["", " ", "   ", '"', "'", "' ", "\"'", "\u00a0", "\u200b", "\ufeff", "\n"]
PAYLOADS = [f"{before}{start}1+cmd|' /C calc'!A0" for before in BEFORE for start in STARTS]
# What a program may strip before it looks whether a cell is a formula.
RUNS = re.compile(r'[\s"\u200b-\u200f\u2060\ufeff]*[=+\-@%|\t\r\n\x00＝＋－＠]')


def draft(text: str) -> FrameworkDraft:
    """A framework that says the same everywhere."""
    one = CompetenceDraft(
        *(text, text, text, text, text),
        knowledge_nl=(text,),
        skills_nl=(text,),
        references=(text,),
        targets={text: text},
    )
    outcome = OutcomeDraft(text, text, text, competences=(one,))
    levels = (LevelDraft(text, text, text, text, text),)
    return FrameworkDraft(text, text, text, text, (outcome,), levels)


def index(text: str) -> bytes:
    """The index of a zip; its parts are not stored for this."""
    job = Job(kind="documents-zip")
    part = job_zip.Line.__new__(job_zip.Line)
    part.columns, part.name, part.problem = [text, text, text], text, text
    return job_zip.index_csv(job, [part])


CSV: dict[str, Callable[[str], bytes]] = {
    "config.spreadsheets csv": lambda text: write_csv([text, text], [[text, text]]),
    "framework csv": lambda text: spreadsheet.to_csv(draft(text), language="nl"),
    "framework for Moodle": lambda text: moodle.to_csv(draft(text)),
    "framework to fill in csv": lambda text: template.to_csv([text], language="nl"),
    "index of a zip": index,
}
XLSX: dict[str, Callable[[str], bytes]] = {
    "config.spreadsheets xlsx": lambda text: write_xlsx([text, text], [[text, text]], title=text),
    "config.spreadsheets sheets": lambda text: write_sheets([(text, [text], [[text]])]),
    "framework xlsx": lambda text: spreadsheet.to_xlsx(draft(text), language="en"),
    "framework to fill in xlsx": lambda text: template.to_xlsx([text], language="en"),
}


def cells_of(data: bytes, separator: str = ";") -> list[str]:
    lines = io.StringIO(data.decode("utf-8-sig"), newline="")
    return [cell for row in csv.reader(lines, delimiter=separator) for cell in row]


def running(cells: list[str]) -> list[str]:
    return [cell for cell in cells if RUNS.match(cell)]


@pytest.mark.parametrize("name", CSV)
def test_no_cell_or_heading_of_a_csv_runs(name):
    separator = "," if "Moodle" in name else ";"
    for text in PAYLOADS:
        cells = cells_of(CSV[name](text), separator)
        assert (len(cells) > 1, running(cells)) == (True, [])


@pytest.mark.parametrize("name", XLSX)
def test_every_cell_and_heading_of_a_workbook_is_text(name):
    for text in PAYLOADS[:: 1 if "config" in name else 7]:
        data = XLSX[name](text)
        book = openpyxl.load_workbook(io.BytesIO(data))
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        archive = zipfile.ZipFile(io.BytesIO(data))
        sheets = [one for one in archive.namelist() if one.startswith("xl/worksheets/sheet")]

        assert kinds <= {"s", "n"}
        assert not any(re.search(rb"<f[ >]|<hyperlink", archive.read(one)) for one in sheets)
        assert "xl/externalLinks" not in "".join(archive.namelist())


def test_the_control_without_our_writer_runs():
    out = io.StringIO(newline="")
    csv.writer(out).writerow(["Naam", "=1+1"])
    book = openpyxl.Workbook()
    book.active.append(["=1+1"])

    assert running(cells_of(out.getvalue().encode(), ",")) == ["=1+1"]
    assert book.active["A1"].data_type == "f"


def test_only_modules_that_are_tried_here_write_tables():
    """A new export goes through `config.spreadsheets`, or comes in the tables above."""
    writing = re.compile(r"\b(csv\.(Dict)?[wW]riter|DictWriter|Workbook)$")
    found = set()
    for folder in APPS:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and writing.search(ast.unparse(node.func)):
                    found.add(str(path.relative_to(ROOT)))

    assert found == {"config/spreadsheets.py", "competences/exporters/moodle.py"}


@pytest.mark.django_db
def test_lists_with_people_whose_names_are_formulas_hold_none(client):
    wim = make_user("Wim", "Claes")
    placement = make_placement(
        programme=make_programme(coordinator=wim),
        student=make_user("=1+1", "@SUM(1)", email="amina@example.org"),
    )
    client.force_login(wim)
    job = jobs.start("documents-zip", by=wim, placements=[placement.pk])
    jobs.run_here(job.pk)
    job.refresh_from_db()

    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("placements:placement-export")).content)
    )
    with job.file.open("rb") as listed:
        cells = cells_of(listed.read())

    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert "'=1+1 @SUM(1)" in cells
    assert running(cells) == []


# --- file names -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*PAYLOADS, "../../etc/passwd", "a/b\\c", 'x"; filename="y', "…"])
def test_a_file_name_is_plain_whatever_it_is_made_of(text):
    for name in (file_names.safe(f"{text}.pdf"), file_names.safe(text)):
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name)
        assert ".." not in name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("TR-2026-0001.pdf", "TR-2026-0001.pdf"),
        ("Zoë Ünal.pdf", "Zoe-Unal.pdf"),
        ("日本.pdf", "document.pdf"),
        ("con.pdf", "document-con.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("", "document"),
    ],
)
def test_a_file_name_stays_readable(given, safe):
    assert file_names.safe(given) == safe


def test_two_files_never_share_a_name_not_even_on_a_disk_that_knows_no_capitals():
    taken: set[str] = set()

    given = ["a.pdf", "A.pdf", "a.pdf", "a-2.pdf", "b"]

    assert [file_names.unique(name, taken) for name in given] == [
        "a.pdf",
        "A-2.pdf",
        "a-3.pdf",
        "a-2-2.pdf",
        "b",
    ]
