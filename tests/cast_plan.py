"""Amina's plan for the cast: a week that waits for her mentor, a time away with a reason that is
nobody's business but hers and her coach's, and a closure of her programme."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from config import clock
from placements.actions import closures, plans
from placements.enums import InterruptionKind
from placements.models import Closure, Interruption, Placement, WeekPattern

SAID_ON = dt.datetime(2026, 11, 19, 20, 0)
REASON = "mark-a11c-why-away"
# Mark -> who of the cast may come across it.
PLAN_MARKS = {REASON: {"student", "coach"}}


@dataclass(frozen=True)
class Planned:
    week: WeekPattern
    away: Interruption
    closure: Closure


def make_plan(placement: Placement, *, student: User, coordinator: User) -> Planned:
    with clock.at(SAID_ON):
        return Planned(
            week=plans.propose_week(
                by=student,
                placement=placement,
                since=dt.date(2027, 3, 1),
                mornings=[0, 1, 2],
                afternoons=[0, 1],
            ),
            away=plans.report_away(
                by=student,
                placement=placement,
                kind=InterruptionKind.ILLNESS,
                first=dt.date(2027, 1, 11),
                last=dt.date(2027, 1, 15),
                reason=REASON,
            ),
            closure=closures.add(
                by=coordinator,
                programme=placement.enrolment.programme,
                first=dt.date(2027, 2, 8),
                last=dt.date(2027, 2, 14),
                name_nl="Krokusvakantie",
                name_en="Carnival break",
            ),
        )
