"""Who may do what in a placement, as sentences. Seeing it at all is decided by `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import Placement


ONLY = {
    Role.STUDENT: _("Only the student can do this."),
    Role.MENTOR: _("Only the mentor can do this."),
    Role.COACH: _("Only the competence coach can do this."),
}


def is_coach(user: User, placement: Placement) -> bool:
    return placement.role_of(user) == Role.COACH


def is_coordinator(user: User, placement: Placement) -> bool:
    return placement.enrolment.programme.coordinators.filter(pk=user.pk).exists()


def may_change_placement(user: User, placement: Placement) -> bool:
    """Move its plan, hand over a role, end it early."""
    return is_coordinator(user, placement) or is_coach(user, placement)
