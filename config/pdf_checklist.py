"""What stands in the paper of a quality checklist. The same rules for values as in
`config.pdf_values`."""

import datetime as dt
from dataclasses import dataclass

from config.pdf_values import Stamp


@dataclass(frozen=True, kw_only=True)
class PartyAnswer:
    voice: str
    answer: str  # "yes", "partly", "no", "na", or "" when still to be asked
    count: int = 1  # how many of this voice say so, where many were asked


@dataclass(frozen=True, kw_only=True)
class ChecklistPoint:
    """`fact` is what the data say; "" with `provable` means "no data yet", else nobody can know."""

    number: int
    text: str
    answers: tuple[PartyAnswer, ...]
    essential: bool = False
    remark: str = ""
    fact: str = ""
    provable: bool = False
    contradicts: bool = False

    @property
    def needs_talk(self) -> bool:
        return self.contradicts or any(answer.answer == "no" for answer in self.answers)


@dataclass(frozen=True, kw_only=True)
class ChecklistQuestion:
    theme: str
    text: str
    points: tuple[ChecklistPoint, ...]


@dataclass(frozen=True, kw_only=True)
class ChecklistPhase:
    name: str
    questions: tuple[ChecklistQuestion, ...]

    @property
    def points(self) -> tuple[ChecklistPoint, ...]:
        return tuple(point for question in self.questions for point in question.points)

    @property
    def proved(self) -> int:
        return sum(bool(point.fact) for point in self.points)

    @property
    def counts(self) -> dict[str, int]:
        """How many answers of each kind; the key of those still to be asked is "open"."""
        found = dict.fromkeys(("yes", "partly", "no", "na", "open"), 0)
        for point in self.points:
            for answer in point.answers:
                found[answer.answer or "open"] += answer.count
        return found


@dataclass(frozen=True, kw_only=True)
class ChecklistDocument:
    """The answers of all parties beside what the data know; `subject` says of which placement."""

    stamp: Stamp
    student_name: str
    subject: str  # "Cijferhuis Terlinden BV, workplace of Amina, cycle 2026-2027"
    as_of: dt.date
    phases: tuple[ChecklistPhase, ...]

    template = "checklist"

    @property
    def size(self) -> int:
        return sum(len(phase.points) for phase in self.phases)

    @property
    def to_talk_about(self) -> tuple[ChecklistPoint, ...]:
        return tuple(point for phase in self.phases for point in phase.points if point.needs_talk)
