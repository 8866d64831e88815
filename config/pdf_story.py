"""What stands in the papers that tell a placement's story: portfolio and trialogue report.

The same rules for values as in `config.pdf_values`.
"""

import datetime as dt
from dataclasses import dataclass

from config.pdf_values import Fact, Level, Person, SignatureBlock, Stamp


@dataclass(frozen=True, kw_only=True)
class VoiceLevel:
    """What one voice says now; level "" means "did not come up". No voice, no VoiceLevel."""

    voice: str  # student, mentor or coach
    level: str  # level code


@dataclass(frozen=True, kw_only=True)
class WayPoint:
    """One step on the way to a level: what this voice said on the nth workplace day."""

    voice: str
    day: int
    level: str


@dataclass(frozen=True, kw_only=True)
class CompetenceProgress:
    """One competence with its three voices; `way` in order of time; `days` it was worked on.

    No start means the lowest level, no target the highest.
    """

    code: str
    name: str
    start: str = ""  # level code
    target: str = ""
    attained: str = ""  # level code that the coach validated
    now: tuple[VoiceLevel, ...] = ()
    way: tuple[WayPoint, ...] = ()
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class OutcomeProgress:
    code: str
    name: str
    competences: tuple[CompetenceProgress, ...]


# ---------- portfolio


@dataclass(frozen=True, kw_only=True)
class PriorLearningLine:
    what: str
    where: str = ""
    recognised: str = ""  # "2.1 at level V"


@dataclass(frozen=True, kw_only=True)
class DayTick:
    """A workplace day: state is "confirmed", "logged", "planned" or "dropped"."""

    date: dt.date
    state: str


@dataclass(frozen=True, kw_only=True)
class WindowBand:
    """The band in which a meeting must fall, on the timeline."""

    name: str  # "trialogue"
    days: str  # "day 8 to 10"
    starts: dt.date
    ends: dt.date


@dataclass(frozen=True, kw_only=True)
class Year:
    """The placement at a glance. `ticks` in order of date; `note` stands under the timeline."""

    starts: dt.date
    ends: dt.date
    required_days: float
    confirmed_days: float
    logged_days: float = 0  # logged and not confirmed yet
    required_before: float | None = None  # before a ratified shortening
    ticks: tuple[DayTick, ...] = ()
    windows: tuple[WindowBand, ...] = ()
    meetings: tuple[dt.date, ...] = ()
    facts: tuple[Fact, ...] = ()
    note: str = ""

    @property
    def worked(self) -> tuple[dt.date, ...]:
        return tuple(tick.date for tick in self.ticks if tick.state in ("confirmed", "logged"))


@dataclass(frozen=True, kw_only=True)
class ScanView:
    """How one voice sees the workplace: a value from 0 to 4 for each axis of the scan, None for
    "cannot say"."""

    voice: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class Scan:
    """The workplace scan: three axes or more, the views of those who answered."""

    title: str
    axes: tuple[str, ...]
    views: tuple[ScanView, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RememberedDay:
    number: int
    date: dt.date
    words: str


@dataclass(frozen=True, kw_only=True)
class ReplyEntry:
    """Somebody's answer to a reflection, or a last word."""

    voice: str
    name: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ReflectionEntry:
    title: str
    date: dt.date
    text: str
    day: int | None = None  # the nth workplace day
    dimension: str = ""
    prompt: str = ""
    replies: tuple[ReplyEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    name: str
    kind: str  # "file", "workplace day 19"
    date: dt.date
    competences: str = ""  # "1.1 · 4.2"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedbackEntry:
    date: dt.date
    words: str
    day: int | None = None
    task: str = ""


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """A personal goal to take along: "I have reached this goal when ..."."""

    name: str
    reached_when: str = ""
    feedback_from: str = ""


@dataclass(frozen=True, kw_only=True)
class PortfolioDocument:
    """What the student chose to show; a chapter without content is left out.

    `reflections` are those chosen here; how many others there are is nobody's business.
    """

    stamp: Stamp
    student: Person
    course_unit: str
    academic_year: str
    workplace: str
    mentor: Person
    coach: Person
    framework: str = ""  # "Accounting Administration, version 3"
    year: Year | None = None  # None before the first workplace day
    facts: tuple[Fact, ...] = ()  # beside the introduction
    introduction: str = ""
    prior_learning: tuple[PriorLearningLine, ...] = ()
    remembered: tuple[RememberedDay, ...] = ()
    scan: Scan | None = None
    levels: tuple[Level, ...] = ()
    outcomes: tuple[OutcomeProgress, ...] = ()
    reflections: tuple[ReflectionEntry, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    feedback: tuple[FeedbackEntry, ...] = ()  # of the mentor
    outlook: str = ""
    goals: tuple[GoalLine, ...] = ()
    last_word: ReplyEntry | None = None

    template = "portfolio"

    @property
    def student_name(self) -> str:
        return self.student.name

    @property
    def competences(self) -> tuple[CompetenceProgress, ...]:
        return tuple(one for outcome in self.outcomes for one in outcome.competences)

    @property
    def has_introduction(self) -> bool:
        return bool(self.introduction or self.prior_learning)

    @property
    def has_outlook(self) -> bool:
        return bool(self.outlook or self.goals or self.last_word)

    @property
    def has_chapters(self) -> bool:
        chosen = self.reflections or self.evidence or self.feedback
        return bool(self.year or self.competences or chosen) or (
            self.has_introduction or self.has_outlook
        )


# ---------- trialogue report


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    title: str
    reason: str = ""
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class VoiceWords:
    """One row of the three columns: what each said about `label`."""

    label: str
    student: str = ""
    mentor: str = ""
    coach: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreedAction:
    voice: str
    who: str  # first name
    what: str
    due: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class ShorteningDecision:
    """A shortening that was on the table; `facts` are lines such as proposal, advice, decision."""

    days_before: float
    days_after: float
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TrialogueReportDocument:
    """The report of one trialogue; `people` are student, mentor, coach, in that order."""

    stamp: Stamp
    held_on: dt.date
    people: tuple[Person, ...]
    signatures: tuple[SignatureBlock, ...]
    subtitle: str = ""  # "day 9 of the workplace" or "assessment meeting"
    replaced: str = ""  # "Replaced by version 2 on 5 October 2026, because ..."
    facts: tuple[Fact, ...] = ()  # place and time, prepared by, state of the days
    agenda: tuple[AgendaLine, ...] = ()
    levels: tuple[Level, ...] = ()
    competences: tuple[CompetenceProgress, ...] = ()  # those talked about
    voices: tuple[VoiceWords, ...] = ()
    agreed: tuple[AgreedAction, ...] = ()
    shortening: ShorteningDecision | None = None

    template = "trialogue_report"

    @property
    def has_notes(self) -> bool:
        return any(line.notes for line in self.agenda)

    @property
    def student_name(self) -> str:
        return self.people[0].name
