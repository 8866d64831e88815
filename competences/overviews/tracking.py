"""Read models of competence tracking that page, API and PDF share.

PostgreSQL brings the events together: whatever was said a thousand times, a page reads one row per
competence, voice and moment, and one with the way so far.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.enums import Moment
from competences.models import Assessment, Competence, Dossier, MasteryLevel, Outcome, Target, Voice
from competences.models.assessment import AssessmentQuerySet
from competences.overviews.gathering import Gathered, Spoken, Step, gather, history_of
from competences.overviews.prior_learning import Recognised, recognised
from competences.rules.voices import Said, distance, may_hear

__all__ = [
    "CompetenceRow",
    "Spoken",
    "Tracking",
    "distances",
    "finals",
    "finals_of",
    "has_started",
    "positions_of",
    "target_positions",
    "tracking",
]


@dataclass(frozen=True)
class CompetenceRow:
    """One competence of a dossier: start, target, what each voice says, and the way so far.

    `voices` maps each role of the triad to what it says now (None: nothing yet, or nothing that
    this reader hears); `ways` each role to all its steps, oldest first. `validated` is the coach's
    last final word, `baseline` the student's starting situation, `recognition` what prior learning
    was recognised at. `is_veiled`: the reader hears the others once they spoke themselves.
    """

    competence: Competence
    target: MasteryLevel | None
    voices: dict[str, Spoken | None]
    ways: dict[str, list[Step]]
    baseline: Spoken | None = None
    validated: Spoken | None = None
    recognition: Recognised | None = None
    never_came_up: bool = True
    said_count: int = 0
    is_veiled: bool = False
    events: list[Assessment] | None = None

    @property
    def start(self) -> Spoken | None:
        """Where the student started: the level that the coach recognised, else their own word."""
        known = self.recognition
        if known is None:
            return self.baseline
        return Spoken(
            role=known.role,
            person=known.person,
            came_up=True,
            level=known.level,
            moment=Moment.BASELINE,
            comment="",
            at=known.at,
        )

    @property
    def distance(self) -> int:
        return distance({role: spoken and spoken.said for role, spoken in self.voices.items()})

    @property
    def agrees(self) -> bool:
        """At least two voices saw it, and they say the same."""
        seen = [spoken for spoken in self.voices.values() if spoken and spoken.level]
        return len(seen) > 1 and not self.distance

    @property
    def attained(self) -> MasteryLevel | None:
        """The level that the coach validated at the end, and only that."""
        return self.validated.level if self.validated else None

    @property
    def history(self) -> list[Assessment]:
        """All events, oldest first, corrected ones too; ask `tracking(..., history=True)`."""
        if self.events is None:
            raise LookupError("The events were not fetched: ask tracking(..., history=True).")
        return self.events

    def moved_since(self, date: dt.date) -> bool:
        """Whether a voice says another level than at the end of that day, or than in its first
        word after it."""
        return any(_moved(way, date) for way in self.ways.values())


def _moved(way: list[Step], date: dt.date) -> bool:
    if not way:
        return False
    before = next((step for step in reversed(way) if step.date <= date), way[0])
    return way[-1].position not in {before.position, None}


@dataclass(frozen=True)
class Tracking:
    """The competence page of one dossier; ten queries whatever its size, two more with history."""

    dossier: Dossier
    levels: list[MasteryLevel]
    outcomes: dict[int, Outcome]
    rows: list[CompetenceRow]
    voices: list[Voice]

    @property
    def by_outcome(self) -> list[tuple[Outcome, list[CompetenceRow]]]:
        groups: dict[int, tuple[Outcome, list[CompetenceRow]]] = {}
        for row in self.rows:
            outcome = row.competence.outcome
            groups.setdefault(outcome.pk, (outcome, []))[1].append(row)
        return list(groups.values())

    def path(self, outcome: Outcome) -> list[Outcome]:
        """The headings above this one, the widest first."""
        found: list[Outcome] = []
        while outcome.parent_id is not None:
            outcome = self.outcomes[outcome.parent_id]
            found.insert(0, outcome)
        return found

    @property
    def apart(self) -> list[CompetenceRow]:
        """Rows in which voices differ, the widest first."""
        rows = [row for row in self.rows if row.distance]
        return sorted(rows, key=lambda row: (-row.distance, row.competence.position))

    @property
    def never_came_up(self) -> list[CompetenceRow]:
        """Nobody saw it yet; where the others are covered, that is not known."""
        return [row for row in self.rows if row.never_came_up and not row.is_veiled]

    @property
    def veiled(self) -> list[CompetenceRow]:
        return [row for row in self.rows if row.is_veiled]

    def moved_since(self, date: dt.date) -> list[CompetenceRow]:
        return [row for row in self.rows if row.moved_since(date)]

    def row(self, competence_id: int) -> CompetenceRow:
        return next(row for row in self.rows if row.competence.pk == competence_id)


def tracking(
    dossier: Dossier,
    *,
    reader: User | None = None,
    until: dt.datetime | None = None,
    only: int | None = None,
    history: bool = False,
    ways: bool = True,
) -> Tracking:
    """Everything about one dossier's competences, in the framework's order.

    `reader`: only what this person may hear; None is the portal itself, which hears all. `until`:
    as it stood at that moment. `only`: just this competence (id). `history`: the events as well;
    `ways`: the steps of each voice, which pictures and what moved ask for.
    """
    voices = list(dossier.voices.select_related("person"))
    veil = _veil(dossier, reader, voices)
    listing = Competence.objects.filter(version=dossier.version_id)
    competences = list(listing if only is None else listing.filter(pk=only))
    said = _heard(dossier, reader, veil).filter(competence__in=[one.pk for one in competences])
    levels = {level.pk: level for level in MasteryLevel.objects.filter(version=dossier.version_id)}
    outcomes = {one.pk: one for one in Outcome.objects.filter(version=dossier.version_id)}
    known = _Known(
        gathered=gather(said, voices, levels, until=until, ways=ways),
        targets=_targets(dossier, levels),
        recognitions=recognised(dossier, until),
        veil=veil,
        histories=history_of(said, until) if history else None,
    )
    for competence in competences:
        competence.outcome = outcomes[competence.outcome_id]
    rows = [known.row(competence) for competence in competences]
    return Tracking(dossier, list(levels.values()), outcomes, rows, voices)


def _heard(dossier: Dossier, reader: User | None, veil: "_Veil") -> AssessmentQuerySet:
    """What the reader hears. From a voice that nothing is kept from, PostgreSQL need not look."""
    said = Assessment.objects.filter(dossier=dossier)
    if reader is None or (veil.role and not veil.is_blind):
        return said
    return said.heard_by(reader)


def _targets(dossier: Dossier, levels: dict[int, MasteryLevel]) -> dict[int, MasteryLevel]:
    rows = Target.objects.filter(
        course_unit=dossier.course_unit_id, competence__version=dossier.version_id
    ).values_list("competence_id", "level_id")
    return {competence: levels[level] for competence, level in rows}


@dataclass(frozen=True)
class _Veil:
    """What covers the other voices for one reader: nothing, or all on which they did not speak."""

    role: str
    is_blind: bool
    spoken: frozenset[int]

    def covers(self, competence: int) -> bool:
        return not all(
            may_hear(
                is_blind=self.is_blind,
                listener=self.role,
                speaker=role.value,
                has_spoken=competence in self.spoken,
            )
            for role in TRIAD
        )


def _veil(dossier: Dossier, reader: User | None, voices: Iterable[Voice]) -> _Veil:
    role = next((one.role for one in voices if reader and one.is_held_by(reader)), "")
    if not role or not dossier.is_blind:
        return _Veil(role, is_blind=False, spoken=frozenset())
    mine = Assessment.objects.filter(dossier=dossier, role=role).exclude(moment=Moment.BASELINE)
    spoken = frozenset(mine.order_by().values_list("competence_id", flat=True).distinct())
    return _Veil(role, is_blind=True, spoken=spoken)


@dataclass(frozen=True)
class _Known:
    gathered: Gathered
    targets: dict[int, MasteryLevel]
    recognitions: dict[int, Recognised]
    veil: _Veil
    histories: dict[int, list[Assessment]] | None

    def row(self, competence: Competence) -> CompetenceRow:
        pk, found = competence.pk, self.gathered
        last = found.last.get(pk, {})
        return CompetenceRow(
            competence=competence,
            target=self.targets.get(pk),
            voices={role.value: _newest(last.get(role.value, {})) for role in TRIAD},
            ways=found.ways.get(pk) or {role.value: [] for role in TRIAD},
            baseline=last.get(Role.STUDENT.value, {}).get(Moment.BASELINE.value),
            validated=last.get(Role.COACH.value, {}).get(Moment.FINAL.value),
            recognition=self.recognitions.get(pk),
            never_came_up=pk not in found.came_up,
            said_count=found.counts.get(pk, 0),
            is_veiled=self.veil.covers(pk),
            events=None if self.histories is None else self.histories.get(pk, []),
        )


def _newest(by_moment: dict[str, Spoken]) -> Spoken | None:
    return max(by_moment.values(), key=lambda spoken: (spoken.at, spoken.event), default=None)


def has_started(dossier: Dossier) -> bool:
    """Whether the student told a starting situation."""
    told = Assessment.objects.filter(dossier=dossier, moment=Moment.BASELINE)
    return told.exists()


def target_positions(dossier: Dossier) -> dict[int, int]:
    """Competence id -> position of its target level in this dossier's course unit."""
    rows = Target.objects.filter(
        course_unit=dossier.course_unit_id, competence__version=dossier.version_id
    )
    return dict(rows.values_list("competence_id", "level__position"))


