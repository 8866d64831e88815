"""Papers: tagged, in the right language, the same bytes each time, and everybody's name intact."""

import io
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import page
import pytest
from django.utils import translation
from pypdf import PdfReader

from config import pdf
from config.frozen import freeze, thaw
from config.pdf_clauses import articles
from tests.config.paper_samples import EUROPEAN, EVERY, LONG_NAME, SHAPES, paper, terms

EVERY_PAPER = [(kind, shape) for kind in EVERY for shape in SHAPES]
STANDARDS = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


@cache
def rendered(kind: str, shape: str = "usual", language: str = "nl") -> bytes:
    return pdf.render_document(paper(kind, shape, language))


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words(reader: PdfReader) -> str:
    """All text in one line, as somebody who copies it gets it."""
    return " ".join(" ".join(one.extract_text() for one in reader.pages).split())


MISCOUNTED = "PDFA3A-STREAM-LENGTH-001"


def broken_rules(content: bytes, folder: Path) -> list[str]:
    file = folder / "paper.pdf"
    file.write_bytes(content)
    reports = [page.validate_pdf(str(file), profile=standard) for standard in STANDARDS]
    rules = [failure.rule_id for report in reports for failure in report.failures]
    return [rule for rule in rules if rule != MISCOUNTED or not lengths_are_true(content)]


def lengths_are_true(content: bytes) -> bool:
    """Every stream is as long as it says, counted here: the validator takes a last byte that is
    CR for the end of the line, and which byte is last depends on the fonts' compression."""
    streams = list(re.finditer(rb"/Length (\d+)(?:(?!endobj).)*?>>\s*stream\r?\n", content, re.S))
    ends = [content[found.end() + int(found[1]) :][:11] for found in streams]
    return bool(ends) and all(re.match(rb"\r?\n?endstream", end) for end in ends)


@pytest.mark.parametrize(("kind", "shape"), EVERY_PAPER)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_paper_is_tagged_and_says_its_title_and_language(kind, shape, language):
    reader = read(rendered(kind, shape, language))

    with translation.override(language):
        title = f"{pdf.titles()[kind]} – {paper(kind, shape, language).student_name}"
    assert reader.metadata.title == title
    assert reader.trailer["/Root"]["/Lang"] == {"nl": "nl-BE", "en": "en-GB"}[language]
    assert bool(reader.trailer["/Root"]["/MarkInfo"]["/Marked"]) is True


@pytest.mark.parametrize(("kind", "shape"), EVERY_PAPER)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_paper_meets_the_standards_it_claims(kind, shape, language, tmp_path):
    assert broken_rules(rendered(kind, shape, language), tmp_path) == []


def test_a_wrong_length_is_noticed():
    sound = rendered("competence_statement")
    spoiled = re.sub(rb"/Length (\d+)", lambda found: b"/Length 9%b" % found[1], sound, count=1)

    assert lengths_are_true(sound)
    assert not lengths_are_true(spoiled)


def test_the_standards_are_really_checked(tmp_path):
    spoiled = rendered("competence_statement").replace(b"pdfuaid:part>1<", b"pdfuaid:part>9<")

    assert broken_rules(spoiled, tmp_path) != []


@pytest.mark.parametrize("kind", EVERY)
def test_a_thawed_paper_has_the_same_bytes(kind):
    document = paper(kind)

    thawed = thaw(type(document), json.loads(json.dumps(freeze(document))))

    assert thawed == document
    assert pdf.render_document(thawed) == rendered(kind)


@pytest.mark.parametrize("kind", EVERY)
def test_the_data_are_attached_and_nothing_else(kind):
    document = paper(kind)

    attached = read(rendered(kind)).attachments

    assert {name: [json.loads(one) for one in found] for name, found in attached.items()} == {
        "data.json": [freeze(document)]
    }


def test_names_in_every_european_alphabet_survive():
    document = replace(paper("competence_statement"), student_name=EUROPEAN)

    content = read(pdf.render_document(document))

    assert words(content).count(EUROPEAN) == 2  # as holder, and above the second page
    assert content.metadata.title.endswith(EUROPEAN)


def test_a_long_name_is_neither_cut_nor_hyphenated():
    text = words(read(rendered("agreement", "longest")))

    assert text.count(LONG_NAME) >= len(paper("agreement").signatures)


def test_newlines_of_people_become_paragraphs():
    (entry, *_rest) = paper("portfolio").reflections
    document = replace(
        paper("portfolio", "emptiest"),
        reflections=(replace(entry, text="Eerste.\r\nTweede.\n\n\nDerde.", replies=()),),
    )

    last = read(pdf.render_document(document)).pages[-1]

    assert "\nEerste.\nTweede.\nDerde.\n" in last.extract_text()


def test_what_cannot_be_printed_is_left_out_and_a_pictogram_says_its_name(tmp_path):
    document = replace(
        paper("competence_statement"), student_name="A\x00b\x0bc\u202ed 🙂 ⛵ \ud800e"
    )

    content = pdf.render_document(document)

    assert "Abcd [slightly smiling face] [sailboat] e" in words(read(content))
    assert broken_rules(content, tmp_path) == []


def test_too_much_text_is_refused():
    document = replace(paper("portfolio"), introduction="woord " * pdf.MAX_CHARACTERS)

    with pytest.raises(pdf.DocumentTooLarge):
        pdf.render_document(document)


def test_reference_and_code_stand_on_every_page():
    pages = read(rendered("agreement")).pages

    assert len(pages) == 9
    assert all("OVK-2026-0417" in one.extract_text() for one in pages)
    assert all("/v/8K4Q2MZR" in one.extract_text() for one in pages)


@pytest.mark.parametrize("shape", SHAPES)
def test_signatures_stand_together_on_one_page(shape):
    document = paper("agreement", shape)

    pages = [
        " ".join(one.extract_text().split()) for one in read(pdf.render_document(document)).pages
    ]

    (signing,) = [text for text in pages if "Slotbepalingen" in text]
    assert all(block.name in signing for block in document.signatures)


def test_unsigned_agreement_has_no_evidence_and_leaves_room_to_sign():
    text = words(read(rendered("agreement", "emptiest", "en")))

    assert text.count("Not signed yet. Date and place:") == 4
    assert "Evidence of signing" not in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_articles_are_filled_in_and_refer_to_each_other(language):
    found = articles(terms(), language=language)

    sentences = [clause.text for article in found for clause in article.clauses]
    numbered = {article.title: number for number, article in enumerate(found, 1)}
    organisation = next(number for title, number in numbered.items() if title.startswith("Organis"))
    assert not [text for text in sentences if "$" in text]
    assert {"nl": f"artikel {organisation} staat", "en": f"set out in article {organisation}."}[
        language
    ] in sentences[1]


def test_both_languages_have_the_same_articles():
    shapes = [
        [
            (len(article.clauses), [len(clause.points) for clause in article.clauses])
            for article in articles(terms(), language=language)
        ]
        for language in ("nl", "en")
    ]

    assert shapes[0] == shapes[1]


def test_without_shortening_or_plan_the_articles_do_not_speak_of_them():
    bare = replace(terms(), max_shortenings=0, has_plan=False, has_table=False)

    text = " ".join(c.text for article in articles(bare, language="en") for c in article.clauses)

    assert [word for word in ("shorten", "annex A", "table 1") if word in text] == []
