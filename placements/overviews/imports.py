"""What an import would do, before it does it: create, change field by field, leave alone."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from placements.importers import roster as importer
from placements.importers.fields import BY_NAME
from placements.importers.roster import Fault, Roster, RosterRow
from placements.models import Organisation, Placement, RosterImport, Workplace
from placements.overviews.roster_world import (
    Stated,
    World,
    days_logged_within,
    known_names,
    load,
    stated,
)

ENROLMENT_FIELDS = ("student_number", "persona", "has_working_student_status", "distance_track")
PLAN_FIELDS = ("starts_on", "ends_on", "required_days", "weekdays")
SITE_FIELDS = ("organisation", "street", "postcode")
CONTACT_FIELDS = ("city", "contact_name", "contact_email")
CREATE, CHANGE, SAME = "create", "change", "same"


@dataclass(frozen=True)
class FieldChange:
    """`name` is a field of the list; the values are as the models keep them."""

    name: str
    old: Any
    new: Any

    @property
    def label(self) -> str | Promise:
        return BY_NAME[self.name].label


@dataclass(frozen=True)
class RowPlan:
    """What becomes of one row. A new placement can bring changes to people it shares."""

    row: RosterRow
    placement: Placement | None
    changes: tuple[FieldChange, ...]

    @property
    def action(self) -> str:
        if self.placement is None:
            return CREATE
        return CHANGE if self.changes else SAME

    def changes_any(self, *names: str) -> bool:
        return any(change.name in names for change in self.changes)


@dataclass(frozen=True)
class ImportPlan:
    """With `faults` nothing of it may be done. `world` and `stated` are for who carries it out."""

    rows: tuple[RowPlan, ...]
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    size: int
    world: World = field(compare=False, repr=False)
    stated: Stated = field(compare=False, repr=False)

    def of(self, action: str) -> list[RowPlan]:
        return [one for one in self.rows if one.action == action]

    @property
    def create(self) -> list[RowPlan]:
        return self.of(CREATE)

    @property
    def change(self) -> list[RowPlan]:
        return self.of(CHANGE)

    @property
    def same(self) -> list[RowPlan]:
        return self.of(SAME)

    @property
    def digest(self) -> str:
        """The same for two plans that would do the same, so that what was confirmed is done."""
        lines = [
            [one.action, asdict(one.row), [[each.name, each.old, each.new] for each in one.changes]]
            for one in self.rows
        ]
        lines += [[fault.row, fault.code] for fault in self.faults]
        return hashlib.sha256(json.dumps(lines, default=str).encode()).hexdigest()


def plan_of(roster_import: RosterImport) -> ImportPlan:
    """The plan for a list that is kept, as things stand now. Raises Refusal for its mapping."""
    with roster_import.file.open("rb") as file:
        table = importer.read(file.read())
    found = importer.parse(table, roster_import.mapping, known_names())
    return plan_import(found, roster_import.by)


def plan_import(roster: Roster, by: User | None) -> ImportPlan:
    """Compare the rows with what the portal holds; the number of queries is fixed.

    `by=None` is the portal itself and coordinates everything.
    """
    said = stated(roster.rows)
    planner = _Planner(roster, said, load(roster.rows, said, by))
    rows = tuple(planner.row(row) for row in roster.rows)
    faults = sorted([*roster.faults, *planner.faults], key=lambda one: (one.row, one.position))
    notices = sorted([*roster.notices, *planner.notices], key=lambda one: (one.row, one.position))
    return ImportPlan(
        rows=rows,
        faults=tuple(faults),
        notices=tuple(notices),
        size=roster.size,
        world=planner.world,
        stated=said,
    )


class _Planner:
    """Facts of a person, an organisation or an enrolment are compared at their first row only."""

    def __init__(self, roster: Roster, said: Stated, world: World) -> None:
        self.roster, self.stated, self.world = roster, said, world
        self.faults: list[Fault] = []
        self.notices: list[Fault] = []
        self.compared: set[tuple] = set()

    def row(self, row: RosterRow) -> RowPlan:
        if row.programme not in self.world.coordinated:
            self._refuse_programme(row)
            return RowPlan(row, None, ())
        placement = self.world.placement(row)
        changes = [*self._people(row), *self._enrolment(row), *self._organisation(row)]
        if placement is None:
            self._check_new(row)
        else:
            own = [*self._plan(row, placement), *self._persons(row, placement)]
            own += self._workplace(row, placement)
            self._check_existing(row, placement, own)
            changes += own
        return RowPlan(row, placement, tuple(changes))

    def _first(self, *key: Any) -> bool:
        is_new = key not in self.compared
        self.compared.add(key)
        return is_new

    def _fault(self, row: RosterRow, name: str, code: str, message: str) -> None:
        self.faults.append(self.roster.fault(row, name, code, message))

    def _refuse_programme(self, row: RosterRow) -> None:
        name = self.world.programmes[row.programme].name
        message = _("You do not coordinate “%(programme)s”; its coordinator can import this row.")
        self._fault(row, "programme", "not_your_programme", message % {"programme": name})

    def _people(self, row: RosterRow) -> Iterator[FieldChange]:
        yield from self._student(row)
        mentor = self.world.people.get(row.mentor_email)
        if mentor and not mentor.phone and self._first("phone", mentor.pk):
            phone = self.stated.people[row.mentor_email].phone
            if phone:
                yield FieldChange("mentor_phone", "", phone)
        for name, email in (
            ("mentor_last_name", row.mentor_email),
            ("coach_name", row.coach_email),
        ):
            person = self.world.people.get(email)
            if person and self._first("name", person.pk) and not self._same_name(person):
                self._known_as(row, name, person)

    def _student(self, row: RosterRow) -> Iterator[FieldChange]:
        """A student is renamed by who coordinates them; anybody else keeps the known name."""
        student = self.world.people.get(row.student_email)
        if student is None or not self._first("name", student.pk) or self._same_name(student):
            return
        ours = any(
            key[0] == student.pk and key[1] in self.world.coordinated
            for key in self.world.enrolments
        )
        if not ours:
            self._known_as(row, "last_name", student)
            return
        said = self.stated.people[row.student_email]
        for name in ("first_name", "last_name"):
            if getattr(student, name) != getattr(said, name):
                yield FieldChange(name, getattr(student, name), getattr(said, name))

    def _same_name(self, person: User) -> bool:
        said = self.stated.people[person.email]
        name = f"{said.first_name} {said.last_name}"
        return name.casefold() == person.get_full_name().casefold()

    def _known_as(self, row: RosterRow, name: str, person: User) -> None:
        message = _("The portal knows this address as “%(name)s”; that name stays.")
        text = message % {"name": person.get_full_name()}
        self.notices.append(self.roster.fault(row, name, "known_as", text))

    def _enrolment(self, row: RosterRow) -> Iterator[FieldChange]:
        other = self.world.student_numbers.get(
            (row.student_number, row.programme, row.academic_year)
        )
        if other and other.student.email != row.student_email:
            message = _("The portal knows this number as %(name)s, %(email)s.")
            who = {"name": other.student.get_full_name(), "email": other.student.email}
            self._fault(row, "student_number", "number_known_as", message % who)
        enrolment = self.world.enrolment(row)
        if enrolment and self._first("enrolment", enrolment.pk):
            yield from _differences(ENROLMENT_FIELDS, enrolment, row)

    def _organisation(self, row: RosterRow) -> Iterator[FieldChange]:
        number = self.stated.company_number(row)
        organisation = self.world.organisation(row.organisation, number)
        if organisation is None:
            return
        if self._first("organisation", organisation.pk):
            if number and not organisation.company_number:
                yield FieldChange("company_number", "", number)
            if organisation.name.casefold() != row.organisation.casefold():
                message = _("The portal knows this company number as “%(name)s”; that name stays.")
                text = message % {"name": organisation.name}
                fault = self.roster.fault(row, "organisation", "organisation_known_as", text)
                self.notices.append(fault)
        workplace = self.world.workplace(organisation, row)
        if workplace and self._first("workplace", workplace.pk):
            yield from _differences(CONTACT_FIELDS, workplace, self.stated.site(row), filled=True)

    def _plan(self, row: RosterRow, placement: Placement) -> Iterator[FieldChange]:
        """An empty number of days or pattern week leaves what there is."""
        yield from _differences(("starts_on", "ends_on"), placement, row)
        yield from _differences(("required_days",), placement, row, filled=True)
        if row.weekdays and row.weekdays != tuple(placement.weekdays):
            yield FieldChange("weekdays", tuple(placement.weekdays), row.weekdays)

    def _persons(self, row: RosterRow, placement: Placement) -> Iterator[FieldChange]:
        for name, person in (("mentor_email", placement.mentor), ("coach_email", placement.coach)):
            email = person.email if person else ""
            if email != getattr(row, name):
                yield FieldChange(name, email, getattr(row, name))

    def _workplace(self, row: RosterRow, placement: Placement) -> Iterator[FieldChange]:
        now = placement.workplace
        organisation = self.world.organisation(row.organisation, self.stated.company_number(row))
        if organisation == now.organisation and not row.street and not row.postcode:
            return
        if organisation is None or self.world.workplace(organisation, row) != now:
            yield from _site_differences(now, organisation, row)

    def _check_new(self, row: RosterRow) -> None:
        if row.programme not in self.world.versions:
            message = _("This programme has no published competence framework yet.")
            self._fault(row, "programme", "no_framework", message)
        self._check_days(row)

    def _check_existing(self, row: RosterRow, placement: Placement, own: list[FieldChange]) -> None:
        if own and not placement.is_open:
            message = _("This placement has ended; what stands in it no longer changes.")
            self._fault(row, own[0].name, "placement_closed", message)
        elif not days_logged_within(placement, row.starts_on, row.ends_on):
            message = _("Days have been logged outside this period.")
            self._fault(row, "starts_on", "days_outside_period", message)
        if any(change.name == "required_days" for change in own):
            self._check_days(row)
            if placement.is_shortened:
                message = _("A shortening rests on the required days; they stay as they are.")
                self._fault(row, "required_days", "days_shortened", message)
        emails = [person.email if person else "" for person in (placement.coach, placement.mentor)]
        if [row.mentor_email, row.coach_email] == emails:
            message = _("Mentor and coach have changed places; change one of them first.")
            self._fault(row, "mentor_email", "places_changed", message)

    def _check_days(self, row: RosterRow) -> None:
        minimum = self.world.policy(row).minimum_days
        if row.required_days is not None and row.required_days < minimum:
            message = _("This course unit asks at least %(days)s days.") % {"days": minimum}
            self._fault(row, "required_days", "days_below_minimum", message)


def _differences(
    names: tuple[str, ...], held: Any, said: Any, *, filled: bool = False
) -> Iterator[FieldChange]:
    """Fields that differ; with `filled`, what the list leaves empty is left alone."""
    for name in names:
        old, new = getattr(held, name), getattr(said, name)
        if old != new and (new or not filled):
            yield FieldChange(name, old, new)


def _site_differences(
    now: Workplace, organisation: Organisation | None, row: RosterRow
) -> Iterator[FieldChange]:
    if organisation != now.organisation:
        yield FieldChange("organisation", now.organisation.name, row.organisation)
    yield from _differences(("street", "postcode"), now, row)
