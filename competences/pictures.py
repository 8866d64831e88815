"""The values of the pictures, from the read models: one place for page and paper."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from competences.models import MasteryLevel
from competences.overviews.tracking import CompetenceRow, Spoken, Tracking
from config.pictures import (
    DID_NOT_COME_UP,
    CoveragePicture,
    MasteryPicture,
    OverlayPicture,
    OverlayRow,
    WayPicture,
)


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
    """What each voice said last on each workplace day; `day_number` tells the day of a date."""
    ways = {
        role: list(
            {
                day_number(step.date): step.position for step in way if step.position is not None
            }.items()
        )
        for role, way in row.ways.items()
    }
    return WayPicture(
        name=name or row.competence.name,
        levels=scale(levels),
        target=row.target.position if row.target else len(levels) - 1,
        ways=ways,
        last_day=last_day,
    )


def overlay(found: Tracking, name: Callable[[CompetenceRow], str]) -> OverlayPicture:
    """All competences of a dossier under each other, with the three voices as the reader hears
    them; `name` says how the reader calls a competence."""
    groups = [
        (
            outcome.name,
            [
                OverlayRow(
                    name=name(row),
                    target=row.target.position if row.target else None,
                    voices={role: _standing(spoken) for role, spoken in row.voices.items()},
                    attained=row.attained.position if row.attained else None,
                )
                for row in rows
            ],
        )
        for outcome, rows in found.by_outcome
    ]
    return OverlayPicture(_("Where the three voices stand"), scale(found.levels), groups)


def coverage(
    found: Tracking,
    worked: Mapping[int, Collection[dt.date]],
    name: Callable[[CompetenceRow], str],
) -> CoveragePicture:
    """On how many days each competence came up: those tagged with it (`worked`: competence id ->
    dates), or one where no day is and a voice did see it."""
    rows = [
        (name(row), len(set(worked.get(row.competence.pk, ()))) or int(not row.never_came_up))
        for row in found.rows
    ]
    return CoveragePicture(_("How often each competence came up"), rows)
