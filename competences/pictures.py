"""The values of the pictures, from the read models: one place for page and paper."""

from collections.abc import Callable, Sequence

from competences.models import MasteryLevel
from competences.overviews.tracking import CompetenceRow, Spoken
from config.pictures import DID_NOT_COME_UP, MasteryPicture, WayPicture


def scale(levels: Sequence[MasteryLevel]) -> list[tuple[str, str]]:
    return [(level.code, level.name) for level in levels]


def mastery(row: CompetenceRow, levels: Sequence[MasteryLevel], name: str = "") -> MasteryPicture:
    """No start means the lowest level, no target the highest."""
    return MasteryPicture(
        name=name or row.competence.name,
        levels=scale(levels),
        start=row.start.level.position if row.start and row.start.level else 0,
        target=row.target.position if row.target else len(levels) - 1,
        voices={role: _standing(spoken) for role, spoken in row.voices.items()},
        attained=row.attained.position if row.attained else None,
    )


def _standing(spoken: Spoken | None) -> int | str | None:
    if spoken is None:
        return None
    return spoken.level.position if spoken.level else DID_NOT_COME_UP


def way(
    row: CompetenceRow,
    levels: Sequence[MasteryLevel],
    day_number: Callable,
    last_day: float,
    name: str = "",
) -> WayPicture:
    """What each voice said, by workplace day; `day_number` tells the day of a local date."""
    ways = {
        role: [(day_number(step.date), step.position) for step in way if step.position is not None]
        for role, way in row.ways.items()
    }
    return WayPicture(
        name=name or row.competence.name,
        levels=scale(levels),
        target=row.target.position if row.target else len(levels) - 1,
        ways=ways,
        last_day=last_day,
    )
