"""A cohort without names: which competences lag, by course unit and by workplace.

A cohort is everybody of one programme, academic year and framework. Nothing leaves this module but
counts that `competences.rules.suppression` lets through; the page, the workbook and the paper show
the same ones. Nine queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from accounts.enums import Role
from accounts.models import User
from competences.models import (
    AcademicYear,
    Competence,
    CourseUnit,
    Framework,
    MasteryLevel,
    Outcome,
    Target,
)
from competences.overviews.many import Words, words
from competences.rules.suppression import TOTAL, Path, Record, counts, finest, scope, shown
from placements.models import Placement, Workplace
from placements.rules.cohort import (
    Counted,
    Fact,
    ways,
)


@dataclass(frozen=True)
class Group:
    """Who is counted together: everybody, a course unit, or a workplace in a course unit."""

    path: Path
    unit: CourseUnit | None = None
    workplace: Workplace | None = None
    size: int = 0


@dataclass(frozen=True)
class CompetenceCount:
    """What may be said of one competence: by group that is shown, how many placements are where.

    `way` tells how finely was counted (see `placements.rules.cohort.ways`).
    """

    competence: Competence
    by_group: dict[Path, Counted]

    @property
    def total(self) -> Counted | None:
        return self.by_group.get(TOTAL)

    def of(self, group: Group) -> Counted | None:
        return self.by_group.get(group.path)


@dataclass(frozen=True)
class OutcomeCount:
    """A learning outcome, summed over its competences of which is shown how many reached the
    target; counted are pairs of a placement and a competence."""

    outcome: Outcome
    competences: list[CompetenceCount]

    @cached_property
    def total(self) -> tuple[int, int] | None:
        """Not reached and reached; None where nothing may be shown."""
        totals = [one.total for one in self.competences if one.total]
        known = [(one.size, one.reached) for one in totals if one.reached is not None]
        reached = sum(count for _size, count in known)
        return (sum(size for size, _count in known) - reached, reached) if known else None

    @property
    def share(self) -> float:
        """The share that reached the target; 2 where nothing may be shown, to stand last."""
        return self.total[1] / sum(self.total) if self.total else 2


@dataclass(frozen=True)
class Cohort:
    framework: Framework
    year: AcademicYear
    levels: Sequence[MasteryLevel]
    groups: list[Group]
    outcomes: list[OutcomeCount]

    @property
    def total(self) -> Group | None:
        return next((group for group in self.groups if group.path == TOTAL), None)

    @property
    def lagging(self) -> list[OutcomeCount]:
        """The learning outcomes, those where the fewest reached the target first."""
        return sorted(self.outcomes, key=lambda one: one.share)

    def cut(self, name: str) -> list[Group]:
        """Everybody, and the groups of one cut: "unit" or "workplace"."""
        depth = {"unit": 1, "workplace": 2}.get(name, 0)
        return [group for group in self.groups if len(group.path) in (0, depth)]


@dataclass(frozen=True)
class _Dossier:
    """A placement in the count, without its person's name."""

    person: int
    dossier: int
    version: int
    unit: int
    workplace: int

    @property
    def path(self) -> Path:
        return (self.unit, self.workplace)


def cohort(user: User, framework: Framework, year: AcademicYear) -> Cohort:
    """Of the placements that this person coordinates."""
    rows = Placement.objects.coordinated_by(user).filter(
        dossier__version__framework=framework,
        enrolment__academic_year=year,
        enrolment__programme=framework.programme_id,
    )
    fields = "enrolment__student_id", "dossier_id", "dossier__version_id", "course_unit_id"
    dossiers = [_Dossier(*row) for row in rows.order_by().values_list(*fields, "workplace_id")]
    return _Counting(framework, year, dossiers).cohort()


