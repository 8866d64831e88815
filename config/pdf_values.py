"""What stands on paper, as plain values: one frozen dataclass per document and per part of it.

`documents.py` of an app fills them; `config.frozen` turns them into JSON and back, so that a
document can be kept and rendered again the same; `config.pdf.render_document` sets them on paper.

Every `str` is a person's or the institution's words, already in the document's language, as plain
text: markup in it is printed, never obeyed, and newlines are kept. "" or () means that there is
nothing to say; the document then leaves that part out. A `voice` is "student", "mentor", "coach",
"coordinator", "workplace", "programme" or "". Numbers of days are floats: half a day is 0.5.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from config.frozen import added


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The institution at the top of the page; `letterhead()` reads it from the settings."""

    name: str
    unit: str = ""  # the programme
    address: tuple[str, ...] = ()  # one line each
    contact: str = ""
    colour: str = "#16242C"
    logo: str = ""  # file in static/pdf/art; "" draws a monogram


def letterhead(unit: str = "") -> Letterhead:
    """The letterhead of `settings.INSTITUTION`, with the programme's name under it."""
    house = settings.INSTITUTION
    return Letterhead(
        name=house["name"],
        unit=unit,
        address=tuple(part.strip() for part in house["address"].split(",") if part.strip()),
        contact=house["email"],
        colour=house["colour"],
        logo=house["logo"],
    )


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What makes a paper this one: every document has it as `stamp`.

    `reference` is printed on every page; `code` and `verify_url` (the page where the code can be
    entered; the QR opens `verify_url/code`) are both given or both "". `created` is aware and is
    the only date in the file's metadata: the same values give the same bytes.
    """

    reference: str
    language: str  # "nl" or "en"
    created: dt.datetime
    letterhead: Letterhead
    code: str = ""
    verify_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of a table of facts."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody at the table: `name` in full, `first_name` in running text and narrow columns."""

    voice: str
    name: str
    first_name: str
    function: str = ""


@dataclass(frozen=True, kw_only=True)
class Level:
    """One step of the framework's scale; the order in a tuple of levels is the order of mastery."""

    code: str
    name: str
    meaning: str = ""


@dataclass(frozen=True, kw_only=True)
class SignatureBlock:
    """One place to sign. Not signed yet: `at` is None and a line to write on is drawn.

    `how` says how the person was known ("one-time code by e-mail"); what follows it is evidence,
    printed on the agreement's annex B only.
    """

    voice: str
    name: str
    function: str = ""
    typed_name: str = ""
    at: dt.datetime | None = None
    how: str = ""
    remark: str = ""
    email: str = ""
    invited_at: dt.datetime | None = None
    opened_at: dt.datetime | None = None
    device: str = ""  # "Firefox 143, Android; IP 91.183.44.x"
    read_at: dt.datetime | None = added(None)
    session: str = added("")  # "3 minutes after signing in; session 9f2c41d07a3be586"
    statement: str = added("")
    statement_language: str = added("")  # "nl" or "en"
    document_hash: str = added("")


# ---------- agreement


