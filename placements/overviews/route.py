"""The route of one student: all their placements, over course units and years, per framework.

Competences of several versions are the same when their `identifier` is; levels of an older scale
stand at the level with the same code. Ten queries, however many placements there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.models import (
    Competence,
    CourseUnit,
    Framework,
    FrameworkVersion,
    MasteryLevel,
    Outcome,
    Target,
)
from competences.overviews.many import Key, Words, words
from competences.pictures import scale
from config.pictures import DID_NOT_COME_UP, RoutePicture, RouteStop
from placements.models import Placement


@dataclass(frozen=True)
class CompetenceRoute:
    """One competence over all course units. `never`: it came up in none of the placements yet;
    `to_come`: course units ahead that have a target for it, with the name of the level."""

    competence: Competence
    picture: RoutePicture
    never: bool
    to_come: list[tuple[CourseUnit, MasteryLevel]]


@dataclass(frozen=True)
class FrameworkRoute:
    framework: Framework
    placements: list[Placement]
    units_ahead: list[CourseUnit]
    groups: list[tuple[Outcome, list[CompetenceRoute]]]

    @property
    def never(self) -> list[CompetenceRoute]:
        return [one for _outcome, rows in self.groups for one in rows if one.never]


def own_placements(student: User) -> list[Placement]:
    """In order of time; three queries at most."""
    found = Placement.objects.visible_to(student).with_voice(student, Role.STUDENT).with_people()
    return list(
        found.order_by("enrolment__academic_year__starts_on", "course_unit__position", "starts_on")
    )


def routes(student: User) -> list[FrameworkRoute]:
    """What the student hears of all three voices, per framework; the latest framework first."""
    placements = own_placements(student)
    if not placements:
        return []
    versions = {placement.dossier.version_id for placement in placements}
    facts = _Facts(placements, versions, student)
    by_framework: dict[int, list[Placement]] = defaultdict(list)
    for placement in reversed(placements):
        by_framework[placement.dossier.version.framework_id].append(placement)
    return [facts.route(list(reversed(rows))) for rows in by_framework.values()]


class _Facts:
    """What all routes of one student are drawn from."""

    def __init__(self, placements: list[Placement], versions: set[int], student: User) -> None:
        self.words: Words = words([one.dossier_id for one in placements], student)
        self.versions = FrameworkVersion.objects.select_related("framework").in_bulk(versions)
        self.competences: dict[int, dict[UUID, Competence]] = defaultdict(dict)
        known = Competence.objects.filter(version__in=versions).select_related("outcome")
        for competence in known:
            self.competences[competence.version_id][competence.identifier] = competence
        self.levels: dict[int, list[MasteryLevel]] = defaultdict(list)
        for level in MasteryLevel.objects.filter(version__in=versions):
            self.levels[level.version_id].append(level)
        rows = Target.objects.filter(competence__version__in=versions)
        self.targets: dict[tuple[int, int], int] = {
            (unit, competence): position
            for unit, competence, position in rows.values_list(
                "course_unit_id", "competence_id", "level__position"
            )
        }
        programmes = {placement.enrolment.programme_id for placement in placements}
        self.units = list(CourseUnit.objects.filter(programme__in=programmes))

    def route(self, placements: list[Placement]) -> FrameworkRoute:
        """Of one framework; `placements` in order of time."""
        numbers = {one.dossier.version_id for one in placements}
        newest = max((self.versions[pk] for pk in numbers), key=lambda version: version.number)
        drawing = _Drawing(self, placements, newest)
        groups: dict[int, tuple[Outcome, list[CompetenceRoute]]] = {}
        for competence in drawing.competences:
            outcome = competence.outcome
            groups.setdefault(outcome.pk, (outcome, []))[1].append(drawing.of(competence))
        return FrameworkRoute(
            newest.framework, placements, drawing.units_ahead, list(groups.values())
        )


@dataclass(frozen=True)
class _Drawing:
    """One framework, drawn on the scale of the newest version the student met."""

    facts: _Facts
    placements: Sequence[Placement]
    newest: FrameworkVersion

    @cached_property
    def competences(self) -> list[Competence]:
        """Those of the newest version, then those that only an older one had."""
        found: dict[UUID, Competence] = dict(self.facts.competences[self.newest.pk])
        for placement in reversed(self.placements):
            for identifier, one in self.facts.competences[placement.dossier.version_id].items():
                found.setdefault(identifier, one)
        return list(found.values())

    @cached_property
    def units_ahead(self) -> list[CourseUnit]:
        """Course units without a placement of the student for which the framework has targets."""
        done = {placement.course_unit_id for placement in self.placements}
        here = {one.pk for one in self.facts.competences[self.newest.pk].values()}
        aimed = {unit for unit, competence in self.facts.targets if competence in here}
        programmes = {placement.enrolment.programme_id for placement in self.placements}
        return [
            unit
            for unit in self.facts.units
            if unit.pk in aimed - done and unit.programme_id in programmes
        ]

    @cached_property
    def levels(self) -> list[MasteryLevel]:
        return self.facts.levels[self.newest.pk]

    @cached_property
    def places(self) -> Mapping[int, Sequence[int]]:
        """Version -> for each of its levels the place on the newest scale: the same code, or else
        as near as the scale goes."""
        by_code = {level.code: place for place, level in enumerate(self.levels)}
        top = len(self.levels) - 1
        return {
            version: [by_code.get(one.code, min(one.position, top)) for one in levels]
            for version, levels in self.facts.levels.items()
        }

    def of(self, competence: Competence) -> CompetenceRoute:
        met = list(self._met(competence))
        ahead = [
            (unit, self.levels[position])
            for unit in self.units_ahead
            if (position := self._target_ahead(unit, competence)) is not None
        ]
        stops = [self._stop(placement, here) for placement, here in met]
        stops += [
            RouteStop(name=unit.name, when=_("to come"), target=level.position)
            for unit, level in ahead
        ]
        keys = [(placement.dossier_id, here.pk) for placement, here in met]
        return CompetenceRoute(
            competence=competence,
            picture=RoutePicture(competence.name, scale(self.levels), stops),
            never=not any(key in self.facts.words.came_up for key in keys),
            to_come=ahead,
        )

    def _met(self, competence: Competence) -> Iterable[tuple[Placement, Competence]]:
        """The placements whose version has this competence, with it."""
        for placement in self.placements:
            here = self.facts.competences[placement.dossier.version_id]
            if competence.identifier in here:
                yield placement, here[competence.identifier]

    def _target_ahead(self, unit: CourseUnit, competence: Competence) -> int | None:
        return self.facts.targets.get((unit.pk, competence.pk))

    def _stop(self, placement: Placement, competence: Competence) -> RouteStop:
        version, key = placement.dossier.version_id, (placement.dossier_id, competence.pk)
        place = self.places[version]

        def at(position: int | None) -> int | None:
            return None if position is None else place[position]

        return RouteStop(
            name=placement.course_unit.name,
            when=placement.enrolment.academic_year.name,
            start=at(self.facts.words.started.get(key)),
            target=at(self.facts.targets.get((placement.course_unit_id, competence.pk))),
            voices=self._voices(key, place),
            attained=at(self.facts.words.validated.get(key)),
        )

    def _voices(self, key: Key, place: Sequence[int]) -> dict[str, int | str]:
        said = self.facts.words.now.get(key, {})
        return {
            role.value: place[one.position] if one.position is not None else DID_NOT_COME_UP
            for role in TRIAD
            if (one := said.get(role.value))
        }
