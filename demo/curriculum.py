"""What a college has before the first placement: years, programmes, units, frameworks."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from accounts.models import User
from competences.actions import drafts, editing, frameworks
from competences.importers import own
from competences.models import AcademicYear, CourseUnit, FrameworkVersion, Programme
from competences.rules.editing import CompetenceWords, fingerprint
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
                first_round_is_blind=unit == "autonomy",
            )
            PlacementPolicy.objects.create(
                course_unit=course_unit, shortening_allowed=unit == "exploration"
            )
        draft = own.parse((DATA / "frameworks" / f"{code}.yaml").read_bytes())
        version = frameworks.import_draft(by=coordinator, programme=programme, draft=draft)
        frameworks.publish(by=coordinator, version=version)
        found[code] = programme
    return found


def begin_next_version(code: str, *, by: User) -> None:
    """A draft of the next version: plainer words in one place, one competence made into two."""
    version = FrameworkVersion.objects.get(framework__programme__code=code)
    draft = drafts.start_draft(by=by, version=version)
    competences = {one.code: one for one in draft.competences.all()}
    package, client = competences["OLR2.2"], competences["OLR3.1"]
    words = CompetenceWords.of(package)
    editing.change_competence(
        by=by,
        competence=package,
        words=replace(
            words,
            workplace_nl="Vindt in ons pakket zelf de weg, ook bij iets nieuws.",
            workplace_en="Finds their own way in our package, also with something new.",
        ),
        seen=fingerprint(words),
    )
    words = CompetenceWords.of(client)
    editing.split_competence(
        by=by,
        competence=client,
        first=replace(
            words,
            code="OLR3.1a",
            name_nl="Vraagt klanten schriftelijk om ontbrekende stukken",
            name_en="Asks clients in writing for missing documents",
        ),
        second=replace(
            words,
            code="OLR3.1b",
            name_nl="Belt klanten over ontbrekende stukken",
            name_en="Calls clients about missing documents",
        ),
        seen=fingerprint(words),
    )
