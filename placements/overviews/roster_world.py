"""What the portal holds of everything a roster speaks of, in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, Max, Min, OuterRef, Q
from django.db.models.functions import Upper

from accounts.models import User
from competences.models import AcademicYear, CourseUnit, FrameworkVersion, Programme
from placements.importers.cells import fold
from placements.importers.known import KnownNames, KnownYear
from placements.importers.roster import RosterRow
from placements.models import (
    Enrolment,
    Organisation,
    Placement,
    PlacementPolicy,
    ShorteningProposal,
    Workplace,
)

WorkplaceKey = tuple[int, str, str]
EnrolmentKey = tuple[int, int, int]


@dataclass(frozen=True)
class PersonStated:
    """What the list says of one address, from the first row that says it."""

    first_name: str
    last_name: str
    phone: str = ""


@dataclass(frozen=True)
class SiteStated:
    """What the list says of one address of an organisation; "" where no row says it."""

    city: str = ""
    contact_name: str = ""
    contact_email: str = ""


@dataclass
class Stated:
    """The rows together: one person, one organisation, one site each has one set of facts."""

    people: dict[str, PersonStated] = field(default_factory=dict)
    sites: dict[tuple[str, str, str], SiteStated] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def company_number(self, row: RosterRow) -> str:
        """Of the row, or of another row that gives this name a number."""
        return row.company_number or self.numbers.get(fold(row.organisation), "")

    def site_key(self, row: RosterRow) -> tuple[str, str, str]:
        organisation = self.company_number(row) or fold(row.organisation)
        return organisation, fold(row.street), row.postcode

    def site(self, row: RosterRow) -> SiteStated:
        return self.sites[self.site_key(row)]


@dataclass
class World:
    """Rows of the database by the keys under which a list knows them; `apply` adds to it."""

    programmes: dict[int, Programme]
    coordinated: set[int]
    course_units: dict[int, CourseUnit]
    years: dict[int, AcademicYear]
    policies: dict[int, PlacementPolicy]
    versions: dict[int, FrameworkVersion]
    people: dict[str, User]
    by_number: dict[str, Organisation] = field(default_factory=dict)
    by_name: dict[str, Organisation] = field(default_factory=dict)
    workplaces: dict[WorkplaceKey, Workplace] = field(default_factory=dict)
    enrolments: dict[EnrolmentKey, Enrolment] = field(default_factory=dict)
    student_numbers: dict[tuple[str, int, int], Enrolment] = field(default_factory=dict)
    placements: dict[tuple[int, int], Placement] = field(default_factory=dict)

    def policy(self, row: RosterRow) -> PlacementPolicy:
        """Of the row's course unit; the defaults where none was written yet."""
        return self.policies.get(row.course_unit) or PlacementPolicy(course_unit_id=row.course_unit)

    def organisation(self, name: str, company_number: str) -> Organisation | None:
        """By its number; by its name where the list or the portal knows no number."""
        if company_number and company_number in self.by_number:
            return self.by_number[company_number]
        named = self.by_name.get(fold(name))
        if named and company_number and named.company_number:
            return None
        return named

    def keep_organisation(self, organisation: Organisation) -> None:
        if organisation.company_number:
            self.by_number[organisation.company_number] = organisation
        self.by_name.setdefault(fold(organisation.name), organisation)

    def workplace(self, organisation: Organisation, row: RosterRow) -> Workplace | None:
        """At the address of the row; without an address, the first of the organisation."""
        if not row.street and not row.postcode:
            sites = (one for key, one in self.workplaces.items() if key[0] == organisation.pk)
            return next(sites, None)
        return self.workplaces.get((organisation.pk, fold(row.street), row.postcode))

    def keep_workplace(self, workplace: Workplace) -> None:
        key = (workplace.organisation_id, fold(workplace.street), workplace.postcode)
        self.workplaces.setdefault(key, workplace)

    def enrolment(self, row: RosterRow) -> Enrolment | None:
        student = self.people.get(row.student_email)
        return student and self.enrolments.get((student.pk, row.programme, row.academic_year))

    def keep_enrolment(self, one: Enrolment) -> None:
        self.enrolments[one.student_id, one.programme_id, one.academic_year_id] = one
        self.student_numbers[one.student_number, one.programme_id, one.academic_year_id] = one

    def placement(self, row: RosterRow) -> Placement | None:
        enrolment = self.enrolment(row)
        return enrolment and self.placements.get((enrolment.pk, row.course_unit))


