"""How an action on a placement starts: the row is locked, then it is asked who acts.

Where `by` may be None, that is the portal itself, which nobody has to let in.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from competences.models import Programme
from config.refusal import Refusal
from placements.models import Placement
from placements.rules.access import (
    COACH_OR_COORDINATOR,
    ONLY,
    coordinates,
    may_change_placement,
)


def locked(placement: Placement) -> Placement:
    """The placement as it is now, for one writer at a time until the transaction ends.

    Whoever locks more takes the placement first, then what hangs on it: so nobody waits in a ring.
    """
    return Placement.objects.select_for_update(of=["self"]).get(pk=placement.pk)


def locked_all(placements: Iterable[Placement]) -> list[Placement]:
    """Each of them as it is now, always in the same order: two who answer about the same students
    never wait for each other for good."""
    keys = {placement.pk for placement in placements}
    return list(Placement.objects.select_for_update(of=["self"]).filter(pk__in=keys).order_by("pk"))


def require(user: User, placement: Placement, role: str) -> None:
    """Refuse whoever does not speak in this role today."""
    if placement.role_of(user) != role:
        raise Refusal("not-your-role", ONLY[role])


def require_voice(user: User, placement: Placement) -> str:
    """The role in which this person speaks today; refused for whoever has none."""
    role = placement.role_of(user)
    if role is None:
        raise Refusal("no-voice", _("You have no voice in this placement."))
    return role


def require_coordinator(user: User | None, programme: Programme) -> None:
    if user is not None and not coordinates(user, programme):
        raise Refusal("not-your-role", ONLY[Role.COORDINATOR])


def require_changer(user: User | None, placement: Placement) -> None:
    """Refuse whoever may not change a placement that runs: others than coordinator and coach."""
    if user is not None and not may_change_placement(user, placement):
        raise Refusal("not-your-role", COACH_OR_COORDINATOR)
