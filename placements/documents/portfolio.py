"""The portfolio: what a student chose to show of one placement, and nothing else.

The values are those of the moment it is made. A reflection that was put into it stays in that
file, whatever its audience becomes; the page says so before the student chooses.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.models import Evidence
from competences.overviews.evidence import as_they_are_now
from competences.overviews.tracking import CompetenceRow, Tracking, tracking
from config import clock
from config.pdf_story import (
    CompetenceProgress,
    DayTick,
    EvidenceLine,
    FeedbackEntry,
    OutcomeProgress,
    PortfolioDocument,
    ReflectionEntry,
    RememberedDay,
    VoiceLevel,
    WayPoint,
    WindowBand,
    Year,
)
from config.pdf_values import Fact, Level, Person, Stamp, letterhead
from config.templatetags.ui import long_day
from placements.models import Placement, PlacementPolicy, Reflection, Trialogue, WorkplaceDay
from placements.overviews import timeline
from placements.overviews.counts import policy_of
from placements.overviews.days import COUNTED
from placements.overviews.prompts import Asked, recall


@dataclass(frozen=True)
class Choice:
    """What goes in: whole chapters as yes or no; days, reflections and evidence one by
    one (ids)."""

    year: bool = True
    competences: bool = True
    feedback: bool = False
    days: Collection[int] = field(default_factory=tuple)
    reflections: Collection[int] = field(default_factory=tuple)
    evidence: Collection[int] = field(default_factory=tuple)
    introduction: str = ""
    language: str = "nl"


def portfolio_document(
    *, placement: Placement, student: User, choice: Choice, made_at: dt.datetime | None = None
) -> PortfolioDocument:
    """The chosen values in the chosen language; reads only what `student` may see."""
    with translation.override(choice.language):
        return _Portfolio(placement, student, choice).document(made_at or clock.morning())


@dataclass(frozen=True)
class _Portfolio:
    placement: Placement
    student: User
    choice: Choice

    @cached_property
    def worked(self) -> list[WorkplaceDay]:
        days = WorkplaceDay.objects.visible_to(self.student).filter(placement=self.placement)
        return list(days.filter(state__in=COUNTED).order_by("date", "pk"))

    @cached_property
    def policy(self) -> PlacementPolicy:
        return policy_of(self.placement)

    @cached_property
    def meetings(self) -> list[Trialogue]:
        return list(self.placement.trialogues.held())

    @cached_property
    def tracking(self) -> Tracking:
        return tracking(self.placement.dossier, reader=self.student)

    def document(self, made_at: dt.datetime) -> PortfolioDocument:
        placement, choice = self.placement, self.choice
        version = placement.dossier.version
        written = Reflection.objects.visible_to(self.student).filter(placement=placement)
        return PortfolioDocument(
            stamp=Stamp(
                reference=f"PF-{made_at:%Y}-{placement.pk:04d}",
                language=choice.language,
                created=made_at,
                letterhead=letterhead(placement.enrolment.programme.name),
            ),
            student=self._person(Role.STUDENT),
            mentor=self._person(Role.MENTOR),
            coach=self._person(Role.COACH),
            course_unit=capfirst(placement.course_unit.name),
            academic_year=placement.enrolment.academic_year.name,
            workplace=str(placement.workplace),
            framework=_("%(framework)s, version %(number)s")
            % {"framework": version.framework.name, "number": version.number},
            introduction=choice.introduction,
            year=self._year() if choice.year or choice.days else None,
            remembered=self._remembered(),
            levels=self._levels() if choice.competences else (),
            outcomes=self._outcomes() if choice.competences else (),
            reflections=self._reflections(written.filter(pk__in=choice.reflections)),
            evidence=self._evidence(),
            feedback=self._feedback() if choice.feedback else (),
        )

    def _person(self, role: str) -> Person:
        person = self.placement.student if role == Role.STUDENT else self.placement.person(role)
        if person is None:
            return Person(voice=role, name="", first_name="")
        return Person(voice=role, name=person.get_full_name(), first_name=person.first_name)

    def number_on(self, date: dt.date) -> int:
        """How many workplace days lay behind on that date, whole days only."""
        return int(sum(day.portion for day in self.worked if day.date <= date))

    def _year(self) -> Year | None:
        if not self.worked:
            return None
        picture = timeline.year(
            self.placement, self.policy, self.worked, self.meetings, title="", on_paper=True
        )
        counts = timeline.day_counts(self.placement)
        return Year(
            starts=picture.first,
            ends=picture.last,
            required_days=float(counts.required),
            confirmed_days=float(counts.confirmed),
            logged_days=float(counts.waiting),
            required_before=picture.required_before,
            ticks=tuple(DayTick(date=tick.day, state=tick.state) for tick in picture.days),
            windows=tuple(
                WindowBand(name=one.name, days=one.when, starts=one.first, ends=one.last)
                for one in picture.windows
            ),
            meetings=tuple(meeting.day for meeting in picture.meetings),
            facts=self._facts(),
        )

    def _facts(self) -> tuple[Fact, ...]:
        rows = (
            (_("Workplace"), str(self.placement.workplace)),
            (_("Course unit"), capfirst(self.placement.course_unit.name)),
            (_("First day"), long_day(self.worked[0].date)),
            (_("Last day"), long_day(self.worked[-1].date)),
            (_("Required days"), self._required()),
        )
        return tuple(Fact(label=label, value=value) for label, value in rows)

    def _required(self) -> str:
        """The number as it is now, and how it came to be when days were taken off."""
        counts = timeline.day_counts(self.placement)
        if counts.required == counts.required_at_start:
            return str(counts.required)
        return _("%(now)s, instead of %(at_start)s at the start") % {
            "now": counts.required,
            "at_start": counts.required_at_start,
        }

    def _remembered(self) -> tuple[RememberedDay, ...]:
        chosen = (day for day in self.worked if day.pk in self.choice.days)
        return tuple(
            RememberedDay(number=self.number_on(day.date), date=day.date, words=day.tasks)
            for day in chosen
        )

    def _feedback(self) -> tuple[FeedbackEntry, ...]:
        return tuple(
            FeedbackEntry(
                date=day.date, words=day.remark, day=self.number_on(day.date), task=day.tasks
            )
            for day in self.worked
            if day.remark
        )

    def _reflections(self, chosen) -> tuple[ReflectionEntry, ...]:
        entries = list(chosen.select_related("day").reverse())
        asked = recall(entry.prompt for entry in entries)
        return tuple(self._reflection(entry, asked.get(entry.prompt)) for entry in entries)

    def _reflection(self, entry: Reflection, prompt: Asked | None) -> ReflectionEntry:
        date = entry.day.date if entry.day else timezone.localtime(entry.written_at).date()
        return ReflectionEntry(
            title=_("Looking back on %(day)s") % {"day": long_day(date)},
            date=date,
            text=entry.text,
            day=self.number_on(date) if entry.day else None,
            dimension=str(prompt.side) if prompt else "",
            prompt=str(prompt) if prompt else "",
        )

    def _evidence(self) -> tuple[EvidenceLine, ...]:
        """Names only: the pieces themselves stay in the portal."""
        if not self.choice.evidence:
            return ()
        dossier = self.placement.dossier
        pieces = Evidence.objects.visible_to(self.student).present().filter(dossier=dossier)
        chosen = pieces.filter(pk__in=self.choice.evidence).prefetch_related("competences")
        return tuple(self._line(piece) for piece in chosen.reverse())

    def _line(self, piece: Evidence) -> EvidenceLine:
        shows = as_they_are_now(self.placement.dossier, piece.competences.all())
        return EvidenceLine(
            name=piece.title,
            kind=piece.get_kind_display(),
            date=timezone.localtime(piece.added_at).date(),
            competences=" · ".join(competence.code for competence in shows),
        )

    def _levels(self) -> tuple[Level, ...]:
        return tuple(
            Level(code=level.code, name=level.name, meaning=level.description)
            for level in self.tracking.levels
        )

    def _outcomes(self) -> tuple[OutcomeProgress, ...]:
        return tuple(
            OutcomeProgress(
                code=outcome.code,
                name=outcome.name,
                competences=tuple(self._progress(row) for row in rows),
            )
            for outcome, rows in self.tracking.by_outcome
        )

    def _progress(self, row: CompetenceRow) -> CompetenceProgress:
        said = ((role.value, row.voices[role.value]) for role in TRIAD)
        codes = {level.position: level.code for level in self.tracking.levels}
        return CompetenceProgress(
            code=row.competence.code,
            name=row.competence.name,
            start=row.start.level.code if row.start and row.start.level else "",
            target=row.target.code if row.target else "",
            attained=row.attained.code if row.attained else "",
            now=tuple(
                VoiceLevel(voice=role, level=spoken.level.code if spoken.level else "")
                for role, spoken in said
                if spoken
            ),
            way=tuple(
                WayPoint(voice=role, day=self.number_on(step.date), level=codes[step.position])
                for role, way in row.ways.items()
                for step in way
                if step.position is not None
            ),
            days=self._practised.get(row.competence.pk, 0),
        )

    @cached_property
    def _practised(self) -> dict[int, int]:
        """Competence id -> on how many days it was worked on."""
        tagged = WorkplaceDay.competences.through.objects.filter(workplaceday__in=self.worked)
        found: dict[int, int] = {}
        for competence in tagged.values_list("competence_id", flat=True):
            found[competence] = found.get(competence, 0) + 1
        return found
