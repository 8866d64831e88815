"""The standard articles of the placement agreement, in both languages, filled with its terms.

The words are data (`templates/pdf/agreement/articles.<language>.yaml`), so that lawyers can read
and change them; what is signed is the outcome, which is frozen with the agreement.
"""

from dataclasses import asdict, dataclass
from functools import cache
from string import Template
from typing import Any

import yaml
from django.conf import settings

from config.pdf_values import Article, Clause

FOLDER = settings.BASE_DIR / "templates" / "pdf" / "agreement"


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


def articles(terms: AgreementTerms, *, language: str) -> tuple[Article, ...]:
    """The articles in order; "article $content" in the words becomes that article's number."""
    source = _source(language)
    values = asdict(terms)
    names = values | {article["key"]: number for number, article in enumerate(source, 1)}

    def fill(words: str) -> str:
        return Template(words).substitute(names)

    return tuple(
        Article(
            title=fill(article["title"]),
            gist=fill(article["gist"]),
            clauses=tuple(
                Clause(text=fill(clause["text"]), points=tuple(map(fill, clause.get("points", ()))))
                for clause in article["clauses"]
                if _applies(clause, values)
            ),
        )
        for article in source
    )


def _applies(clause: dict[str, Any], values: dict[str, Any]) -> bool:
    wanted, unwanted = clause.get("when"), clause.get("unless")
    return bool(not wanted or values[wanted]) and not (unwanted and values[unwanted])


@cache
def _source(language: str) -> list[dict[str, Any]]:
    return yaml.safe_load((FOLDER / f"articles.{language}.yaml").read_text())
