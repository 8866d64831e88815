"""How a student gets started and takes over, in a line: for Today and the mentor's desk."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User
from mentors.overviews.onboarding import Start, starts
from mentors.overviews.tasks import TakeOver, take_overs
from placements.models import Placement


@dataclass(frozen=True)
class Progress:
    placement: Placement
    role: str
    start: Start
    tasks: TakeOver

    @property
    def signs(self) -> bool:
        """The list is there, and the reader did not sign it yet."""
        return bool(self.start.steps) and self.role not in self.start.signed

    @property
    def waiting(self) -> int:
        return len(self.tasks.waiting)


def progress(placements: Collection[Placement], user: User) -> dict[int, Progress]:
    """Placement id -> how far it is, as this reader meets it; four queries for all of them.
    `placements` with their people."""
    if not placements:
        return {}
    begun, tasks = starts(placements), take_overs(placements, user)
    return {
        one.pk: Progress(one, one.role_of(user) or "", begun[one.pk], tasks[one.pk])
        for one in placements
    }


def my_progress(user: User, *roles: Role) -> list[Progress]:
    """Of every open placement in which this person speaks in one of these roles."""
    mine = Placement.objects.visible_to(user).with_voice(user, *roles).open().with_people()
    return list(progress(list(mine), user).values())
