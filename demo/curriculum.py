"""What a college has before the first placement: years, programmes, units, frameworks."""

import datetime as dt
from pathlib import Path

from accounts.models import User
from competences.actions import frameworks
from competences.importers import own
from competences.models import AcademicYear, CourseUnit, Programme
from placements.models import PlacementPolicy

DATA = Path(__file__).parent / "data"

PROGRAMMES = {
    "accounting": (
        "Graduaat Accounting Administration",
        "Associate degree in Accounting Administration",
    ),
    "marketing": (
        "Graduaat Marketing- en communicatiesupport",
        "Associate degree in Marketing and Communication Support",
    ),
}
UNITS = {
    "exploration": ("werkveldverkenning", "exploration"),
    "deepening": ("werkveldverdieping", "deepening"),
    "autonomy": ("werkveldautonomie", "autonomy"),
}


def academic_year(day: dt.date) -> AcademicYear:
    """The academic year that a day falls in; it turns on 1 September."""
    start = day.year if day.month >= 9 else day.year - 1
    return AcademicYear.objects.get_or_create(
        name=f"{start}-{start + 1}",
        defaults={"starts_on": dt.date(start, 9, 1), "ends_on": dt.date(start + 1, 8, 31)},
    )[0]


def set_up(coordinator: User) -> dict[str, Programme]:
    """The two programmes of the rosters with their units, policies and published frameworks."""
    academic_year(dt.date(2026, 9, 1))
    found = {}
    for code, (name_nl, name_en) in PROGRAMMES.items():
        programme = Programme.objects.create(code=code, name_nl=name_nl, name_en=name_en)
        programme.coordinators.add(coordinator)
        for position, (unit, names) in enumerate(UNITS.items()):
            course_unit = CourseUnit.objects.create(
                programme=programme,
                code=unit,
                name_nl=names[0],
                name_en=names[1],
                position=position,
            )
            PlacementPolicy.objects.create(
                course_unit=course_unit, shortening_allowed=unit == "exploration"
            )
        draft = own.parse((DATA / "frameworks" / f"{code}.yaml").read_bytes())
        version = frameworks.import_draft(by=coordinator, programme=programme, draft=draft)
        frameworks.publish(by=coordinator, version=version)
        found[code] = programme
    return found
