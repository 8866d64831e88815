"""Moments that a coach proposes in a story, and what one of the two said of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from placements.actions import moments
from placements.actions.moments import Moment
from placements.rules.moments import HOURS
from placements.rules.working_days import add_working_days

if TYPE_CHECKING:
    from demo.story import Story


def propose(story: Story, event: dict[str, Any]) -> None:
    """`moments`: the kind of meeting; `in_days`: working days from today, one for each moment;
    `suits`: role -> the moments, counted from 0, at which this role can come."""
    dates = [add_working_days(story.today, days) for days in event["in_days"]]
    proposal = moments.propose(
        by=story.who("coach"),
        placement=story.placement,
        kind=event["moments"],
        words=event["words"],
        moments=[
            Moment(timezone.make_aware(dt.datetime.combine(date, hour)), event["place"])
            for date, hour in zip(dates, HOURS, strict=True)
        ],
    )
    slots = list(proposal.slots.all())
    for role, places in event["suits"].items():
        suits = {slots[place].pk for place in places}
        moments.answer(by=story.who(role), proposal=proposal, suits=suits)
