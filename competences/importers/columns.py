"""The columns of our own spreadsheet, by their headings in Dutch and English.

One row per thing: the framework, a level of the scale, a heading or a competence. After these
columns come those with targets, one for each course unit: `doel: exploration`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

FRAMEWORK, LEVEL, HEADING, COMPETENCE = "framework", "level", "heading", "competence"
ALL = frozenset({FRAMEWORK, LEVEL, HEADING, COMPETENCE})
ITEMS = frozenset({HEADING, COMPETENCE})
ONLY_LEVEL, ONLY_COMPETENCE = frozenset({LEVEL}), frozenset({COMPETENCE})

KINDS = {
    FRAMEWORK: ("kader", "framework"),
    LEVEL: ("niveau", "level"),
    HEADING: ("rubriek", "heading"),
    COMPETENCE: ("competentie", "competence"),
}
OTHER_KINDS = {
    "kop": HEADING,
    "leeruitkomst": HEADING,
    "leerresultaat": HEADING,
    "learning outcome": HEADING,
    "outcome": HEADING,
    "olr": HEADING,
    "raamwerk": FRAMEWORK,
    "competency": COMPETENCE,
}
REMARKS = frozenset({"opmerking", "opmerkingen", "remark", "remarks"})
SHEET_ERRORS = frozenset(
    ["#N/A", "#N/B", "#REF!", "#VERW!", "#VALUE!", "#WAARDE!", "#NAME?", "#NAAM?", "#DIV/0!"]
)
TARGET = re.compile(r"(?:doel|target)\s*:\s*(\S.*)", re.IGNORECASE)
NL, EN = 0, 1


@dataclass(frozen=True)
class Column:
    """`kinds` are the rows in which the column may be filled in."""

    name: str
    headings: tuple[str, str]
    kinds: frozenset[str] = ALL


COLUMNS = (
    Column("kind", ("soort", "kind")),
    Column("code", ("code", "code")),
    Column("under", ("onder", "under"), ITEMS),
    Column("name_nl", ("naam (nl)", "name (nl)")),
    Column("name_en", ("naam (en)", "name (en)")),
    Column("description_nl", ("omschrijving (nl)", "description (nl)"), ONLY_LEVEL),
    Column("description_en", ("omschrijving (en)", "description (en)"), ONLY_LEVEL),
    Column("workplace_nl", ("op de werkplek (nl)", "at the workplace (nl)"), ONLY_COMPETENCE),
    Column("workplace_en", ("op de werkplek (en)", "at the workplace (en)"), ONLY_COMPETENCE),
    Column("knowledge_nl", ("kennis (nl)", "knowledge (nl)"), ONLY_COMPETENCE),
    Column("knowledge_en", ("kennis (en)", "knowledge (en)"), ONLY_COMPETENCE),
    Column("skills_nl", ("vaardigheden (nl)", "skills (nl)"), ONLY_COMPETENCE),
    Column("skills_en", ("vaardigheden (en)", "skills (en)"), ONLY_COMPETENCE),
    Column("references", ("verwijzingen", "references"), ONLY_COMPETENCE),
    Column("source", ("bron", "source"), frozenset({FRAMEWORK})),
    Column("identifier", ("kenmerk", "identifier"), ALL - ONLY_LEVEL),
)
NEEDED = ("kind", "code")


def fold(text: str) -> str:
    """What two spellings of a heading have in common."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


BY_HEADING = {fold(heading): one.name for one in COLUMNS for heading in one.headings}
BY_KIND = {fold(word): kind for kind, words in KINDS.items() for word in words} | OTHER_KINDS
BY_NAME = {one.name: one for one in COLUMNS}


def known(headings: Sequence[str]) -> int:
    """How many of these headings are ours."""
    return sum(fold(heading) in BY_HEADING for heading in headings)


def target_heading(unit: str, language: int) -> str:
    return f"{('doel', 'target')[language]}: {unit}"


def is_sheet_error(text: str) -> bool:
    return text.strip().upper() in SHEET_ERRORS


def quoted(text: str) -> str:
    """A text for a cell; one that reads like an error of the spreadsheet gets an apostrophe."""
    return f"'{text}" if is_sheet_error(text.lstrip("'")) else text


def unquoted(text: str) -> str:
    """The inverse of `quoted`."""
    is_quoted = text.startswith("'") and is_sheet_error(text.lstrip("'"))
    return text[1:] if is_quoted else text
