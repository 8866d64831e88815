"""Two visits in the demo: one held, thanked for and reported, one planned."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import yaml

from accounts.enums import Role
from config import clock
from config.pdf_visit import VisitFollowUp
from demo.curriculum import DATA
from placements.models import Placement
from quality.actions import prospects, visit_consents, visit_notes, visits
from quality.actions.prospects import Met
from quality.actions.visits import Contact, Moment
from quality.documents.visits import Written, report_values
from quality.models import Visit
from quality.rules.prospects import USUAL

LONG = dt.timedelta(minutes=75)


def play(lived: Mapping[str, Placement], today: dt.date) -> None:
    """`lived`: key of the student -> the placement of now."""
    told = yaml.safe_load((DATA / "visits.yaml").read_text())
    held, planned = told["held"], told["planned"]
    day = today - dt.timedelta(days=held["days_ago"])
    visit = _plan(lived[held["student"]], held, day)
    with clock.at(dt.datetime.combine(day, dt.time(16))):
        _look_back(visits.hold(by=visit.visitor, visit=visit), held)
    with clock.at(dt.datetime.combine(day + dt.timedelta(days=1), dt.time(11))):
        _report(visit, held["report"], today)
        visits.thank(by=visit.visitor, visit=visit, words=held["thanks"])
    _plan(lived[planned["student"]], planned, today + dt.timedelta(days=planned["in_days"]))


def _plan(placement: Placement, told: Mapping[str, Any], day: dt.date) -> Visit:
    with clock.at(dt.datetime.combine(day, dt.time(10))):
        starts_at = clock.now()
    with clock.at(dt.datetime.combine(day - dt.timedelta(days=8), dt.time(14, 20))):
        return visits.arrange(
            by=placement.person(Role.COACH),
            placement=placement,
            contact=Contact(**told["contact"]),
            moment=Moment(starts_at, starts_at + LONG),
        )


def _look_back(visit: Visit, told: Mapping[str, Any]) -> None:
    by = visit.visitor
    visit_notes.write(by=by, visit=visit, texts=told["notes"], seen={})
    visit_consents.testimonial(by=by, visit=visit, allowed=True, **told["testimonial"])
    met = Met(**told["met"], forget_on=clock.today() + USUAL)
    prospects.note(by=by, visit=visit, met=met, allowed=True)


def _report(visit: Visit, told: Mapping[str, Any], today: dt.date) -> None:
    agreed = [
        VisitFollowUp(
            what=one["what"], who=one["who"], due=today + dt.timedelta(days=one["due_in"])
        )
        for one in told["to_do"]
    ]
    written = Written(
        summary=told["summary"],
        points=told["points"],
        hosts=tuple((name, function) for name, function in told["hosts"]),
        readiness=told["readiness"],
        to_do=tuple(agreed),
    )
    visit = Visit.objects.select_related("programme", "visitor", "workplace__organisation").get(
        pk=visit.pk
    )
    visits.report(
        by=visit.visitor,
        visit=visit,
        values=report_values(visit, written),
        to_do=[{"what": one.what, "who": one.who, "due": str(one.due)} for one in agreed],
    )
