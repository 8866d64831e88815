"""What is missing in what is known about many placements, for one reader: seven queries whatever
their number.

Reflections are never looked at here, and evidence only as far as the reader may see it: what a
student keeps to themselves shapes no question to somebody else.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, Q

from accounts.enums import Role
from accounts.models import User
from competences.enums import EvidenceAudience, Moment
from competences.models import Assessment, Competence, Evidence, Target
from competences.models.assessment import AssessmentQuerySet
from competences.models.evidence import EvidenceQuerySet
from competences.overviews.goals import OpenGoal, open_goals
from competences.overviews.lineage import carried_on, origins_of
from competences.rules.gaps import (
    CompetenceFacts,
    DossierFacts,
    Gap,
    GoalFacts,
    Subject,
    about_competence,
    gaps,
)
from competences.rules.voices import Said
from config import clock
from placements.enums import DayState
from placements.models import Placement, WorkplaceDay

Key = tuple[int, int]  # dossier, competence
UNREAD = ("knowledge_nl", "knowledge_en", "skills_nl", "skills_en", "references")


@dataclass(frozen=True)
class Known:
    """What a reader may build on: events, evidence, and up to which moment (None: now)."""

    said: AssessmentQuerySet
    evidence: EvidenceQuerySet
    until: dt.datetime | None = None

    @property
    def on(self) -> dt.date:
        return clock.local_date(self.until) if self.until else clock.today()


def known_to(reader: User) -> Known:
    """All that this person hears and sees now."""
    return Known(
        said=Assessment.objects.heard_by(reader),
        evidence=Evidence.objects.visible_to(reader).present(),
    )


def on_the_table(until: dt.datetime, reader: User | None = None) -> Known:
    """What all three may see, as it stood at that moment; with `reader` only what they hear."""
    there = Q(removed_at__isnull=True) | Q(removed_at__gt=until)
    return Known(
        said=Assessment.objects.heard_by(reader) if reader else Assessment.objects.all(),
        evidence=Evidence.objects.filter(
            there, audience=EvidenceAudience.TRIAD, added_at__lte=until
        ),
        until=until,
    )


@dataclass(frozen=True)
class Missing:
    """What the rules found: all gaps, the competences and goals (by id) they are about, which goals
    no day, file, link or feedback shows, and when each voice last spoke."""

    gaps: list[Gap]
    competences: dict[int, Competence]
    goals: dict[int, OpenGoal]
    goals_unshown: list[int]
    spoken_on: dict[tuple[int, int, str], dt.date]

    def spoken_since(self, date: dt.date, role: str) -> set[Subject]:
        """The competences on which this voice spoke after that date."""
        return {
            about_competence(dossier, competence)
            for (dossier, competence, speaker), on in self.spoken_on.items()
            if speaker == role and on > date
        }


def missing(placements: Collection[Placement], known: Known) -> Missing:
    """The gaps of all these placements as far as `known` goes; their `dossier` must be loaded."""
    gathered = _Gathered(placements, known)
    return Missing(
        gaps=[gap for one in placements for gap in gaps(gathered.facts(one))],
        competences=gathered.competences,
        goals={goal.id: goal for goal in gathered.all_goals},
        goals_unshown=[goal.id for goal in gathered.all_goals if gathered.is_unshown(goal)],
        spoken_on={
            (dossier, competence, role): clock.local_date(at)
            for (dossier, competence), heard in gathered.heard.items()
            for role, at in heard.spoken_at.items()
        },
    )


@dataclass
class _Heard:
    """What the voices say about one competence of one dossier, event by event: there may be many,
    so dates and words are made of what is left in the end."""

    said: dict[str, int | None] = field(default_factory=dict)
    spoken_at: dict[str, dt.datetime] = field(default_factory=dict)
    moved_at: dt.datetime | None = None
    came_up: bool = False
    validated: bool = False

    def add(self, role: str, position: int | None, moment: str, at: dt.datetime) -> None:
        if role not in self.said or self.said[role] != position:
            self.moved_at = at
        self.said[role], self.spoken_at[role] = position, at
        if moment != Moment.BASELINE:
            self.came_up = self.came_up or position is not None
        if moment == Moment.FINAL and role == Role.COACH:
            self.validated = position is not None

    @property
    def voices(self) -> dict[str, Said]:
        return {role: Said(position) for role, position in self.said.items()}

    @property
    def moved_on(self) -> dt.date:
        return clock.local_date(self.moved_at) if self.moved_at else dt.date.min

    @property
    def last_on(self) -> dt.date:
        return max((clock.local_date(at) for at in self.spoken_at.values()), default=dt.date.min)


@dataclass
class _Shown:
    """What stands behind one competence: how much, and when last."""

    count: int = 0
    last_on: dt.date = dt.date.min

    def add(self, on: dt.date) -> None:
        self.count, self.last_on = self.count + 1, max(self.last_on, on)


class _Gathered:
    """The facts of many placements, each kind of thing in one query."""

    def __init__(self, placements: Collection[Placement], known: Known) -> None:
        self.known = known
        self.dossiers = [one.dossier_id for one in placements]
        self.dossier_of = {one.pk: one.dossier_id for one in placements}
        self.became = origins_of(self.dossiers)
        self.targets = _targets(placements)
        versions = {one.dossier.version_id for one in placements}
        rows = Competence.objects.filter(version__in=versions).defer(*UNREAD)
        self.competences = {one.pk: one for one in rows.order_by("position", "pk")}
        self.goals = open_goals(self.dossiers)
        self.heard = self._heard()
        self.worked, self.practised = self._days()
        self.shown = self._shown()

    def _now(self, dossier: int, competence: int) -> Iterable[Key]:
        """A competence of whatever version, as what the dossier calls it now."""
        return ((dossier, one) for one in carried_on(self.became[dossier], competence))

    def _heard(self) -> dict[Key, _Heard]:
        found: dict[Key, _Heard] = defaultdict(_Heard)
        rows = self.known.said.standing(self.known.until).filter(
            dossier__in=self.dossiers, competence__version=F("dossier__version")
        )
        fields = ("role", "level__position", "moment", "at")
        for dossier, competence, role, position, moment, at in rows.order_by(
            "at", "pk"
        ).values_list("dossier_id", "competence_id", *fields):
            found[dossier, competence].add(role, position, moment, at)
        return found

    def _days(self) -> tuple[dict[int, list[tuple[dt.date, Decimal]]], dict[Key, _Shown]]:
        """Dossier -> the days worked; (dossier, competence) -> the days with it."""
        days = WorkplaceDay.objects.filter(placement__in=self.dossier_of)
        if self.known.until is not None:
            days = days.filter(logged_at__lte=self.known.until)
        worked: dict[int, dict[int, tuple[dt.date, Decimal]]] = defaultdict(dict)
        practised: dict[Key, _Shown] = defaultdict(_Shown)
        for placement, pk, date, portion, competence in (
            days.exclude(state=DayState.RETURNED)
            .order_by("date", "pk")
            .values_list("placement_id", "pk", "date", "portion", "competences")
        ):
            dossier = self.dossier_of[placement]
            worked[dossier][pk] = date, portion
            if competence is not None:
                for key in self._now(dossier, competence):
                    practised[key].add(date)
        return {dossier: list(found.values()) for dossier, found in worked.items()}, practised

    def _shown(self) -> dict[Key, _Shown]:
        found: dict[Key, _Shown] = defaultdict(_Shown)
        rows = self.known.evidence.filter(dossier__in=self.dossiers, competences__isnull=False)
        for dossier, competence, at in rows.order_by().values_list(
            "dossier_id", "competences", "added_at"
        ):
            for key in self._now(dossier, competence):
                found[key].add(clock.local_date(at))
        return found

    def facts(self, placement: Placement) -> DossierFacts:
        dossier, unit = placement.dossier_id, placement.course_unit_id
        return DossierFacts(
            dossier=dossier,
            days_logged=self._worked_after(dossier, dt.date.min),
            competences=[self._competence(dossier, unit, pk) for pk in self._of(placement)],
            goals=[self._goal(goal) for goal in self.goals[dossier]],
        )

    def _of(self, placement: Placement) -> list[int]:
        """The competences to reach in the course unit, and what else people speak about; all of
        the version where no targets were set."""
        dossier, unit = placement.dossier_id, placement.course_unit_id
        version = placement.dossier.version_id
        every = [pk for pk, one in self.competences.items() if one.version_id == version]
        if not any((unit, pk) in self.targets for pk in every):
            return every
        return [
            pk
            for pk in every
            if (unit, pk) in self.targets
            or (dossier, pk) in self.heard
            or (dossier, pk) in self.practised
        ]

    def _competence(self, dossier: int, unit: int, pk: int) -> CompetenceFacts:
        heard = self.heard.get((dossier, pk)) or _Heard()
        days = self.practised.get((dossier, pk)) or _Shown()
        other = self.shown.get((dossier, pk)) or _Shown()
        return CompetenceFacts(
            competence=pk,
            position=self.competences[pk].position,
            voices=heard.voices,
            target=self.targets.get((unit, pk)),
            came_up=heard.came_up or days.count > 0,
            shown_by=days.count + other.count,
            still_for=self._worked_after(dossier, heard.moved_on),
            practised_on=days.last_on if days.count else None,
            settled=heard.validated,
        )

    @property
    def all_goals(self) -> list[OpenGoal]:
        return [goal for found in self.goals.values() for goal in found]

    def is_unshown(self, goal: OpenGoal) -> bool:
        """Written for a competence, and nothing shows that one."""
        about = self._about(goal)
        return bool(about) and not any(key in self.practised or key in self.shown for key in about)

    def _about(self, goal: OpenGoal) -> tuple[Key, ...]:
        return () if goal.competence is None else tuple(self._now(goal.dossier, goal.competence))

    def _goal(self, goal: OpenGoal) -> GoalFacts:
        about = self._about(goal)
        touched = [goal.touched_on]
        for key in about:
            touched += [
                found[key].last_on for found in (self.practised, self.shown) if key in found
            ]
            touched += [self.heard[key].last_on] if key in self.heard else []
        return GoalFacts(
            goal=goal.id,
            quiet_for=self.known.on - max(touched),
            competence=next((pk for _dossier, pk in about if pk in self.competences), None),
        )

    def _worked_after(self, dossier: int, date: dt.date) -> Decimal:
        days = self.worked.get(dossier, [])
        return sum((portion for on, portion in days if on > date), Decimal(0))


def _targets(placements: Iterable[Placement]) -> dict[tuple[int, int], int]:
    """(course unit, competence) -> position of the level to reach."""
    rows = Target.objects.filter(
        course_unit__in={one.course_unit_id for one in placements},
        competence__version__in={one.dossier.version_id for one in placements},
    ).values_list("course_unit_id", "competence_id", "level__position")
    return {(unit, competence): position for unit, competence, position in rows}
