"""Who may change the mandates of a placement or a workplace, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from config.refusal import Obstacle
from placements.rules.access import may_change_placement
from placements.rules.placements import closed_obstacles

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import HandOverRequest, Placement, Signatory

ONLY_WHO_ANSWERS = _("Only the mentor, the coach and the coordinator decide about deputies.")
ONLY_THE_MENTOR = _("Only the mentor says this; a deputy tells the mentor or the coach.")
ONLY_THERE = _("Only a coordinator with a student at this workplace can do this.")


def may_change_deputies(user: User, placement: Placement) -> bool:
    """The mentor whom they stand in for, and whoever may change the placement; no deputy."""
    return placement.mentor == user or may_change_placement(user, placement)


def may_close_request(user: User, placement: Placement) -> bool:
    """The mentor who asked, after all; and whoever could have handed over."""
    return placement.mentor == user or may_change_placement(user, placement)


def ask_obstacles(
    placement: Placement, by: User, *, open_request: HandOverRequest | None, email: str
) -> Iterable[Obstacle]:
    """Why this person cannot ask to hand the placement over now."""
    yield from closed_obstacles(placement)
    if placement.mentor != by:
        yield Obstacle("not-the-mentor", ONLY_THE_MENTOR)
    if open_request is not None:
        yield Obstacle("asked-already", _("You have said so already; the coach knows."))
    if email and email.strip().lower() == by.email:
        yield Obstacle(
            "yourself", _("This is your own address. Give your colleague's."), "suggested_email"
        )
    taken = [placement.student, placement.coach]
    if email and email.strip().lower() in {person.email for person in taken if person}:
        yield Obstacle(
            "two-roles",
            _("One person cannot have two roles in the same placement; choose somebody else."),
            "suggested_email",
        )


def close_obstacles(request: HandOverRequest) -> Iterable[Obstacle]:
    if request.settled_at is not None:
        yield Obstacle("settled-already", _("This has been settled already."))


def appoint_obstacles(
    *, person: User, current: Signatory | None, placements: Iterable[Placement]
) -> Iterable[Obstacle]:
    """Why this person cannot sign for a workplace; `placements`: those that run there."""
    if current is not None and current.person_id == person.pk:
        yield Obstacle(
            "signatory-already", _("This person signs for this workplace already."), "email"
        )
    if any(placement.role_of(person) in {Role.STUDENT, Role.COACH} for placement in placements):
        yield Obstacle(
            "two-roles",
            _("Who signs for the workplace cannot be the student or the coach of one there."),
            "email",
        )


def dismiss_obstacles(signatory: Signatory, today: dt.date) -> Iterable[Obstacle]:
    if signatory.until is not None and signatory.until <= today:
        yield Obstacle("ended-already", _("This mandate has already ended."))
