"""Small worlds for tests, made through the same actions as the pages."""

import datetime as dt
from itertools import count

from accounts.enums import Role
from accounts.models import User
from competences.models import (
    AcademicYear,
    Competence,
    CourseUnit,
    Framework,
    FrameworkVersion,
    MasteryLevel,
    Outcome,
    Programme,
    Target,
)
from config import clock
from placements.actions.placements import Plan, open_placement
from placements.enums import Persona
from placements.models import Enrolment, Organisation, Placement, PlacementPolicy, Workplace

PASSWORD = "a long enough password"
_numbers = count(1)


def make_user(first_name: str = "Noor", last_name: str = "Peeters", **fields) -> User:
    number = next(_numbers)
    email = fields.pop("email", f"{first_name.lower()}.{number}@example.org")
    return User.objects.create_user(
        email, PASSWORD, first_name=first_name, last_name=last_name, **fields
    )


def make_year() -> AcademicYear:
    return AcademicYear.objects.get_or_create(
        name="2026-2027",
        defaults={"starts_on": dt.date(2026, 9, 14), "ends_on": dt.date(2027, 9, 13)},
    )[0]


def make_programme(code: str = "accounting", *, coordinator: User | None = None) -> Programme:
    """A programme with its three course units, their policies and a published framework."""
    programme = Programme.objects.create(
        code=code, name_nl=f"Graduaat {code}", name_en=f"Associate degree {code}"
    )
    if coordinator:
        programme.coordinators.add(coordinator)
    names = [
        ("exploration", "werkveldverkenning"),
        ("deepening", "werkveldverdieping"),
        ("autonomy", "werkveldautonomie"),
    ]
    for position, (unit_code, name) in enumerate(names):
        unit = CourseUnit.objects.create(
            programme=programme, code=unit_code, name_nl=name, name_en=unit_code, position=position
        )
        PlacementPolicy.objects.create(
            course_unit=unit, shortening_allowed=unit_code == "exploration"
        )
    make_framework(programme)
    return programme


def make_framework(
    programme: Programme, *, competences: int = 4, publish: bool = True
) -> FrameworkVersion:
    """Scale 0 K V A, two outcomes, every target V in exploration and A in autonomy."""
    framework = Framework.objects.create(
        programme=programme, code=f"{programme.code}-{next(_numbers)}", name_nl="Kader"
    )
    version = FrameworkVersion.objects.create(framework=framework, number=1)
    steps = [("0", "nog niet getoond"), ("K", "verkent"), ("V", "verdiept"), ("A", "autonoom")]
    levels = [
        MasteryLevel.objects.create(version=version, position=position, code=code, name_nl=name)
        for position, (code, name) in enumerate(steps)
    ]
    outcomes = [
        Outcome.objects.create(version=version, position=n, code=f"OLR{n}", name_nl=f"Uitkomst {n}")
        for n in (1, 2)
    ]
    units = {unit.code: unit for unit in programme.course_units.all()}
    for position in range(competences):
        competence = Competence.objects.create(
            version=version,
            outcome=outcomes[position * 2 // competences],
            position=position,
            code=f"C{position + 1}",
            name_nl=f"Competentie {position + 1}",
            name_en=f"Competence {position + 1}",
            workplace_nl=f"Doet taak {position + 1}",
        )
        for code, step in (("exploration", 2), ("deepening", 2), ("autonomy", 3)):
            Target.objects.create(
                course_unit=units[code], competence=competence, level=levels[step]
            )
    if publish:
        publisher = make_user("Uitgever")
        FrameworkVersion.objects.filter(pk=version.pk).update(
            published_at=clock.now(), published_by=publisher
        )
        version.refresh_from_db()
    return version


def make_workplace(name: str = "Veldeman-Rys") -> Workplace:
    organisation = Organisation.objects.create(name=name)
    return Workplace.objects.create(
        organisation=organisation,
        street="Kerkstraat 1",
        postcode="9050",
        city="Gentbrugge",
        contact_name="Bo Rys",
        contact_email=f"hr.{next(_numbers)}@example.org",
    )


def make_placement(
    *,
    programme: Programme | None = None,
    unit: str = "exploration",
    student: User | None = None,
    mentor: User | None = None,
    coach: User | None = None,
    persona: str = Persona.SKILLER,
    status: bool = True,
    distance: bool = True,
    starts_on: dt.date = dt.date(2026, 9, 21),
    ends_on: dt.date = dt.date(2027, 6, 18),
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4),
    required_days: int = 40,
) -> Placement:
    """An open placement: by default a skiller in exploration who may propose a shortening."""
    programme = programme or make_programme(f"programme-{next(_numbers)}")
    student = student or make_user("Amina", "Bouzid")
    enrolment = Enrolment.objects.get_or_create(
        student=student,
        programme=programme,
        academic_year=make_year(),
        defaults={
            "student_number": f"2026{next(_numbers):04d}",
            "persona": persona,
            "has_working_student_status": status,
            "distance_track": distance,
        },
    )[0]
    # Who asks for a short placement gets a course unit that allows it.
    PlacementPolicy.objects.filter(
        course_unit__programme=programme, minimum_days__gt=required_days
    ).update(minimum_days=required_days)
    with clock.at(starts_on - dt.timedelta(days=7)):
        placement = open_placement(
            by=None,
            enrolment=enrolment,
            course_unit=programme.course_units.get(code=unit),
            workplace=make_workplace(),
            mentor=mentor or make_user("Griet", "Moerman"),
            coach=coach or make_user("Katrien", "Dhaeseleer"),
            plan=Plan(starts_on, ends_on, weekdays, required_days),
        )
    return Placement.objects.with_people().get(pk=placement.pk)


def person(placement: Placement, role: str) -> User:
    found = placement.person(Role(role))
    assert found is not None
    return found
