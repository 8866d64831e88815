"""What stands on the coach's board of the demo: somebody was asked, something rests, and one
student asks to be heard."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.enums import Role
from config import clock
from placements.actions import nudges, quiet_words, snoozes
from placements.enums import Attention
from placements.models import Placement


def touch(told: Mapping[str, Any], lived: Mapping[str, Placement], today: dt.date) -> None:
    """`told` as in cast.yaml, `lived`: key of the student -> the placement of now."""
    yesterday = today - dt.timedelta(days=1)
    for one in told["asked"]:
        placement, kind = lived[one["student"]], Attention(one["kind"])
        with clock.at(dt.datetime.combine(yesterday, dt.time(16, 20))):
            nudges.nudge(
                by=placement.person(Role.COACH),
                placement=placement,
                kind=kind,
                person=placement.person(one["who"]),
                words=one["words"],
            )
    for one in told["resting"]:
        placement = lived[one["student"]]
        with clock.at(dt.datetime.combine(yesterday, dt.time(16, 30))):
            snoozes.snooze(
                by=placement.person(Role.COACH),
                placement=placement,
                kind=Attention(one["kind"]),
                until=today + dt.timedelta(days=one["days"]),
                reason=one["because"],
            )
    for one in told["quiet"]:
        placement = lived[one["student"]]
        with clock.at(dt.datetime.combine(yesterday, dt.time(21, 5))):
            quiet_words.give(
                by=placement.person(Role.STUDENT), placement=placement, words=one["words"]
            )