@dataclass(frozen=True, kw_only=True)
class Party:
    """One of the three who agree: student, workplace, programme.

    `details` is the sentence under the name: born on, living at, represented by ...
    """

    voice: str
    name: str
    details: str = ""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One numbered paragraph; `points` is the list that it may end on.

    As `kind` "heading" it is a heading between paragraphs, as "table" a table of `header` and
    `rows`, without a text; both have no number.
    """

    text: str
    points: tuple[str, ...] = ()
    kind: str = added("")
    header: tuple[str, ...] = added(())
    rows: tuple[tuple[str, ...], ...] = added(())


@dataclass(frozen=True, kw_only=True)
class Article:
    """`gist` is the summary in the margin, 90 characters at most."""

    title: str
    gist: str
    clauses: tuple[Clause, ...]
    key: str = added("")  # what it is about, in a programme's own text: "content"

    @property
    def runs(self) -> tuple["ClauseRun", ...]:
        """The clauses, in runs that stand in one numbered list or apart."""
        found: list[ClauseRun] = []
        number = 1
        for kind, group in groupby(self.clauses, key=lambda clause: clause.kind):
            clauses = tuple(group)
            if kind:
                found += [ClauseRun(kind=kind, clauses=(one,), start=number) for one in clauses]
            else:
                found.append(ClauseRun(kind=kind, clauses=clauses, start=number))
                number += len(clauses)
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class ClauseRun:
    """Numbered paragraphs from `start` on (`kind` ""), or one heading or table."""

    kind: str
    clauses: tuple[Clause, ...]
    start: int


@dataclass(frozen=True, kw_only=True)
class CompetenceGoal:
    code: str
    name: str
    goals: tuple[str, ...] = ()
    start: str = ""  # level code
    target: str = ""  # level code


@dataclass(frozen=True, kw_only=True)
class OutcomeGoals:
    """A heading of the framework (learning outcome) with the competences under it."""

    code: str
    name: str
    competences: tuple[CompetenceGoal, ...]


@dataclass(frozen=True, kw_only=True)
class PlanWeek:
    week: int
    days: tuple[dt.date, ...]
    work: str = ""
    competences: str = ""  # "1.1, 2.1"
    moment: str = ""  # "trialogue (day 9)"
    mornings: tuple[dt.date, ...] = ()  # of `days`, those of which only this half is planned
    afternoons: tuple[dt.date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanPhase:
    name: str
    weeks: tuple[PlanWeek, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What an amendment changes, in words: `what` names the place ("Mentor", "Article 3, 2").

    "" as `old`: it was not there; as `new`: it is gone. `voices`: the parties it concerns.
    """

    what: str
    old: str = ""
    new: str = ""
    voices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgreementDocument:
    """The placement agreement; articles by `config.pdf_clauses.articles` or the programme's own.

    `statement` is what each signer ticked; `text_hash` the SHA-256 (hex) of what they saw; both
    stand on annex B, which appears with the first signature. Annex A appears when `plan` is filled.

    With `changes` it is an amendment: `signatures` are those who sign again, `need_not_sign` the
    others, whose signature under the version before holds (`details`: of which version, when).
    """

    stamp: Stamp
    version: int
    course_unit: str
    academic_year: str
    student_name: str
    parties: tuple[Party, ...]
    mentor: str
    coach: str
    period_from: dt.date
    period_until: dt.date
    required_days: float
    articles: tuple[Article, ...]
    signatures: tuple[SignatureBlock, ...]
    schedule: str = ""  # "on Tuesday and every other Friday"
    place: str = ""
    profile: str = ""
    levels: tuple[Level, ...] = ()
    outcomes: tuple[OutcomeGoals, ...] = ()
    plan: tuple[PlanPhase, ...] = ()
    replaces: str = ""  # "version 1, withdrawn on 22 September 2026"
    statement: str = ""
    text_hash: str = ""
    notice: str = ""  # "Draft: nobody can sign this paper."
    changes: tuple[Change, ...] = added(())
    need_not_sign: tuple[Party, ...] = added(())
    facts: tuple[Fact, ...] = added(())  # placements.rules.facts: key and plain value

    template = "agreement"

    @property
    def kind(self) -> str:
        return "amendment" if self.changes else self.template

    @property
    def table_after(self) -> int:
        """Below which article table 1 stands: the one on what there is to learn."""
        keys = [article.key for article in self.articles]
        return keys.index("content") + 1 if "content" in keys else 3

    @property
    def plan_says_what(self) -> bool:
        """Whether any week names its work or competences; else the plan is dates alone."""
        weeks = (week for phase in self.plan for week in phase.weeks)
        return any(week.work or week.competences for week in weeks)

    @property
    def signed(self) -> tuple[SignatureBlock, ...]:
        return tuple(block for block in self.signatures if block.at)


# ---------- competence statement


@dataclass(frozen=True, kw_only=True)
class AttainedCompetence:
    name: str
    level: str  # code
    level_name: str


@dataclass(frozen=True, kw_only=True)
class AttainedOutcome:
    name: str
    competences: tuple[AttainedCompetence, ...]


@dataclass(frozen=True, kw_only=True)
class CompetenceStatementDocument:
    """What the coach validated, with its context as `facts` (programme, workplace, framework).

    `notice` says what this paper is not: "Not issued".
    """

    stamp: Stamp
    student_name: str
    outcomes: tuple[AttainedOutcome, ...]
    signatures: tuple[SignatureBlock, ...]
    born_on: dt.date | None = None
    levels: tuple[Level, ...] = ()  # those worth explaining, without "not shown yet"
    facts: tuple[Fact, ...] = ()
    notice: str = ""

    template = "competence_statement"
