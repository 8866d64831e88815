"""Read models of competence tracking that page, API and PDF share."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.enums import TRIAD, Role
from competences.enums import Moment
from competences.models import Assessment, Competence, Dossier, MasteryLevel, Outcome, Target
from competences.rules.voices import Said, distance


@dataclass(frozen=True)
class Spoken:
    """What one voice says now about one competence: level (None: did not come up), who, when."""

    role: str
    person: str
    came_up: bool
    level: MasteryLevel | None
    moment: str
    comment: str
    at: dt.datetime

    @property
    def said(self) -> Said:
        return Said(self.level.position if self.level else None)


@dataclass(frozen=True)
class CompetenceRow:
    """One competence of a dossier: start, target, what each voice says, and the way so far.

    `voices` maps each role of the triad to what it says now (None: nothing yet); `history` are
    all events, oldest first; `start` is the student's starting situation.
    """

    competence: Competence
    target: MasteryLevel | None
    start: Spoken | None
    voices: dict[str, Spoken | None]
    history: list[Assessment] = field(default_factory=list)

    @property
    def distance(self) -> int:
        return distance({role: spoken and spoken.said for role, spoken in self.voices.items()})

    @property
    def attained(self) -> MasteryLevel | None:
        """The level that the coach validated at the end, and only that."""
        finals = [
            event
            for event in self.history
            if event.role == Role.COACH and event.moment == Moment.FINAL
        ]
        return finals[-1].level if finals else None

    @property
    def never_came_up(self) -> bool:
        """Nobody has seen this competence at the workplace yet."""
        return not any(event.came_up and event.moment != Moment.BASELINE for event in self.history)


@dataclass(frozen=True)
class Tracking:
    """The competence page of one dossier; 4 queries whatever its size."""

    dossier: Dossier
    levels: list[MasteryLevel]
    rows: list[CompetenceRow]

    @property
    def by_outcome(self) -> list[tuple[Outcome, list[CompetenceRow]]]:
        groups: dict[int, tuple[Outcome, list[CompetenceRow]]] = {}
        for row in self.rows:
            outcome = row.competence.outcome
            groups.setdefault(outcome.pk, (outcome, []))[1].append(row)
        return list(groups.values())

    @property
    def apart(self) -> list[CompetenceRow]:
        """Rows in which voices differ, the widest first."""
        rows = [row for row in self.rows if row.distance]
        return sorted(rows, key=lambda row: (-row.distance, row.competence.position))

    @property
    def never_came_up(self) -> list[CompetenceRow]:
        return [row for row in self.rows if row.never_came_up]

    def row(self, competence_id: int) -> CompetenceRow:
        return next(row for row in self.rows if row.competence.pk == competence_id)


def _spoken(event: Assessment) -> Spoken:
    return Spoken(
        role=event.role,
        person=event.voice.person.get_full_name(),
        came_up=event.came_up,
        level=event.level,
        moment=event.moment,
        comment=event.comment,
        at=event.at,
    )


def tracking(dossier: Dossier, until: dt.datetime | None = None) -> Tracking:
    """Everything about one dossier's competences, in the framework's order; with `until` as it
    stood at that moment."""
    levels = list(MasteryLevel.objects.filter(version=dossier.version_id))
    competences = Competence.objects.filter(version=dossier.version_id).select_related("outcome")
    targets = {
        target.competence_id: target.level
        for target in Target.objects.filter(
            course_unit=dossier.course_unit_id, competence__version=dossier.version_id
        ).select_related("level")
    }
    events: dict[int, list[Assessment]] = {}
    said = Assessment.objects.filter(dossier=dossier)
    if until is not None:
        said = said.filter(at__lte=until)
    for event in said.select_related("level", "voice__person").order_by("at", "pk"):
        events.setdefault(event.competence_id, []).append(event)
    rows = [
        _row(competence, targets.get(competence.pk), events.get(competence.pk, []))
        for competence in competences
    ]
    return Tracking(dossier=dossier, levels=levels, rows=rows)


def _row(
    competence: Competence, target: MasteryLevel | None, history: list[Assessment]
) -> CompetenceRow:
    voices: dict[str, Spoken | None] = {role.value: None for role in TRIAD}
    start = None
    for event in history:
        voices[event.role] = _spoken(event)
        if event.moment == Moment.BASELINE:
            start = _spoken(event)
    return CompetenceRow(competence, target, start, voices, history)


def target_positions(dossier: Dossier) -> dict[int, int]:
    """Competence id -> position of its target level in this dossier's course unit."""
    rows = Target.objects.filter(
        course_unit=dossier.course_unit_id, competence__version=dossier.version_id
    )
    return dict(rows.values_list("competence_id", "level__position"))


def positions_of(dossier: Dossier, role: str) -> dict[int, Said | None]:
    """Competence id -> what this role says now."""
    rows = Assessment.objects.filter(dossier=dossier, role=role).present().select_related("level")
    return {row.competence_id: Said(row.level.position if row.level else None) for row in rows}


def finals(dossier: Dossier) -> dict[str, set[int]]:
    """Role -> competences (ids) on which this voice has said its final word."""
    return finals_of([dossier.pk])[dossier.pk]


def finals_of(dossiers: Iterable[int]) -> dict[int, dict[str, set[int]]]:
    """Dossier id -> role -> competences (ids) with a final word; one query for all."""
    found: dict[int, dict[str, set[int]]] = {
        dossier: {role.value: set() for role in TRIAD} for dossier in dossiers
    }
    rows = Assessment.objects.filter(dossier__in=found, moment=Moment.FINAL)
    for dossier, role, competence in rows.values_list("dossier_id", "role", "competence_id"):
        found[dossier][role].add(competence)
    return found


def distances(dossiers: Iterable[int]) -> dict[int, dict[int, int]]:
    """Dossier id -> competence id -> levels between its voices now; one query for all."""
    said: dict[tuple[int, int], dict[str, Said | None]] = {}
    rows = (
        Assessment.objects.filter(dossier__in=dossiers, came_up=True)
        .present()
        .values_list("dossier_id", "competence_id", "role", "level__position")
    )
    for dossier, competence, role, position in rows:
        said.setdefault((dossier, competence), {})[role] = Said(position)
    found: dict[int, dict[int, int]] = {}
    for (dossier, competence), voices in said.items():
        found.setdefault(dossier, {})[competence] = distance(voices)
    return found
