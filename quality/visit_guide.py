"""The guide for a visit: themes with their questions, as the notes and the report go by them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

DATA = Path(__file__).parent / "data" / "visit.yaml"


@dataclass(frozen=True)
class Worded:
    key: str
    nl: str
    en: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.nl


@dataclass(frozen=True)
class Theme:
    name: Worded
    questions: tuple[Worded, ...]


@cache
def themes() -> tuple[Theme, ...]:
    """In the order in which a talk goes."""
    return tuple(
        Theme(Worded(**entry["theme"]), tuple(Worded(**one) for one in entry["questions"]))
        for entry in yaml.safe_load(DATA.read_text())
    )


def questions() -> Iterator[Worded]:
    for theme in themes():
        yield from theme.questions
