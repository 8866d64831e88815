"""Two scans of Amina's workplace, and what her mentor saw in the mirror."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import yaml

from accounts.enums import Role
from accounts.models import User
from config import clock
from demo.curriculum import DATA
from placements.models import Placement
from quality.actions import mirrors, scans


def play(placement: Placement, today: dt.date) -> None:
    told = yaml.safe_load((DATA / "scans.yaml").read_text())
    for one in told["mirrors"]:
        _look(one, placement.person(Role.MENTOR), today)
    for one in (told["closed"], told["open"]):
        _scan(one, placement, today)


def _scan(told: Mapping[str, Any], placement: Placement, today: dt.date) -> None:
    with clock.at(_on(today, told["opened_ago"], 9)):
        found = scans.open_round(
            by=placement.person(Role.COACH),
            placement=placement,
            with_job_content=told["with_job_content"],
        )
    for view in told["views"]:
        with clock.at(_on(today, view["ago"], 16)):
            scans.give_view(
                by=placement.person(view["role"]),
                scan=found,
                values=view["values"],
                remarks=view.get("remarks"),
            )


def _look(told: Mapping[str, Any], mentor: User, today: dt.date) -> None:
    with clock.at(_on(today, told["ago"], 20)):
        mirror = mirrors.make(
            by=mentor, values=told["values"], words=told["words"], wants=told["wants"]
        )
        if told["shared"]:
            mirrors.share(by=mentor, mirror=mirror)


def _on(today: dt.date, ago: int, hour: int) -> dt.datetime:
    return dt.datetime.combine(today - dt.timedelta(days=ago), dt.time(hour, 20))
