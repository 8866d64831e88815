"""The questions to look back with: one that fits the moment, why it is asked, and some others."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.bilingual import pick
from placements.enums import ReflectionDimension

FILE = Path(__file__).parent / "data" / "prompts.yaml"
Question = TypeVar("Question")
OFFERED = 5
FIRST_DAYS = 5
WHY = {
    "first_week": _("This question, because these are your first days here."),
    "after_mistake": _("This question, because a day came back to you."),
    "before_trialogue": _("This question, because your trialogue is near."),
    "end": _("This question, because your last days are near."),
}
WHY_ANY = {
    "technical": _("This question, because you looked least at what works, and why."),
    "moral": _("This question, because you looked least at what is right to do."),
    "emotional": _("This question, because you looked least at what the work does to you."),
    "political": _("This question, because you looked least at who decides."),
    "self": _("This question, because you looked least at yourself in this job."),
}


@dataclass(frozen=True)
class Prompt:
    key: str
    dimension: str
    depth: str
    moment: str
    nl: str
    en: str

    def __str__(self) -> str:
        return pick(self.nl, self.en)

    @property
    def side(self) -> str | Promise:
        """Which side of the work it looks at, in words."""
        return ReflectionDimension(self.dimension).label

    @property
    def why(self) -> str | Promise:
        return WHY.get(self.moment) or WHY_ANY[self.dimension]


@dataclass(frozen=True)
class Situation:
    """Where a student is: days logged, days still to work, whether a day came back, whether a
    trialogue is near, and the prompts answered so far (keys, oldest first) with when, up to
    `today`."""

    days_logged: float
    days_left: float
    day_came_back: bool = False
    trialogue_near: bool = False
    answered: Sequence[str] = ()
    answered_on: Sequence[dt.date] = ()
    today: dt.date = dt.date.max

    def answered_since(self, span: dt.timedelta) -> list[str]:
        """The keys answered in the last days."""
        pairs = zip(self.answered, self.answered_on, strict=True)
        return [key for key, on in pairs if self.today - on < span]

    @property
    def moment(self) -> str:
        """The moment that says most; "any" on an ordinary day."""
        if self.day_came_back:
            return "after_mistake"
        if self.trialogue_near:
            return "before_trialogue"
        if self.days_logged < FIRST_DAYS:
            return "first_week"
        return "end" if self.days_left <= FIRST_DAYS else "any"


@cache
def prompts() -> dict[str, Prompt]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["key"]: Prompt(**row) for row in rows}


def offer(
    situation: Situation, *, first: Sequence[Question] = (), sides: Sequence[str] | None = None
) -> list[Question | Prompt]:
    """A few questions: those that go `first`, then the most fitting ones: those of the moment, the
    sides and the questions that were visited least. `sides`: those visited, oldest first; by
    default those of the prompts answered."""
    answered = list(situation.answered)
    if sides is None:
        sides = [prompts()[key].dimension for key in answered if key in prompts()]

    def rank(prompt: Prompt) -> tuple:
        return (
            answered.count(prompt.key),
            prompt.moment != situation.moment,
            sides.count(prompt.dimension),
            _last(sides, prompt.dimension),
        )

    fitting = [one for one in prompts().values() if one.moment in (situation.moment, "any")]
    return [*first, *sorted(fitting, key=rank)][:OFFERED]


def _last(visited: Sequence[str], side: str) -> int:
    """When a side was visited last; -1 for never."""
    return max((place for place, one in enumerate(visited) if one == side), default=-1)
