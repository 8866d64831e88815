"""What somebody does in whatever placement or workplace: asked on every page, in one query."""

from enum import StrEnum

from django.db.models import Value

from accounts.enums import Role
from accounts.models import User
from placements.models import Placement, Signatory


class Duty(StrEnum):
    COACH = "coach"
    SIGNATORY = "signatory"


def duties_of(user: User) -> set[str]:
    """Which of these this person has today; one query."""
    coached = Placement.objects.with_voice(user, Role.COACH).open().order_by()
    signs = Signatory.objects.current().filter(person=user).order_by()
    rows = coached.values_list(Value(Duty.COACH.value)).union(
        signs.values_list(Value(Duty.SIGNATORY.value))
    )
    return {duty for (duty,) in rows}
