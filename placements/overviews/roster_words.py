"""The plan of an import in the words of a page."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competences.models import CourseUnit
from placements.enums import Persona
from placements.overviews.imports import FieldChange, ImportPlan, RowPlan


@dataclass(frozen=True)
class ChangeLine:
    """One field in words: what it is called, what it was, what it becomes."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class RosterLine:
    plan: RowPlan
    unit: CourseUnit
    starts_on: str
    ends_on: str
    weekdays: str
    changes: tuple[ChangeLine, ...]


def lines_of(plan: ImportPlan, rows: list[RowPlan]) -> list[RosterLine]:
    return [
        RosterLine(
            plan=one,
            unit=plan.world.course_units[one.row.course_unit],
            starts_on=in_words("starts_on", one.row.starts_on),
            ends_on=in_words("ends_on", one.row.ends_on),
            weekdays=in_words("weekdays", one.row.weekdays) if one.row.weekdays else "",
            changes=tuple(_change_line(change) for change in one.changes),
        )
        for one in rows
    ]


def in_words(name: str, value: Any) -> str:
    """A value of a field of the list, as a person would write it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in ("", None, ()):
        return _("nothing")
    if name == "persona":
        return str(Persona(value).label)
    if name == "weekdays":
        return ", ".join(str(WEEKDAYS_ABBR[day]) for day in value)
    if isinstance(value, dt.date):
        return formats.date_format(value, pgettext("date far", "j M Y"))
    return str(value)


def _change_line(change: FieldChange) -> ChangeLine:
    return ChangeLine(
        str(change.label), in_words(change.name, change.old), in_words(change.name, change.new)
    )
