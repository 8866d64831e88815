"""Who gets which answer from which address: one row per address and method.

Each area keeps its rows in a module here; `tests/test_access.py` plays them all with the whole
cast and fails on any address of the URLconf that no row names.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.cast import Cast

OK, SENT_ON, FORBIDDEN, NOT_FOUND = 200, 302, 403, 404

# Everybody in the cast but the anonymous visitor; Amina's own three, her programme's coordinator,
# a mentor who was replaced, a teacher of her programme and a classmate in the Talent lab, and the
# same roles in another placement of another programme.
ACTORS = (
    "anonymous",
    "student",
    "mentor",
    "coach",
    "coordinator",
    "former_mentor",
    "teacher",
    "classmate",
    "other_student",
    "other_mentor",
    "other_coach",
    "other_coordinator",
)


@dataclass(frozen=True)
class Row:
    """`expect` names actors with their own answer, `otherwise` is everybody else's.

    `args` gives the URL's arguments from the cast, `data` what a POST carries. An anonymous
    visitor is sent to sign in (302) unless `anonymous` says otherwise. A POST is played in a
    savepoint, so that each actor meets the same world.
    """

    name: str
    args: Callable[[Cast], Sequence[Any]] = lambda cast: ()
    method: str = "get"
    data: Callable[[Cast], Mapping[str, Any]] = lambda cast: {}
    expect: Mapping[str, int] = field(default_factory=dict)
    otherwise: int = NOT_FOUND
    anonymous: int = SENT_ON

    def expected(self, actor: str) -> int:
        default = self.anonymous if actor == "anonymous" else self.otherwise
        return self.expect.get(actor, default)

    def __str__(self) -> str:
        return f"{self.method} {self.name}"
