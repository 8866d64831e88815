"""The way of a dossier to a newer version, as it is proposed, and what it was before."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from competences.models import (
    Assessment,
    Competence,
    Dossier,
    DossierMove,
    FrameworkVersion,
    MasteryLevel,
    Recognition,
)
from competences.overviews.lineage import ancestors
from competences.rules.moves import Part, proposed_levels, proposed_origins, to_choose


@dataclass(frozen=True)
class Way:
    """From one version to a newer one: what goes on as what, and what somebody has to choose.

    Competences by id, in their order; `before`: new competence -> the old ones it came from.
    """

    old: FrameworkVersion
    new: FrameworkVersion
    old_competences: dict[int, Competence]
    new_competences: dict[int, Competence]
    old_levels: list[MasteryLevel]
    new_levels: list[MasteryLevel]
    before: dict[int, tuple[int, ...]]

    @cached_property
    def origins(self) -> dict[int, int | None]:
        """New competence -> the old one it is proposed to go on with, or None."""
        return proposed_origins(
            self._parts(self.old_competences), self._parts(self.new_competences)
        )

    @cached_property
    def levels(self) -> dict[int, int]:
        """Old level -> the one that takes its place, as far as their codes are the same."""
        return proposed_levels(
            {one.pk: one.code for one in self.old_levels},
            {one.pk: one.code for one in self.new_levels},
        )

    @cached_property
    def merged(self) -> set[int]:
        """New competences that were merged of several: one has to say which story goes on."""
        old, new = self._parts(self.old_competences), self._parts(self.new_competences)
        return {one.pk for one in to_choose(old, new)}

    @cached_property
    def plain(self) -> dict[int, int]:
        """What goes on as itself, new -> old: nobody has to look at it."""
        same = {one.identifier: pk for pk, one in self.old_competences.items()}
        return {
            pk: same[one.identifier]
            for pk, one in self.new_competences.items()
            if one.identifier in same
        }

    @property
    def leftover(self) -> list[Competence]:
        """Old competences that go on as nothing."""
        going_on = set(self.origins.values())
        return [one for pk, one in self.old_competences.items() if pk not in going_on]

    @property
    def levels_without(self) -> list[MasteryLevel]:
        return [one for one in self.old_levels if one.pk not in self.levels]

    @property
    def needs_choices(self) -> bool:
        return bool(self.merged or self.levels_without)

    def _parts(self, competences: dict[int, Competence]) -> list[Part]:
        return [
            Part(one.pk, one.identifier, self.before.get(one.pk, ()))
            for one in competences.values()
        ]


def way(old: FrameworkVersion, new: FrameworkVersion) -> Way:
    """Five queries, whatever the size of the versions."""

    def competences(version: FrameworkVersion) -> dict[int, Competence]:
        return {one.pk: one for one in version.competences.order_by("position", "pk")}

    return Way(
        old=old,
        new=new,
        old_competences=competences(old),
        new_competences=competences(new),
        old_levels=list(old.levels.order_by("position")),
        new_levels=list(new.levels.order_by("position")),
        before=ancestors(old, new),
    )


def newer_versions(version: FrameworkVersion) -> list[FrameworkVersion]:
    """The published versions after this one, the newest first."""
    after = FrameworkVersion.objects.filter(
        framework=version.framework_id, number__gt=version.number, published_at__isnull=False
    )
    return list(after.select_related("framework__programme").order_by("-number"))


def used_levels(dossier: Dossier) -> set[int]:
    """Levels (ids) that somebody said, or that were recognised, on the version of today.

    While a first round is blind all of them: what the coach is asked must not tell what was said.
    """
    if dossier.is_blind:
        levels = MasteryLevel.objects.filter(version=dossier.version_id)
        return set(levels.values_list("pk", flat=True))
    said = Assessment.objects.filter(dossier=dossier, level__version=dossier.version_id)
    known = Recognition.objects.filter(dossier=dossier, level__version=dossier.version_id)
    return set(said.order_by().values_list("level", flat=True)) | set(
        known.order_by().values_list("level", flat=True)
    )


def open_dossiers(versions: Iterable[FrameworkVersion]) -> dict[int, int]:
    """Version (id) -> how many placements still going on are followed by it; one query."""
    found: dict[int, int] = {one.pk: 0 for one in versions}
    rows = Dossier.objects.filter(version__in=found, closed_at__isnull=True)
    for version in rows.values_list("version", flat=True):
        found[version] += 1
    return found


def as_it_was(dossier: Dossier, version: int) -> tuple[Dossier, DossierMove] | None:
    """The dossier as it stood on an older version (id), and the move away from it.

    It is not to be saved: what stands in the database is the dossier on its version of today.
    """
    move = next((one for one in moves_of(dossier) if one.from_version_id == version), None)
    if move is None:
        return None
    then = copy.copy(dossier)
    then.version = move.from_version
    return then, move


def moves_of(dossier: Dossier) -> list[DossierMove]:
    """Every move, the last first; one query."""
    found = dossier.moves.select_related("from_version", "to_version", "by")
    return list(found.order_by("-pk"))
