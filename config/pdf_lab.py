"""What stands in the paper of a Talent lab plan. The same rules for values as in
`config.pdf_values`."""

import datetime as dt
from dataclasses import dataclass

from config.pdf_values import Fact, Person, Stamp


@dataclass(frozen=True, kw_only=True)
class Said:
    """Somebody's words with the date; `about`: what they were said about, such as a kind of idea
    or a question of the feedback form; `source`: an address."""

    name: str
    date: dt.date
    words: str
    about: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperGoal:
    """One goal: `reached_when` completes the phrase, `state` is where it stands, in words."""

    competence: str
    reached_when: str
    state: str
    facts: tuple[Fact, ...] = ()  # examples, actions, moments, feedback: what was filled in
    thread: tuple[Said, ...] = ()
    conclusion: str = ""


@dataclass(frozen=True, kw_only=True)
class LabPlanDocument:
    """A student's plan to take along. The self-reflection is never in it."""

    stamp: Stamp
    student: Person
    subtitle: str
    facts: tuple[Fact, ...] = ()
    goals: tuple[PaperGoal, ...] = ()
    pitch: str = ""
    ideas: tuple[Said, ...] = ()
    product: str = ""
    product_url: str = ""
    feedback: tuple[Said, ...] = ()

    template = "lab_plan"

    @property
    def student_name(self) -> str:
        return self.student.name
