"""Two self-evaluations in the demo: last year's with what it came to, this year's half answered."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import yaml

from accounts.enums import Role
from accounts.models import User
from competences.models import Programme
from config import clock
from demo.curriculum import DATA, academic_year
from placements.models import Placement
from quality.actions import checklists, cycles
from quality.models import ChecklistItem, Cycle
from quality.overviews.cycles import placements_of

DISCUSSED_AFTER = dt.timedelta(days=4)


def play(programmes: Mapping[str, Programme], staff: Mapping[str, User], today: dt.date) -> None:
    """`staff`: key -> who leads it and who is asked to do something."""
    told = yaml.safe_load((DATA / "cycles.yaml").read_text())
    programme = programmes[told["programme"]]
    concluded = _collect(told["last"], programme, staff["wim"], today)
    _conclude(told["last"], concluded, staff)
    _collect(told["this"], programme, staff["wim"], today)


def _collect(told: Mapping[str, Any], programme: Programme, by: User, today: dt.date) -> Cycle:
    """Opened, asked and answered by somebody in each role."""
    opened = today - dt.timedelta(days=told["opened_ago"])
    with clock.at(dt.datetime.combine(opened, dt.time(9, 30))):
        year = academic_year(opened)
        cycle = cycles.open_cycle(by=by, programme=programme, academic_year=year)
        until = opened + dt.timedelta(days=told["open_for"])
        cycles.invite(by=by, cycle=cycle, roles=told["roles"], answer_by=until)
        cycle.refresh_from_db()
    with clock.at(dt.datetime.combine(opened + dt.timedelta(days=5), dt.time(16, 10))):
        _answer(told, cycle)
    return cycle


def _answer(told: Mapping[str, Any], cycle: Cycle) -> None:
    items = {item.key: item for item in ChecklistItem.objects.all()}
    remarks = told["remarks"]
    for role, answers in told["answers"].items():
        first = cycle.invitations.filter(role=role).order_by("pk").first()
        for key, value in answers.items() if first else ():
            checklists.answer_in_cycle(
                by=first.person,
                cycle=cycle,
                role=role,
                item=items[key],
                value=value,
                remark=remarks.get(key, ""),
            )
    placement = placements_of(cycle).with_people().order_by("pk").first()
    for role, answers in told["placement"].items() if placement else ():
        for key, value in answers.items():
            checklists.answer(
                by=_who(cycle, placement, role),
                placement=placement,
                item=items[key],
                value=value,
                remark=remarks.get(key, ""),
            )


def _who(cycle: Cycle, placement: Placement, role: str) -> User:
    if role == Role.COORDINATOR:
        return cycle.opened_by
    return placement.people(role)[0]


def _conclude(told: Mapping[str, Any], cycle: Cycle, staff: Mapping[str, User]) -> None:
    items = {item.key: item for item in ChecklistItem.objects.all()}
    by, done = staff["wim"], []
    on = cycle.answer_by + DISCUSSED_AFTER
    with clock.at(dt.datetime.combine(on, dt.time(14))):
        cycle = cycles.discuss(by=by, cycle=cycle)
        for key, words in told["points"].items():
            cycles.conclude_point(by=by, cycle=cycle, item=items[key], words=words)
        for one in told["actions"]:
            action = cycles.agree(
                by=by,
                cycle=cycle,
                what=one["what"],
                who=staff[one["who"]],
                due_on=on + dt.timedelta(days=one["due_in"]),
                item=items[one["point"]],
            )
            done += [(action, one["done"])] if "done" in one else []
        cycles.conclude(by=by, cycle=cycle, words=told["words"])
    with clock.at(dt.datetime.combine(on + dt.timedelta(days=30), dt.time(11))):
        for action, words in done:
            cycles.finish_action(by=action.who, action=action, words=words)
