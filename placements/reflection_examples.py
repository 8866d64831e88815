"""Good examples to read, in our own words; a programme adds its own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from config.bilingual import pick
from placements.enums import ReflectionDepth, ReflectionDimension

FILE = Path(__file__).parent / "data" / "reflection_examples.yaml"


@dataclass(frozen=True)
class Example:
    """A reflection of nobody in particular, and what makes it a good one."""

    dimension: str
    depth: str
    nl: str
    en: str
    why_nl: str
    why_en: str

    @property
    def text(self) -> str:
        return pick(self.nl, self.en)

    @property
    def why(self) -> str:
        return pick(self.why_nl, self.why_en)

    @property
    def side(self) -> str:
        return str(ReflectionDimension(self.dimension).label)

    @property
    def loop(self) -> str:
        return str(ReflectionDepth(self.depth).label)


@cache
def ours() -> tuple[Example, ...]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(Example(**row) for row in rows)
