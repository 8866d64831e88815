"""The plan of an agreement, annex A: week by week, with what falls in each."""

from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext

from config.pdf_values import PlanPhase, PlanWeek
from placements.models import Placement, PlacementPolicy
from placements.overviews.plan import planned_days
from placements.rules.plan import enough, total


def plan_by_week(placement: Placement, policy: PlacementPolicy) -> tuple[PlanPhase, ...]:
    """The planned days and half days that make up the required days, week by week."""
    planned = planned_days(placement)
    days = planned[: enough(planned, Decimal(placement.required_days))]
    phases: dict[str, list[PlanWeek]] = {}
    reached = Decimal(0)
    for _week, found in groupby(days, key=lambda day: day.date.isocalendar()[:2]):
        of_week, before = list(found), reached
        reached += total(of_week)
        week = PlanWeek(
            week=of_week[0].date.isocalendar().week,
            days=tuple(day.date for day in of_week),
            mornings=tuple(day.date for day in of_week if not day.afternoon),
            afternoons=tuple(day.date for day in of_week if not day.morning),
            moment=_moment(before, reached, policy),
        )
        phases.setdefault(_phase(int(before) + 1, policy), []).append(week)
    return tuple(PlanPhase(name=name, weeks=tuple(found)) for name, found in phases.items())


def _moment(before: Decimal, reached: Decimal, policy: PlacementPolicy) -> str:
    """What falls in a week that goes from so many workplace days to so many."""
    names = {
        policy.trialogue_from_day: gettext("trialogue (from day %(day)s)")
        % {"day": policy.trialogue_from_day},
        policy.assessment_from_day: gettext("assessment meeting (from day %(day)s)")
        % {"day": policy.assessment_from_day},
    }
    falls = [] if before else [gettext("welcome, start meeting")]
    falls += [name for day, name in names.items() if before < day <= reached]
    return ", ".join(falls)


def _phase(day: int, policy: PlacementPolicy) -> str:
    if day <= policy.trialogue_by_day:
        return gettext("Up to the first trialogue")
    if day <= policy.assessment_by_day:
        return gettext("Up to the assessment meeting")
    return gettext("After the assessment meeting")
