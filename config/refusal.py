"""How domain code says no: with a code for programs and a sentence for the person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Obstacle:
    """One reason why something cannot happen (yet).

    `code` is stable and documented in the API; `message` is a translated sentence that says
    what is wrong and what to do; `field` names the form field it belongs to, if any.
    """

    code: str
    message: str | Promise
    field: str | None = None


class Refusal(Exception):
    """Raised by actions; forms show it and the API returns it with all its obstacles."""

    def __init__(
        self,
        code: str | None = None,
        message: str | Promise = "",
        *,
        field: str | None = None,
        obstacles: Iterable[Obstacle] = (),
    ) -> None:
        found = tuple(obstacles)
        if code is not None:
            found = (Obstacle(code, message, field), *found)
        if not found:
            raise ValueError("A refusal needs at least one obstacle.")
        self.obstacles = found
        super().__init__(self.code)

    @property
    def code(self) -> str:
        return self.obstacles[0].code

    @property
    def message(self) -> str:
        return " ".join(str(obstacle.message) for obstacle in self.obstacles)

    @property
    def codes(self) -> list[str]:
        return [obstacle.code for obstacle in self.obstacles]


def refuse_if(obstacles: Iterable[Obstacle]) -> None:
    """Raise one Refusal naming every obstacle, or return quietly when there is none."""
    found = tuple(obstacles)
    if found:
        raise Refusal(obstacles=found)