def known_names() -> KnownNames:
    """Programmes, course units and years by all the names the portal has for them; 3 queries."""
    return KnownNames.of(
        programmes=[
            (one.pk, [one.name_nl, one.name_en, one.code]) for one in Programme.objects.all()
        ],
        course_units=[
            (one.programme_id, one.pk, [one.name_nl, one.name_en, one.code])
            for one in CourseUnit.objects.all()
        ],
        academic_years={
            year.name: KnownYear(year.pk, year.starts_on, year.ends_on)
            for year in AcademicYear.objects.all()
        },
    )


def stated(rows: Iterable[RosterRow]) -> Stated:
    found = Stated()
    rows = list(rows)
    for row in rows:
        if row.company_number:
            found.numbers.setdefault(fold(row.organisation), row.company_number)
    for row in rows:
        _keep(found, row.student_email, PersonStated(row.first_name, row.last_name))
        mentor = PersonStated(row.mentor_first_name, row.mentor_last_name, row.mentor_phone)
        _keep(found, row.mentor_email, mentor)
        _keep(found, row.coach_email, PersonStated(row.coach_first_name, row.coach_last_name))
        earlier = found.sites.get(found.site_key(row), SiteStated())
        found.sites[found.site_key(row)] = SiteStated(
            earlier.city or row.city,
            earlier.contact_name or row.contact_name,
            earlier.contact_email or row.contact_email,
        )
    return found


def _keep(found: Stated, email: str, person: PersonStated) -> None:
    earlier = found.people.get(email, person)
    found.people[email] = PersonStated(
        earlier.first_name, earlier.last_name, earlier.phone or person.phone
    )


def load(rows: Iterable[RosterRow], said: Stated, by: User | None) -> World:
    """`by=None` is the portal itself, which coordinates every programme."""
    rows = list(rows)
    programmes = {row.programme for row in rows}
    units = {row.course_unit for row in rows}
    mine = Programme.objects.all() if by is None else Programme.objects.coordinated_by(by)
    world = World(
        programmes=Programme.objects.in_bulk(programmes),
        coordinated=set(mine.values_list("pk", flat=True)),
        course_units=CourseUnit.objects.in_bulk(units),
        years=AcademicYear.objects.in_bulk({row.academic_year for row in rows}),
        policies=PlacementPolicy.objects.in_bulk(units),
        versions=_newest_versions(programmes),
        people={user.email: user for user in User.objects.filter(email__in=said.people)},
    )
    _load_organisations(world, rows, said)
    _load_placements(world, rows)
    return world


def _newest_versions(programmes: set[int]) -> dict[int, FrameworkVersion]:
    """As `placements.newest_version`, for all at once."""
    published = FrameworkVersion.objects.filter(
        framework__programme__in=programmes, published_at__isnull=False
    )
    ordered = published.select_related("framework").order_by("published_at", "pk")
    return {version.framework.programme_id: version for version in ordered}


def _load_organisations(world: World, rows: list[RosterRow], said: Stated) -> None:
    names = {row.organisation.upper() for row in rows}
    numbers = {said.company_number(row) for row in rows} - {""}
    found = Organisation.objects.alias(upper=Upper("name")).filter(
        Q(company_number__in=numbers) | Q(upper__in=names)
    )
    for organisation in found.order_by("pk"):
        world.keep_organisation(organisation)
    held = [*world.by_number.values(), *world.by_name.values()]
    for workplace in (
        Workplace.objects.filter(organisation__in={one.pk for one in held})
        .select_related("organisation")
        .order_by("pk")
    ):
        world.keep_workplace(workplace)


def _load_placements(world: World, rows: list[RosterRow]) -> None:
    students = [
        world.people[row.student_email] for row in rows if row.student_email in world.people
    ]
    numbers = {row.student_number for row in rows}
    for enrolment in Enrolment.objects.filter(
        Q(student__in=students) | Q(student_number__in=numbers)
    ).select_related("student"):
        world.keep_enrolment(enrolment)
    standing = ShorteningProposal.objects.standing().filter(placement=OuterRef("pk"))
    placements = (
        Placement.objects.filter(enrolment__student__in=students)
        .with_people()
        .annotate(
            first_day=Min("days__date"),
            last_day=Max("days__date"),
            is_shortened=Exists(standing),
        )
    )
    for placement in placements:
        world.placements[placement.enrolment_id, placement.course_unit_id] = placement


def days_logged_within(placement: Placement, first: dt.date, last: dt.date) -> bool:
    """Whether all days of a placement that `load` found lie in this period."""
    return placement.first_day is None or (
        first <= placement.first_day and placement.last_day <= last
    )
