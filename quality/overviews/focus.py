"""What one takes along to a visit: facts, what was agreed before, the questions. No private words
of anybody are in it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from placements.models import Placement, TrialogueAction
from quality.enums import VisitState
from quality.models import Visit
from quality.visit_guide import Theme, themes


@dataclass(frozen=True)
class Focus:
    """`facts`: (label, value); `agreed`: a line for each thing that is still to be done."""

    facts: tuple[tuple[str, str], ...]
    agreed: tuple[str, ...]
    themes: tuple[Theme, ...]


def focus_of(visit: Visit) -> Focus:
    """Five queries, with a placement."""
    placement = None
    if visit.placement_id:
        rows = Placement.objects.filter(pk=visit.placement_id).with_people().with_days()
        placement = rows.get()
    return Focus(
        facts=tuple((label, value) for label, value in _facts(visit, placement) if value),
        agreed=(*_of_meetings(placement), *_of_visits(visit)),
        themes=themes(),
    )


def _facts(visit: Visit, placement: Placement | None) -> list[tuple[str, str]]:
    reached = (visit.contact_name, visit.contact_phone, visit.contact_email)
    found = [
        (_("You meet"), ", ".join(part for part in reached if part)),
        (_("Where"), visit.place or visit.workplace.address),
        (_("Programme"), visit.programme.name),
    ]
    if placement is None:
        return found
    mentor = placement.mentor
    days = {
        "done": number_format(placement.days_confirmed.normalize()),
        "required": placement.required_days,
    }
    return [
        *found,
        (_("Student"), placement.student.get_full_name()),
        (_("Mentor"), mentor.get_full_name() if mentor else ""),
        (_("Course unit"), placement.course_unit.name),
        (_("Days"), _("%(done)s confirmed, %(required)s required") % days),
    ]


def _of_meetings(placement: Placement | None) -> list[str]:
    if placement is None:
        return []
    rows = TrialogueAction.objects.filter(trialogue__placement=placement, done_at__isnull=True)
    return [_agreed(one.what, str(one.get_who_display()), one.due_on) for one in rows]


def _of_visits(visit: Visit) -> list[str]:
    """What earlier visits of this programme to this workplace left to do."""
    earlier = Visit.objects.filter(
        workplace=visit.workplace_id, programme=visit.programme_id, state=VisitState.REPORTED
    ).exclude(pk=visit.pk)
    return [
        _agreed(one["what"], one["who"], dt.date.fromisoformat(one["due"]) if one["due"] else None)
        for found in earlier
        for one in found.report["to_do"]
        if not one["done_on"]
    ]


def _agreed(what: str, who: str, due: dt.date | None) -> str:
    if due is None:
        return f"{what} ({who})"
    said = {"what": what, "who": who, "date": date_format(due, "j F Y")}
    return _("%(what)s (%(who)s, by %(date)s)") % said
