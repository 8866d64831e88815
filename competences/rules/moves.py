"""What keeps a dossier from going to a newer version of its framework, and what goes with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle

if TYPE_CHECKING:
    from competences.models import Dossier, FrameworkVersion


@dataclass(frozen=True)
class Held:
    """What a version holds: ids of its competences, and its levels' ids -> their codes."""

    competences: Collection[int]
    levels: Mapping[int, str]


@dataclass(frozen=True)
class Part:
    """A competence in a mapping: `ancestors` are ids in the old version it came from."""

    pk: int
    identifier: UUID
    ancestors: tuple[int, ...] = field(default=())


def move_obstacles(
    *,
    dossier: Dossier,
    version: FrameworkVersion,
    old: Held,
    new: Held,
    used: Collection[int],
    origins: Mapping[int, int | None],
    levels: Mapping[int, int],
) -> Iterable[Obstacle]:
    """Why this dossier cannot go to `version` with this mapping.

    `used` are ids of the levels that were said about competences which go on; `origins` new
    competence -> old one or None, `levels` old level -> new one, all by id.
    """
    if dossier.closed_at is not None:
        yield Obstacle(
            "dossier-closed", _("This placement has ended; it keeps the version it ended with.")
        )
    yield from version_obstacles(old=dossier.version, new=version)
    if not set(origins) <= set(new.competences):
        yield Obstacle(
            "not-of-the-new-version",
            _("The new version does not have all of these competences; look at the page again."),
        )
    if not {origin for origin in origins.values() if origin is not None} <= set(old.competences):
        yield Obstacle(
            "not-of-the-old-version",
            _("This placement has moved in the meantime; look at the page again."),
        )
    if not set(levels.values()) <= set(new.levels):
        yield Obstacle("other-scale", _("Choose levels of the new scale."))
    for level in sorted(set(used) - set(levels)):
        yield Obstacle(
            "level-without-successor",
            format_lazy(
                _("Choose which level of the new scale takes the place of {level}."),
                level=old.levels.get(level, ""),
            ),
            f"level_{level}",
        )


def version_obstacles(*, old: FrameworkVersion, new: FrameworkVersion) -> Iterable[Obstacle]:
    """Why a dossier on `old` cannot go to `new`, whatever was said in it."""
    if new.framework_id != old.framework_id:
        yield Obstacle(
            "other-framework", _("A placement stays with its framework; choose a version of it.")
        )
    elif new.number == old.number:
        yield Obstacle("already-there", _("This placement is on this version already."))
    elif new.number < old.number:
        yield Obstacle("not-newer", _("A placement only goes to a newer version."))
    if not new.is_published:
        yield Obstacle("framework-not-published", _("Publish the framework version first."))


def together_obstacles(*, needs_choices: bool) -> Iterable[Obstacle]:
    """Why placements cannot go to another version together."""
    if needs_choices:
        yield Obstacle(
            "mapping-needs-choices",
            _(
                "Something was merged, or a level has no successor: take the placements over one "
                "by one, and choose for each."
            ),
        )


def proposed_origins(old: Iterable[Part], new: Iterable[Part]) -> dict[int, int | None]:
    """New competence -> the old one it goes on from: itself, else its only ancestor, else none.

    A competence merged of several is for a person to decide: see `to_choose`.
    """
    by_identifier = {one.identifier: one.pk for one in old}
    return {
        one.pk: by_identifier.get(one.identifier)
        or (one.ancestors[0] if len(one.ancestors) == 1 else None)
        for one in new
    }


def to_choose(old: Iterable[Part], new: Iterable[Part]) -> list[Part]:
    """The competences of the new version that were merged of several: whose story goes on?"""
    known = {one.identifier for one in old}
    return [one for one in new if len(one.ancestors) > 1 and one.identifier not in known]


def proposed_levels(old: Mapping[int, str], new: Mapping[int, str]) -> dict[int, int]:
    """Old level -> new level with the same code (ids); a level without one is left out."""
    by_code = {code: pk for pk, code in new.items()}
    return {pk: by_code[code] for pk, code in old.items() if code in by_code}
