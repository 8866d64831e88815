"""Questions to look back with about one competence or goal, because something is missing there.

With a reflection only the key is kept, "still_next:c12": the wording, and whom or what it is about
(a competence c or a goal g, by id). Names are looked up by placements.overviews.prompts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.functional import Promise

from competences.enums import GapKind
from competences.rules.gaps import Gap
from config.bilingual import pick
from config.web import key_of
from placements.enums import ReflectionDimension
from placements.prompts import prompts

FILE = Path(__file__).parent / "data" / "gap_questions.yaml"
COMPETENCE, GOAL = "c", "g"
About = tuple[str, int]  # COMPETENCE or GOAL, and its id


@dataclass(frozen=True)
class Wording:
    key: str
    kind: str
    dimension: str
    depth: str
    nl: str
    en: str


@dataclass(frozen=True)
class GapPrompt:
    """One wording about one thing; `why` is "" once the reason is gone."""

    wording: Wording
    about: About
    name: str
    why: str = ""

    def __str__(self) -> str:
        return pick(self.wording.nl, self.wording.en).replace("{name}", self.name)

    @property
    def key(self) -> str:
        return f"{self.wording.key}:{self.about[0]}{self.about[1]}"

    @property
    def dimension(self) -> str:
        return self.wording.dimension

    @property
    def side(self) -> str | Promise:
        return ReflectionDimension(self.dimension).label


@cache
def wordings() -> dict[str, Wording]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["key"]: Wording(**row) for row in rows}


def parse(key: str) -> tuple[Wording, About] | None:
    """What a kept key asks, and about what; None when it is another kind of key."""
    name, _colon, about = key.partition(":")
    pk = key_of(about[1:])
    if name not in wordings() or about[:1] not in (COMPETENCE, GOAL) or not pk:
        return None
    return wordings()[name], (about[0], pk)


def about(gap: Gap) -> About:
    """A goal that lies still is asked about as that goal, all else as the competence."""
    if gap.kind == GapKind.GOAL_UNTOUCHED:
        return GOAL, gap.goal or 0
    return COMPETENCE, gap.competence or 0


def wording_for(gap: Gap, answered: Sequence[str]) -> Wording:
    """The wording used least, then the side of the work visited least; each thing starts at
    another one. `answered`: keys of the prompts answered so far."""
    parsed = [parse(key) for key in answered]
    used = [found[0].key for found in parsed if found]
    sides = sides_of(answered)
    mine = [wording for wording in wordings().values() if wording.kind == gap.kind]
    start = about(gap)[1]
    turn = {wording.key: (place - start) % len(mine) for place, wording in enumerate(mine)}
    return min(
        mine, key=lambda one: (used.count(one.key), sides.count(one.dimension), turn[one.key])
    )


def sides_of(answered: Iterable[str]) -> list[str]:
    """The sides of the work that these questions looked at, in their order."""
    found = []
    for key in answered:
        if key in prompts():
            found.append(prompts()[key].dimension)
        elif known := parse(key):
            found.append(known[0].dimension)
    return found