class _Counting:
    def __init__(self, framework: Framework, year: AcademicYear, dossiers: list[_Dossier]) -> None:
        self.framework, self.year, self.dossiers = framework, year, dossiers
        versions = {one.version for one in dossiers}
        self.words: Words = words([one.dossier for one in dossiers])
        known = Competence.objects.filter(version__in=versions).select_related("outcome", "version")
        self.known: dict[int, dict[UUID, Competence]] = defaultdict(dict)
        for competence in known:
            self.known[competence.version_id][competence.identifier] = competence
        self.levels: dict[int, list[MasteryLevel]] = defaultdict(list)
        for level in MasteryLevel.objects.filter(version__in=versions):
            self.levels[level.version_id].append(level)
        rows = Target.objects.filter(competence__version__in=versions)
        self.targets = {
            (unit, competence): position
            for unit, competence, position in rows.values_list(
                "course_unit_id", "competence_id", "level__position"
            )
        }
        self.records = [Record(one.person, one.path) for one in dossiers]
        self.sizes = shown(self.records)

    def cohort(self) -> Cohort:
        newest = max(self.known, key=self._number, default=None)
        headings: dict[int, OutcomeCount] = {}
        for competence in self.known[newest].values() if newest is not None else ():
            found = headings.setdefault(competence.outcome_id, OutcomeCount(competence.outcome, []))
            found.competences.append(self._count(competence))
        return Cohort(
            self.framework,
            self.year,
            self.levels[newest] if newest is not None else [],
            self._groups(),
            list(headings.values()),
        )

    def _number(self, version: int) -> int:
        return next(iter(self.known[version].values())).version.number

    def _groups(self) -> list[Group]:
        units = CourseUnit.objects.in_bulk({one.unit for one in self.dossiers})
        places = Workplace.objects.select_related("organisation").in_bulk(
            {path[1] for path in self.sizes if len(path) > 1}
        )
        found = [
            Group(
                path,
                units[path[0]] if path else None,
                places[path[1]] if len(path) > 1 else None,
                sum(record.path[: len(path)] == path for record in self.records),
            )
            for path in self.sizes
        ]
        return sorted(found, key=_in_order)

    def _count(self, competence: Competence) -> CompetenceCount:
        facts = [self._fact(one, competence.identifier) for one in self.dossiers]
        units: dict[Path, bool] = {}
        for one, fact in zip(self.dossiers, facts, strict=True):
            units[(one.unit,)] = units.get((one.unit,), True) and fact is not None
        inside = scope(self.sizes, units.keys(), [unit for unit, aimed in units.items() if aimed])
        counted = [
            (one, fact)
            for one, fact in zip(self.dossiers, facts, strict=True)
            if fact is not None and (one.unit,) in inside
        ]
        rows = [
            [
                Record(one.person, one.path, kind)
                for (one, _fact), kind in zip(counted, way, strict=True)
            ]
            for way in ways([fact for _one, fact in counted])
        ]
        place, paths = finest(rows, among=self.sizes)
        by_group = {path: Counted(place, counts(_within(rows[place], path))) for path in paths}
        return CompetenceCount(competence, by_group)

    def _fact(self, one: _Dossier, identifier: UUID) -> Fact | None:
        """None where the competence has no target: there it is not counted."""
        competence = self.known[one.version].get(identifier)
        target = competence and self.targets.get((one.unit, competence.pk))
        if competence is None or target is None:
            return None
        key = one.dossier, competence.pk
        said = self.words.now.get(key, {}).get(Role.COACH.value)
        return Fact(
            never=key not in self.words.came_up,
            level=said.position if said else None,
            target=target,
            scale=tuple(level.code for level in self.levels[one.version]),
        )


def _within(records: Iterable[Record], path: Path) -> list[Record]:
    return [record for record in records if record.path[: len(path)] == path]


def _in_order(group: Group) -> tuple:
    unit, workplace = group.unit, group.workplace
    return (
        (unit.position, unit.pk) if unit else (-1, -1),
        (str(workplace), workplace.pk) if workplace else ("", -1),
    )
