"""What stands on the pages: nothing runs off them, headings lead through, changes are named."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import gettext
from pypdf import PdfReader
from weasyprint.formatting_structure.boxes import MarginBox, TextBox

from config import pdf, pdf_guard
from config.frozen import freeze, thaw
from config.pdf_values import AgreementDocument
from tests.config.hostile import poisoned
from tests.config.paper_samples import EVERY, LONG_URL, SHAPES, everything, paper

MM = 96 / 25.4


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The pages of all that is rendered in the test, as the layout left them."""
    laid: list[Any] = []
    set_pages = pdf.set_pages

    def keep(*arguments: Any, **options: Any) -> Any:
        document = set_pages(*arguments, **options)
        laid.extend(document.pages)
        return document

    monkeypatch.setattr(pdf, "set_pages", keep)
    monkeypatch.setattr(pdf_guard, "within", lambda work, **limits: work())
    return laid


def lines(box: Any) -> Iterator[Any]:
    if isinstance(box, TextBox) and box.text.strip():
        yield box
    for child in getattr(box, "children", ()):
        yield from lines(child)


def outside(page: Any) -> list[str]:
    """Words that leave the room between the margins, or the paper for what stands in a margin."""
    found = []
    for part in page._page_box.children:
        in_margin = isinstance(part, MarginBox)
        left, right = (0, page.width) if in_margin else (24 * MM, page.width - 26 * MM)
        bottom = page.height if in_margin else page.height - 37 * MM
        for line in lines(part):
            across = left - 1 <= line.position_x and line.position_x + line.width <= right + 1
            if not across or line.position_y + line.height > bottom + 1:
                found.append(line.text)
    return found


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", EVERY)
def test_nothing_runs_off_the_page(kind, shape, pages):
    pdf.render_document(paper(kind, shape))

    assert [words for page in pages for words in outside(page)] == []


@pytest.mark.parametrize("kind", EVERY)
def test_words_that_have_no_place_to_break_stay_on_the_page(kind, pages):
    pdf.render_document(poisoned(everything(kind), LONG_URL))

    assert [words for page in pages for words in outside(page)] == []


def headings(found: list[Any]) -> Iterator[str]:
    for one in found:
        if isinstance(one, list):
            yield from headings(one)
        else:
            yield one.title


@pytest.mark.parametrize("kind", EVERY)
def test_headings_are_bookmarks_under_the_title(kind):
    reader = PdfReader(io.BytesIO(pdf.render_document(paper(kind))))

    found = list(headings(reader.outline))

    first = paper(kind).student_name if kind == "portfolio" else pdf.titles()[kind]
    assert found[0] == {"cohort": gettext("Where a cohort lags")}.get(kind, first)
    assert len(found) > 2


ALL = """
import django, hashlib; django.setup()
from config import pdf
from tests.config.paper_samples import EVERY, paper
for kind in EVERY:
    print(kind, hashlib.sha256(pdf.render_document(paper(kind))).hexdigest())
"""


def test_the_same_content_is_the_same_bytes_in_another_process_on_another_day():
    """Words in sets and dicts fall in another order there, and it is ten years later."""
    later = "import time; now = time.time; time.time = lambda: now() + 3e8\n" + ALL
    environment = os.environ | {"PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    there = subprocess.run(
        [sys.executable, "-c", later],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    here = {kind: sha256(pdf.render_document(paper(kind))).hexdigest() for kind in EVERY}
    assert dict(line.split() for line in there.stdout.splitlines()) == here


def test_a_field_that_came_later_is_left_out_of_what_was_kept_before():
    kept = freeze(paper("agreement"))
    assert {"changes", "need_not_sign"} & kept.keys() == set()
    assert thaw(AgreementDocument, kept) == paper("agreement")

    amended = freeze(paper("amendment"))
    assert {"changes", "need_not_sign"} <= amended.keys()
    assert thaw(AgreementDocument, amended) == paper("amendment")


def words(document: Any) -> str:
    found = PdfReader(io.BytesIO(pdf.render_document(document))).pages
    return " ".join(" ".join(one.extract_text() for one in found).split())


def test_an_amendment_says_what_changes_and_who_signs():
    document = paper("amendment", language="en")

    text = words(document)

    assert "Amendment to the placement agreement" in text
    assert "What changes" in text.split("Between")[0]
    assert "Mentor Veerle Coppens Stijn Maes" in text
    assert "De student rijdt niet met wagens van de werkplek." in text.split("Between")[0]
    assert text.count("was not there") == text.count("is not there any more") == 1
    assert "Signs this version Amina El Khatib Stijn Maes" in text
    (need_not,) = document.need_not_sign
    assert f"Need not sign again {need_not.name}, {need_not.details}" in text


def test_a_talk_without_notes_has_no_column_for_them():
    report = paper("trialogue_report", language="en")
    silent = replace(report, agenda=tuple(replace(line, notes="") for line in report.agenda))

    assert "What we said" in words(report)
    assert "What we said" not in words(silent)
    assert "No notes" not in words(silent)


def test_a_visit_report_says_what_was_seen_and_nothing_of_an_empty_theme():
    text = words(paper("visit_report", language="en"))

    assert "Feedback komt vooral als er iets misgaat." in text
    assert "Ruimte om te reflecteren" not in text
    assert "Nothing was noted during this visit." in words(paper("visit_report", "emptiest", "en"))
