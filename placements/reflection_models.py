"""Ways of looking back as plug-in types: free words, those of the portal, a programme's own.

A way is its questions in order. A reflection keeps the code of its way, the words given to each
step, and the whole as one text, so that it can be read without knowing the way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from config.bilingual import pick

FILE = Path(__file__).parent / "data" / "reflection_models.yaml"
REST = "rest"  # the key of what belongs to no step


@dataclass(frozen=True)
class Step:
    key: str
    nl: str
    en: str

    def __str__(self) -> str:
        return pick(self.nl, self.en)


@dataclass(frozen=True)
class Way:
    """`steps` is empty for free words, which the prompts go with."""

    code: str
    nl: str
    en: str
    steps: tuple[Step, ...] = ()
    about_nl: str = ""
    about_en: str = ""

    def __str__(self) -> str:
        return pick(self.nl, self.en)

    @property
    def about(self) -> str:
        return pick(self.about_nl, self.about_en)

    def read(self, parts: Mapping[str, str], text: str) -> list[tuple[str, str]]:
        """(question, words) of each step that was answered; ("", words) for what stands apart.

        `text`: the whole, for words that were kept under no step of this way.
        """
        known = {step.key for step in self.steps} | {REST}
        if not parts or not set(parts) <= known:
            return [("", text)]
        said = [(str(step), parts.get(step.key, "")) for step in self.steps]
        return [
            (question, words) for question, words in [*said, ("", parts.get(REST, ""))] if words
        ]


FREE = Way("free", "Vrije tekst", "Free words")


@cache
def built_in() -> dict[str, Way]:
    """Code -> the ways that come with the portal, free words first."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    ways = [FREE, *(_way(row) for row in rows)]
    return {way.code: way for way in ways}


def _way(row: Mapping) -> Way:
    return Way(**{**row, "steps": steps_of(row["steps"])})


def steps_of(rows: Iterable[Mapping[str, str]]) -> tuple[Step, ...]:
    """From {"key", "nl", "en"} as they stand in a file or a row."""
    return tuple(Step(row["key"], row["nl"], row.get("en", "")) for row in rows)


def whole(way: Way, parts: Mapping[str, str]) -> str:
    """All words as one text in the reader's language, each step under its question."""
    said = way.read(parts, "")
    if len(said) == 1 and not said[0][0]:
        return said[0][1]
    headed = (f"{question or _('Besides')}\n{words}" for question, words in said)
    return "\n\n".join(headed)
