"""Who may do what in a placement, as sentences. Seeing it at all is decided by `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.enums import Role

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import Placement


def is_student(user: User, placement: Placement) -> bool:
    return placement.role_of(user) == Role.STUDENT


def is_mentor(user: User, placement: Placement) -> bool:
    return placement.role_of(user) == Role.MENTOR


def is_coach(user: User, placement: Placement) -> bool:
    return placement.role_of(user) == Role.COACH


def has_voice(user: User, placement: Placement) -> bool:
    return placement.role_of(user) is not None


def is_coordinator(user: User, placement: Placement) -> bool:
    return placement.enrolment.programme.coordinators.filter(pk=user.pk).exists()


def may_prepare_agreement(user: User, placement: Placement) -> bool:
    return is_coordinator(user, placement)


def may_change_placement(user: User, placement: Placement) -> bool:
    """Move its plan, hand over a role, end it early."""
    return is_coordinator(user, placement) or is_coach(user, placement)


def may_plan_trialogue(user: User, placement: Placement) -> bool:
    return is_coach(user, placement)
