"""When a placement can change its people or its plan, and when it can end early."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from config.refusal import Obstacle

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import Placement


def closed_obstacles(placement: Placement) -> Iterable[Obstacle]:
    if not placement.is_open:
        yield Obstacle("placement-closed", _("This placement has ended."))


def change_person_obstacles(
    placement: Placement, role: str, person: User, by: User | None
) -> Iterable[Obstacle]:
    """Why this role cannot go to this person. The coach reads what a student opened to their
    coach, so nobody takes that role for themselves."""
    yield from closed_obstacles(placement)
    if role == Role.COACH and person == by:
        yield Obstacle(
            "not-to-yourself",
            _("Nobody makes themselves the coach. Ask a colleague to hand it over to you."),
            "email",
        )
    if role not in {Role.MENTOR, Role.COACH}:
        yield Obstacle("student-stays", _("The student of a placement never changes."))
    elif placement.person(role) == person:
        yield Obstacle("same-person", _("This person has that role already."), "email")


def too_few_days_obstacles(required_days: int, minimum: int) -> Iterable[Obstacle]:
    """`minimum`: what the policy of the course unit asks whatever happens."""
    if 0 < required_days < minimum:  # none at all is said by the plan itself
        yield Obstacle(
            "days-below-minimum",
            gettext("This course unit asks at least %(days)s days.") % {"days": minimum},
            "required_days",
        )


def full_days_obstacles(
    placement: Placement, *, required_days: int, minimum: int, shortened: bool, decides: bool
) -> Iterable[Obstacle]:
    """Why the full number of days cannot become this one; nothing where it stays as it is.

    `shortened`: a shortening counts or is proposed; it was weighed against the full number.
    `decides`: it is the coordinator who asks, or the portal itself. A coach shortens by the
    student's proposal and the mentor's advice, never by the plan.
    """
    if required_days == placement.required_days:
        return
    if not decides:
        yield Obstacle(
            "days-are-the-coordinators",
            _("Only the coordinator changes how many days are required."),
            "required_days",
        )
    yield from too_few_days_obstacles(required_days, minimum)
    if shortened:
        yield Obstacle(
            "days-shortened",
            _("A shortening rests on the required days; they stay as they are."),
            "required_days",
        )


def end_obstacles(placement: Placement, reason: str) -> Iterable[Obstacle]:
    yield from closed_obstacles(placement)
    if not reason.strip():
        yield Obstacle("reason-missing", _("Say why the placement ends."), "reason")
