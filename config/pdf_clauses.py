"""The articles of the placement agreement, filled with its terms.

The words are data: the standard text (`templates/pdf/agreement/articles.<language>.yaml`), or what
a programme wrote itself in the same form (`placements/rules/texts.py`). In them `{mentor}` becomes
that term, `{article:content}` the number of that article, and `{{` a brace. What is signed is the
outcome, which is frozen with the agreement.
"""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

import yaml
from django.conf import settings

from config.pdf_values import Article, Clause

FOLDER = settings.BASE_DIR / "templates" / "pdf" / "agreement"
# A brace that is meant, a field, or a brace that opens nothing.
FIELD = re.compile(r"\{\{|\{(?P<name>[^{}]{1,80})\}|\{")

# Words every agreement uses alike, so that it can be known whether a text names them.
FIXED: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "risk_analysis": "risicoanalyse",
        "work_post_sheet": "werkpostfiche",
        "plan_annex": "bijlage A",
        "competence_table": "tabel 1",
    },
    "en": {
        "risk_analysis": "risk analysis",
        "work_post_sheet": "workstation sheet",
        "plan_annex": "annex A",
        "competence_table": "table 1",
    },
}


class UnknownField(ValueError):
    """A text names a field that does not exist; the message is what stands there."""


@dataclass(frozen=True, kw_only=True)
class AgreementTerms:
    """What the articles name. Days are the words to print; `max_shortenings` 0: not possible."""

    course_unit: str
    programme: str
    framework: str  # "framework Accounting Administration, version 3"
    mentor: str
    coach: str
    required_days: str
    trialogue_from: str
    trialogue_until: str
    assessment_from: str
    assessment_until: str
    shortening_days: str = ""
    max_shortenings: int = 0
    has_plan: bool = False  # annex A is there
    has_table: bool = False  # table 1 is there
    student: str = ""
    workplace: str = ""
    signatory: str = ""  # who signs for the workplace
    has_signatory: bool = False  # and is not the mentor
    institution: str = ""
    academic_year: str = ""
    period_from: str = ""
    period_until: str = ""


def articles(terms: AgreementTerms, *, language: str) -> tuple[Article, ...]:
    """The standard articles in order; they have always been kept without their keys."""
    found = filled(_source(language), terms, language=language)
    return tuple(replace(article, key="") for article in found)


def standard(language: str) -> list[dict[str, Any]]:
    """The standard text, unfilled, to start an own text from."""
    return deepcopy(_source(language))


def filled(
    content: Sequence[Mapping[str, Any]],
    terms: AgreementTerms,
    *,
    language: str,
    leniently: bool = False,
) -> tuple[Article, ...]:
    """The articles of a text. Raises `UnknownField`; `leniently`, for a text that is still being
    written, it prints what it does not know as it stands."""
    values = asdict(terms)
    names = values | FIXED[language] | numbers(content)

    def fill(words: str) -> str:
        return fill_in(words, names, leniently=leniently)

    return tuple(
        Article(
            key=article["key"],
            title=fill(article["title"]),
            gist=fill(article["gist"]),
            clauses=tuple(
                _clause(block, fill) for block in article["blocks"] if applies(block, values)
            ),
        )
        for article in content
    )


def numbers(content: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """What `{article:key}` becomes, by its name."""
    return {f"article:{article['key']}": number for number, article in enumerate(content, 1)}


def fill_in(words: str, names: Mapping[str, Any], *, leniently: bool = False) -> str:
    """One pass: what was filled in is never looked at again."""

    def put(found: re.Match[str]) -> str:
        if found[0] == "{{":
            return "{"
        if found["name"] in names:
            return str(names[found["name"]])
        if leniently:
            return found[0]
        raise UnknownField(found[0])

    return FIELD.sub(put, words)


def applies(block: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether a block is printed: its `when` is there, its `unless` is not."""
    wanted, unwanted = block.get("when"), block.get("unless")
    return bool(not wanted or values.get(wanted)) and not (unwanted and values.get(unwanted))


def _clause(block: Mapping[str, Any], fill: Any) -> Clause:
    kind = block["type"]
    if kind == "table":
        return Clause(
            text="",
            kind=kind,
            header=tuple(map(fill, block["header"])),
            rows=tuple(tuple(map(fill, row)) for row in block["rows"]),
        )
    points = tuple(map(fill, block.get("points", ())))
    return Clause(text=fill(block["text"]), points=points, kind="" if kind == "clause" else kind)


@cache
def _source(language: str) -> list[dict[str, Any]]:
    found = yaml.safe_load((FOLDER / f"articles.{language}.yaml").read_text())
    for article in found:
        article["blocks"] = [{"type": "clause", **block} for block in article["blocks"]]
    return found
