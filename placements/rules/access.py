"""Who may do what in a placement, as sentences. Seeing it at all is decided by `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

if TYPE_CHECKING:
    from accounts.models import User
    from competences.models import Programme
    from placements.models import Placement


ONLY = {
    Role.STUDENT: _("Only the student can do this."),
    Role.MENTOR: _("Only the mentor can do this."),
    Role.COACH: _("Only the competence coach can do this."),
    Role.COORDINATOR: _("Only the coordinator can do this."),
}
ONLY_THE_THREE = _("Only the student, the mentor and the coach can do this.")
ONLY_THE_ASKED = _("Only the student and the mentor say which moment suits them.")
COACH_OR_COORDINATOR = _("Only the coach or the coordinator of this placement can do this.")


def need_role(user: User, placement: Placement, *roles: str, reason: str | Promise = "") -> str:
    """The role in which this person speaks, when it is one of `roles`; else PermissionDenied with
    `reason`, or with who it is for: 403, for pages and programs alike."""
    role = placement.role_of(user)
    if role not in roles:
        raise PermissionDenied(reason or ONLY[roles[0]])
    return role


def is_coach(user: User, placement: Placement) -> bool:
    return placement.role_of(user) == Role.COACH


def coordinates(user: User, programme: Programme) -> bool:
    return programme.coordinators.filter(pk=user.pk).exists()


def is_coordinator(user: User, placement: Placement) -> bool:
    return coordinates(user, placement.enrolment.programme)


def may_change_placement(user: User, placement: Placement) -> bool:
    """Move its dates, hand over a role, end it early; how many days it asks is for one of them."""
    return is_coordinator(user, placement) or is_coach(user, placement)
