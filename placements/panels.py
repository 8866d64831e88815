"""Sections of the home page about one's placements."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts import today
from accounts.models import User
from accounts.panels import late_panel
from competences.models import Programme
from placements.enums import WaitsFor
from placements.models import Placement, PlacementPolicy
from placements.overviews import board, board_lines, timeline
from placements.overviews.counts import day_counts
from placements.overviews.days import calendar, placements_of
from placements.overviews.placements import overseen_by, turn_counts, with_agreement
from placements.overviews.plan import attach_plans, forecast

TOP = 3


def _mine(user: User) -> list[Placement]:
    """The student's open placements, with all that stands on the home page; nine queries."""
    found = placements_of(user).open().with_people().with_days()
    placements = list(found.prefetch_related("days", "trialogues"))
    attach_plans(placements)
    return placements


def _policies(placements: list[Placement]) -> dict[int, PlacementPolicy]:
    """By the key of the course unit; one query."""
    units = {placement.course_unit_id for placement in placements}
    found = PlacementPolicy.objects.in_bulk(units)
    return {unit: found.get(unit) or PlacementPolicy() for unit in units}


@today.panel("placement", order=10)
def placement_panel(user: User, date: dt.date) -> today.Panel | None:
    """A student's workplace: how many days, who is beside them, and the agreement."""
    entries, placements = [], _mine(user)
    policies = _policies(placements)
    for placement in placements:
        policy = policies[placement.course_unit_id]
        days = list(placement.days.all())
        to_come = calendar(placement, days).to_come
        counts = day_counts(placement)
        entries.append(
            {
                "placement": placement,
                "counts": counts,
                "ring": timeline.ring(counts, to_come),
                "forecast": forecast(placement, policy, days, counts.required),
            }
        )
    if not entries:
        return None
    return today.Panel("placements/_placement_panel.html", {"entries": entries}, place="aside")


@today.panel("year", order=11)
def year_panel(user: User, date: dt.date) -> today.Panel | None:
    """The year of each placement of a student as a picture, with the table behind it."""
    placements = _mine(user)
    if not placements:
        return None
    policies = _policies(placements)
    years = [
        timeline.year(
            one,
            policies[one.course_unit_id],
            one.days.all(),
            one.trialogues.all(),
            title=_("Your workplace year %(year)s") % {"year": one.enrolment.academic_year.name},
        )
        for one in placements
    ]
    context = {"years": list(zip(placements, years, strict=True))}
    return today.Panel("placements/_year_panel.html", context, place="wide")


@today.panel("board", order=5)
def board_panel(user: User, date: dt.date) -> today.Panel | None:
    """A coach's students: the three who need the coach most, and the way to the board."""
    if not board.is_coach(user):
        return None
    found = board.board(user)
    context = {
        "lines": [board_lines.line(row, row.reason()) for row in found.rows[:TOP]],
        "more": len(found.rows[TOP:]),
        "fine": len(found.fine),
    }
    return today.Panel("placements/_board_panel.html", context)


@today.panel("coordination", order=6)
def coordinator_panel(user: User, date: dt.date) -> today.Panel | None:
    """A coordinator's placements by whose turn it is, each number a way into the table."""
    if not Programme.objects.coordinated_by(user).exists():
        return None
    counts = turn_counts(with_agreement(overseen_by(user).coordinated_by(user)))
    turns = [(turn, counts.get(turn, 0)) for turn in WaitsFor]
    return today.Panel("placements/placement_panel_turns.html", {"turns": turns})


@today.panel("mail-late-here", order=3)
def mail_late_panel(user: User, date: dt.date) -> today.Panel | None:
    """To coordinators, whom others ask why they hear nothing."""
    if user.is_staff or not Programme.objects.coordinated_by(user).exists():
        return None
    return late_panel()
