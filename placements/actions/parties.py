"""How an action on a placement starts: the row is locked, then it is asked who acts."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.refusal import Refusal
from placements.models import Placement
from placements.rules.access import ONLY, is_coordinator


def locked(placement: Placement) -> Placement:
    """The placement as it is now, for one writer at a time until the transaction ends.

    Whoever locks more takes the placement first, then what hangs on it: so nobody waits in a ring.
    """
    return Placement.objects.select_for_update(of=["self"]).get(pk=placement.pk)


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


def require_coordinator(user: User, placement: Placement) -> None:
    if not is_coordinator(user, placement):
        raise Refusal("not-your-role", _("Only the coordinator can do this."))
