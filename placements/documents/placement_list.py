"""The placement table as rows for a spreadsheet."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from config.spreadsheets import Value
from placements.enums import AgreementState, WaitsFor
from placements.overviews.placements import PlacementLine


def header() -> list[str]:
    return [
        _("Student number"),
        _("Last name"),
        _("First name"),
        _("Programme"),
        _("Course unit"),
        _("Organisation"),
        _("Place"),
        _("Mentor"),
        _("Coach"),
        _("First day"),
        _("Last day"),
        _("Required days"),
        _("Days logged"),
        _("Days confirmed"),
        _("Agreement"),
        _("Waits for"),
        _("Since"),
    ]


def row(line: PlacementLine) -> Sequence[Value]:
    placement = line.placement
    enrolment, since = placement.enrolment, placement.waits_since
    state = placement.agreement_state
    return [
        enrolment.student_number,
        enrolment.student.last_name,
        enrolment.student.first_name,
        enrolment.programme.name,
        placement.course_unit.name,
        placement.workplace.organisation.name,
        placement.workplace.city,
        placement.mentor.get_full_name() if placement.mentor else "",
        placement.coach.get_full_name() if placement.coach else "",
        placement.starts_on,
        placement.ends_on,
        line.required,
        placement.days_logged,
        placement.days_confirmed,
        str(AgreementState(state).label) if state else _("not opened yet"),
        str(WaitsFor(placement.waits_for).label),
        timezone.localtime(since).date() if since else None,
    ]
