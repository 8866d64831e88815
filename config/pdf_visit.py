"""What stands in the report of a visit to a workplace. The same rules for values as in
`config.pdf_values`."""

import datetime as dt
from dataclasses import dataclass

from config.pdf_values import Fact, Person, Stamp


@dataclass(frozen=True, kw_only=True)
class VisitTheme:
    """What was heard and seen about one theme of the guide, in short points."""

    title: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Testimonial:
    """Words that may be quoted: `consent` says for what, and when that was allowed."""

    name: str
    words: str
    consent: str
    function: str = ""


@dataclass(frozen=True, kw_only=True)
class VisitFollowUp:
    """What still has to be done, by whom."""

    what: str
    who: str
    due: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class VisitReportDocument:
    """The report of one visit. Prospective students are not in it: their details are kept for one
    purpose only, and deleted when that ends."""

    stamp: Stamp
    workplace: str
    held_on: dt.date
    visitor: Person
    hosts: tuple[Person, ...] = ()  # whom the visitor spoke with; `voice` may be ""
    facts: tuple[Fact, ...] = ()  # place and time, programme, readiness to host students
    summary: str = ""
    themes: tuple[VisitTheme, ...] = ()
    testimonials: tuple[Testimonial, ...] = ()
    follow_ups: tuple[VisitFollowUp, ...] = ()

    template = "visit_report"

    @property
    def says_something(self) -> bool:
        noted = any(theme.points for theme in self.themes)
        return bool(self.summary or noted or self.testimonials or self.follow_ups)

    @property
    def student_name(self) -> str:
        """What stands in the title of the file, where other papers name a student."""
        return self.workplace


@dataclass(frozen=True, kw_only=True)
class FocusTheme:
    """What to ask about; there is room to write below each question."""

    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class VisitFocusDocument:
    """What to take along to a visit: facts, what was agreed before, and what to ask. Nothing that
    anybody noted in private is in it."""

    stamp: Stamp
    workplace: str
    when: str
    facts: tuple[Fact, ...] = ()
    agreed: tuple[str, ...] = ()  # still to be done, a line each
    themes: tuple[FocusTheme, ...] = ()

    template = "visit_focus"

    @property
    def student_name(self) -> str:
        return self.workplace
