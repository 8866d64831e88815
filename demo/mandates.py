"""Mandates in the demo: a deputy, a legal signatory, and a mentor who asks to hand over."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from config import clock
from demo import people
from placements.actions import mandates, signatories
from placements.models import Placement

LONG_BEFORE = dt.timedelta(days=365)


def name_signatory(told: Mapping[str, Any], placement: Placement, by: User) -> None:
    """Who signs at this workplace, since long before its first agreement; `told` as in
    cast.yaml."""
    for one in told["signatories"]:
        organisation = people.told()["workplaces"][one["workplace"]]["name"]
        there = placement.workplace
        if organisation == there.organisation.name and not there.signatories.exists():
            with clock.at(placement.starts_on - LONG_BEFORE):
                signatories.appoint(
                    by=by, workplace=there, person=people.make(one), function=one["function"]
                )


def touch(told: Mapping[str, Any], lived: Mapping[str, Placement], today: dt.date) -> None:
    """`lived`: key of the student -> the placement of now."""
    for one in told["deputies"]:
        placement = lived[one["student"]]
        with clock.at(today - dt.timedelta(days=one["days_ago"])):
            mandates.add_deputy(by=placement.mentor, placement=placement, person=people.make(one))
    for one in told["hand_overs"]:
        placement = lived[one["student"]]
        moment = dt.datetime.combine(today - dt.timedelta(days=one["days_ago"]), dt.time(11, 40))
        with clock.at(moment):
            mandates.ask(
                by=placement.mentor,
                placement=placement,
                suggested_name=one["name"],
                suggested_email=one["email"],
                reason=one["because"],
            )
