"""What is not right yet in a text, each with its place and its reason.

`size_obstacles` keeps a draft from being saved; `faults` names what may stand in a draft but keeps
it from being published, and what is only worth a second look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from django.utils.translation import gettext as _

from config.pdf_clauses import FIELD, applies, numbers
from config.refusal import Obstacle
from placements.rules.texts import (
    CONDITIONS,
    FIELDS,
    MANDATORY,
    SUBJECTS,
    Content,
    condition_of,
    words_in,
    words_of,
)

MOST_ARTICLES, MOST_BLOCKS, MOST_POINTS = 30, 40, 30
MOST_ROWS, MOST_COLUMNS = 20, 6
MOST_CELLS = 400  # of one article: a page carries at most a thousand fields
LONGEST_TITLE, LONGEST_GIST, LONGEST_WORDS, LONGEST_CELL = 120, 160, 4_000, 300
LONGEST_TEXT = 80_000
GIST_FITS = 90

UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Blanks in one place at a time: two runs of them side by side would be tried in every division.
MARKUP = re.compile(r"<(?:\s*[/!])?\s*[A-Za-z][^<>]{0,40}>?")
MOST_TOLD = 10  # of the braces and fields in one text; who has mended these sees the next
# What must be named, where, and the words that name it besides its field.
NAMED: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]] = {
    "risk_analysis": (
        "safety",
        {"nl": ("risicoanalyse",), "en": ("risk analysis", "risk assessment")},
    ),
    "work_post_sheet": (
        "safety",
        {
            "nl": ("werkpostfiche", "werkpostfiches"),
            "en": ("workstation sheet", "work-post sheet", "work post sheet"),
        },
    ),
    "plan_annex": ("", {"nl": ("bijlage a",), "en": ("annex a",)}),
}
# A field that says nothing in some placements belongs in a block with that condition.
NEEDS = {
    "plan_annex": "when:has_plan",
    "competence_table": "when:has_table",
    "shortening_days": "when:max_shortenings",
    "max_shortenings": "when:max_shortenings",
}


@dataclass(frozen=True)
class Fault:
    """`article` and `block` count from 0; None: it concerns the whole text, the whole article."""

    code: str
    message: str
    article: int | None = None
    block: int | None = None
    title: str = ""
    is_warning: bool = False

    @property
    def place(self) -> str:
        if self.article is None:
            return ""
        names = {"number": self.article + 1, "title": self.title or _("without a title")}
        if self.block is None:
            return _("Article %(number)s, “%(title)s”") % names
        names["block"] = self.block + 1
        return _("Article %(number)s, “%(title)s”, block %(block)s") % names

    @property
    def sentence(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


def publish_obstacles(content: Content, language: str) -> Iterator[Obstacle]:
    """Why this text cannot be used yet, each with its place."""
    for fault in faults(content, language):
        if not fault.is_warning:
            yield Obstacle(fault.code, fault.sentence)


def faults(content: Content, language: str) -> list[Fault]:
    """Everything that is not right yet, in the order of the text; warnings among them."""
    known = FIELDS.keys() | numbers(content).keys()
    found = [
        _placed(fault, at, article["title"])
        for at, article in enumerate(content)
        for fault in article_faults(article, known)
    ]
    return found + list(_missing(content, language))


def _placed(fault: Fault, at: int, title: str) -> Fault:
    return Fault(fault.code, fault.message, at, fault.block, title[:40], fault.is_warning)


def article_faults(article: Mapping[str, Any], known: Any) -> Iterator[Fault]:
    """Of one article; `known` are the fields and references that exist."""
    if not article["title"].strip():
        yield Fault("no-title", _("Give this article a title."))
    if not article["gist"].strip():
        yield Fault("no-gist", _("Sum it up in one line, for who reads fast."), is_warning=True)
    elif len(article["gist"]) > GIST_FITS:
        yield Fault(
            "long-gist",
            _("The summary is long for the margin; about %(most)s characters fit.")
            % {"most": GIST_FITS},
            is_warning=True,
        )
    for words in (article["title"], article["gist"]):
        yield from _word_faults(words, known, None)
    yield from _emptiness(article)
    for at, block in enumerate(article["blocks"]):
        yield from _block_faults(block, known, at)


def _emptiness(article: Mapping[str, Any]) -> Iterator[Fault]:
    """Whether anything is left, whatever the placement is like."""
    said = [
        block
        for block in article["blocks"]
        if block["type"] != "heading" and any(words.strip() for words in words_in(block))
    ]
    if not said:
        yield Fault("article-empty", _("This article says nothing yet."))
        return
    asked = sorted({condition_of(block).partition(":")[2] for block in said} - {""})
    for values in product((True, False), repeat=len(asked)):
        case = dict(zip(asked, values, strict=True))
        if not any(applies(block, case) for block in said):
            yield Fault(
                "article-may-be-empty",
                _("Every clause has a condition; in some placements nothing would be left."),
            )
            return


def _block_faults(block: Mapping[str, Any], known: Any, at: int) -> Iterator[Fault]:
    if block["type"] == "table":
        cells = list(words_in(block))
        if not any(cell.strip() for cell in cells):
            yield Fault("block-empty", _("This table is empty."), block=at)
        elif not all(cell.strip() for cell in block["header"]):
            yield Fault("no-header", _("Give each column a heading."), block=at)
    elif not block["text"].strip():
        yield Fault("block-empty", _("This block is empty; write it or remove it."), block=at)
    elif not all(point.strip() for point in block.get("points", ())):
        yield Fault("point-empty", _("A point of the list is empty."), block=at)
    for words in words_in(block):
        yield from _word_faults(words, known, at)
    yield from _needs(block, condition_of(block), at)


def _needs(block: Mapping[str, Any], condition: str, at: int) -> Iterator[Fault]:
    used = {found["name"] for words in words_in(block) for found in FIELD.finditer(words)}
    for name in sorted(NEEDS.keys() & used):
        if condition != NEEDS[name]:
            yield Fault(
                "condition-missing",
                _("{%(field)s} says nothing in some placements; choose “%(condition)s”.")
                % {"field": name, "condition": CONDITIONS[NEEDS[name]]},
                block=at,
                is_warning=True,
            )


def _word_faults(words: str, known: Any, at: int | None) -> Iterator[Fault]:
    yield from islice(_field_faults(words, known, at), MOST_TOLD)
    if found := MARKUP.search(words):
        yield Fault(
            "markup",
            _("“%(words)s” is code; this text is plain words and prints it as it stands.")
            % {"words": found[0]},
            block=at,
        )


def _field_faults(words: str, known: Any, at: int | None) -> Iterator[Fault]:
    for found in FIELD.finditer(words):
        if found[0] == "{":
            yield Fault(
                "stray-brace",
                _("“%(words)s”: a { opens a field; write {{ if you mean a brace.")
                % {"words": _around(words, found.start())},
                block=at,
            )
        elif found[0] != "{{" and found["name"] not in known:
            yield Fault(
                "unknown-field",
                _("The field “%(field)s” does not exist; choose one from the list.")
                % {"field": found[0]},
                block=at,
            )


def _around(words: str, at: int) -> str:
    return words[at : at + 20]


def _missing(content: Content, language: str) -> Iterator[Fault]:
    if not content:
        yield Fault("text-empty", _("There is no article yet."))
        return
    by_key = {article["key"]: article for article in content}
    for subject in MANDATORY:
        if subject not in by_key:
            yield Fault(
                f"missing-{subject}",
                _("There must be an article about: %(subject)s.") % {"subject": SUBJECTS[subject]},
            )
    for field, (subject, words) in NAMED.items():
        where = [by_key[subject]] if subject in by_key else ([] if subject else content)
        if where and not any(_names(article, field, words[language]) for article in where):
            yield Fault(f"missing-{field}", _named(field))


def _names(article: Mapping[str, Any], field: str, words: tuple[str, ...]) -> bool:
    said = " ".join(words_of(article)).casefold()
    return f"{{{field}}}" in said or any(word in said for word in words)


def _named(field: str) -> str:
    return {
        "risk_analysis": _("The article on safety must name the risk analysis."),
        "work_post_sheet": _("The article on safety must name the work-post sheet."),
        "plan_annex": _("Some article must say that the plan is in the annex."),
    }[field]


# ---------- what is too much to keep


def size_obstacles(content: Content) -> list[Obstacle]:
    """Why a draft cannot be saved: too long, too many, or characters nobody can write."""
    found = [
        Obstacle(fault.code, _placed(fault, at, article["title"]).sentence)
        for at, article in enumerate(content)
        for fault in _article_sizes(article)
    ]
    if len(content) > MOST_ARTICLES:
        most = _("A text has at most %(most)s articles.") % {"most": MOST_ARTICLES}
        found.append(Obstacle("too-many", most))
    size = sum(len(words) for article in content for words in words_of(article))
    if size > LONGEST_TEXT and not found:
        most = _("The whole text is too long; at most %(most)s characters fit.")
        found.append(Obstacle("text-too-long", most % {"most": LONGEST_TEXT}))
    return found


def _article_sizes(article: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _sizes(article["title"], LONGEST_TITLE, None)
    yield from _sizes(article["gist"], LONGEST_GIST, None)
    blocks = article["blocks"]
    if len(blocks) > MOST_BLOCKS:
        yield Fault(
            "too-many", _("An article has at most %(most)s blocks.") % {"most": MOST_BLOCKS}
        )
    cells = sum(len(list(words_in(block))) for block in blocks if block["type"] == "table")
    if cells > MOST_CELLS:
        yield Fault(
            "too-many",
            _("The tables of an article have at most %(most)s cells together.")
            % {"most": MOST_CELLS},
        )
    for at, block in enumerate(blocks):
        yield from _block_sizes(block, at)


def _block_sizes(block: Mapping[str, Any], at: int) -> Iterator[Fault]:
    condition = condition_of(block)
    if condition and condition not in CONDITIONS:
        yield Fault("unknown-condition", _("This condition does not exist."), block=at)
    longest = LONGEST_CELL if block["type"] == "table" else LONGEST_WORDS
    for words in words_in(block):
        yield from _sizes(words, longest, at)
    if len(block.get("points", ())) > MOST_POINTS:
        yield Fault(
            "too-many",
            _("A list has at most %(most)s points.") % {"most": MOST_POINTS},
            block=at,
        )
    if len(block.get("rows", ())) > MOST_ROWS or len(block.get("header", ())) > MOST_COLUMNS:
        yield Fault(
            "too-many",
            _("A table has at most %(rows)s rows and %(columns)s columns.")
            % {"rows": MOST_ROWS, "columns": MOST_COLUMNS},
            block=at,
        )


def _sizes(words: str, longest: int, at: int | None) -> Iterator[Fault]:
    if len(words) > longest:
        yield Fault(
            "too-long",
            _("This is %(count)s characters; at most %(most)s fit here.")
            % {"count": len(words), "most": longest},
            block=at,
        )
    if UNWRITABLE.search(words):
        yield Fault("unwritable", _("There is a character in it that cannot be printed."), block=at)
