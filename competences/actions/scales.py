"""The scale of a draft, and the levels to reach on it."""

from collections.abc import Mapping

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from competences.actions.drafts import lock_draft
from competences.models import Competence, CourseUnit, FrameworkVersion, MasteryLevel, Target
from competences.overviews.outline import targets_of
from competences.rules.editing import (
    GONE,
    LevelWords,
    add_level_obstacles,
    meanwhile_obstacles,
    remove_level_obstacles,
    target_obstacles,
    words_obstacles,
)
from config.refusal import Refusal, refuse_if

Cell = tuple[int, int]
"""(competence, course unit), by id."""


@transaction.atomic
def add_level(*, by: User, version: FrameworkVersion, words: LevelWords) -> MasteryLevel:
    """One more level, the highest."""
    version = lock_draft(by, version)
    codes = list(version.levels.values_list("code", flat=True))
    refuse_if([*add_level_obstacles(len(codes)), *words_obstacles(words, codes)])
    level = MasteryLevel.objects.create(version=version, position=len(codes), **words.values())
    record("level-added", level, by=by, code=level.code)
    return level


@transaction.atomic
def change_level(*, by: User, level: MasteryLevel, words: LevelWords, seen: str) -> MasteryLevel:
    level = _held(lock_draft(by, level.version), level.pk)
    now = LevelWords.of(level)
    refuse_if(meanwhile_obstacles(seen, now))
    others = level.version.levels.exclude(pk=level.pk)
    refuse_if(words_obstacles(words, set(others.values_list("code", flat=True))))
    if words != now:
        for name, value in words.values().items():
            setattr(level, name, value)
        level.save(update_fields=list(words.values()))
        record("level-changed", level, by=by, code=words.code, before=now.code)
    return level


@transaction.atomic
def step_level(*, by: User, level: MasteryLevel, direction: int) -> bool:
    """One place lower (-1) or higher (1); False when it stands at the end already."""
    version = lock_draft(by, level.version)
    order = list(version.levels.order_by("position"))
    level = _held(version, level.pk)
    index = order.index(level)
    if not 0 <= index + direction < len(order):
        return False
    order.insert(index + direction, order.pop(index))
    _number(order)
    record("level-placed", level, by=by, code=level.code)
    return True


@transaction.atomic
def remove_level(*, by: User, level: MasteryLevel, heir: MasteryLevel | None = None) -> None:
    """Take a level off the scale; what was to be reached at it is now to be reached at `heir`."""
    version = lock_draft(by, level.version)
    level = _held(version, level.pk)
    if heir is not None:
        heir = _held(version, heir.pk)
    on_it = Target.objects.filter(level=level)
    refuse_if(
        remove_level_obstacles(
            code=level.code,
            levels=version.levels.count(),
            targets=on_it.count(),
            has_heir=heir is not None and heir != level,
        )
    )
    on_it.update(level=heir)
    record("level-removed", level, by=by, code=level.code, heir=heir.code if heir else "")
    level.delete()
    _number(list(version.levels.order_by("position")))


@transaction.atomic
def set_targets(
    *,
    by: User,
    version: FrameworkVersion,
    seen: Mapping[Cell, int | None],
    wanted: Mapping[Cell, int | None],
) -> int:
    """Set the levels to reach: cell -> level (id) or None; answers how many cells changed.

    `seen` is what stood on the page: only cells that differ from it are written, and a cell that
    somebody else changed in the meantime is refused instead of overwritten.
    """
    version = lock_draft(by, version)
    mine = {cell: level for cell, level in wanted.items() if level != seen.get(cell)}
    _refuse_unknown(version, mine)
    now = targets_of(version)
    changed = {
        competence
        for (competence, unit), level in mine.items()
        if now.get((competence, unit)) not in {seen.get((competence, unit)), level}
    }
    codes = version.competences.filter(pk__in=changed).values_list("code", flat=True)
    refuse_if(target_obstacles(changed=list(codes)))
    writing = {cell: level for cell, level in mine.items() if now.get(cell) != level}
    for (competence, unit), level in writing.items():
        _set(competence, unit, level)
    if writing:
        record("targets-set", version, by=by, cells=len(writing))
    return len(writing)


def _set(competence: int, unit: int, level: int | None) -> None:
    if level is None:
        Target.objects.filter(competence=competence, course_unit=unit).delete()
    else:
        Target.objects.update_or_create(
            competence_id=competence, course_unit_id=unit, defaults={"level_id": level}
        )


def _refuse_unknown(version: FrameworkVersion, wanted: Mapping[Cell, int | None]) -> None:
    """A competence, course unit or level that is not, or no longer, of this draft."""
    competences = set(Competence.objects.filter(version=version).values_list("pk", flat=True))
    units = CourseUnit.objects.filter(programme=version.framework.programme_id)
    levels = {*version.levels.values_list("pk", flat=True), None}
    if (
        not {competence for competence, _unit in wanted} <= competences
        or not {unit for _competence, unit in wanted} <= set(units.values_list("pk", flat=True))
        or not set(wanted.values()) <= levels
    ):
        raise Refusal(obstacles=[GONE])


def _held(version: FrameworkVersion, pk: int) -> MasteryLevel:
    found = version.levels.filter(pk=pk).first()
    if found is None:
        raise Refusal(obstacles=[GONE])
    found.version = version
    return found


def _number(order: list[MasteryLevel]) -> None:
    for position, level in enumerate(order):
        level.position = position
    MasteryLevel.objects.bulk_update(order, ["position"])