def positions_of(dossier: Dossier, role: str) -> dict[int, Said | None]:
    """Competence id -> what this role says now."""
    rows = Assessment.objects.filter(dossier=dossier, role=role).present()
    return {pk: Said(level) for pk, level in rows.values_list("competence_id", "level__position")}


def finals(dossier: Dossier) -> dict[str, set[int]]:
    """Role -> competences (ids) on which this voice has said its final word."""
    return finals_of([dossier.pk])[dossier.pk]


def finals_of(dossiers: Iterable[int]) -> dict[int, dict[str, set[int]]]:
    """Dossier id -> role -> competences (ids) with a final word; one query for all."""
    found: dict[int, dict[str, set[int]]] = {
        dossier: {role.value: set() for role in TRIAD} for dossier in dossiers
    }
    rows = Assessment.objects.filter(dossier__in=found, moment=Moment.FINAL).standing()
    for dossier, role, competence in rows.values_list("dossier_id", "role", "competence_id"):
        found[dossier][role].add(competence)
    return found


def voices_of(
    dossiers: Iterable[int], reader: User | None = None
) -> dict[int, dict[int, dict[str, Said | None]]]:
    """Dossier id -> competence id -> role -> what this voice says now, as far as this reader hears
    it; one query for all."""
    found: dict[int, dict[int, dict[str, Said | None]]] = {}
    events = Assessment.objects.filter(
        dossier__in=dossiers, competence__version=F("dossier__version")
    )
    if reader is not None:
        events = events.heard_by(reader)
    rows = events.present().values_list("dossier_id", "competence_id", "role", "level__position")
    for dossier, competence, role, position in rows:
        found.setdefault(dossier, {}).setdefault(competence, {})[role] = Said(position)
    return found


def distances(dossiers: Iterable[int], reader: User | None = None) -> dict[int, dict[int, int]]:
    """Dossier id -> competence id -> levels between its voices now, as far as this reader hears
    them; one query for all."""
    return {
        dossier: {competence: distance(voices) for competence, voices in found.items()}
        for dossier, found in voices_of(dossiers, reader).items()
    }
