"""Two versions of a framework side by side, read from the database."""

from competences.models import Competence, FrameworkVersion, Target
from competences.overviews.lineage import ancestors
from competences.rules.differences import (
    Difference,
    PlainCompetence,
    PlainHeading,
    PlainVersion,
    compare,
)
from competences.rules.editing import CompetenceWords, HeadingWords, LevelWords


def difference(old: FrameworkVersion, new: FrameworkVersion) -> Difference:
    """What changed from `old` to `new`, which may lie several versions apart; ten queries."""
    identifiers = dict(Competence.objects.filter(version=old).values_list("pk", "identifier"))
    came_from = {
        pk: frozenset(identifiers[one] for one in before)
        for pk, before in ancestors(old, new).items()
    }
    return compare(plain(old), plain(new, came_from))


def plain(version: FrameworkVersion, came_from: dict[int, frozenset] | None = None) -> PlainVersion:
    """A version without its rows; `came_from`: competence (id) -> identifiers. Four queries."""
    targets: dict[int, dict[str, str]] = {}
    for one in Target.objects.filter(competence__version=version).select_related(
        "course_unit", "level"
    ):
        targets.setdefault(one.competence_id, {})[one.course_unit.name] = one.level.code
    headings = {one.pk: one for one in version.outcomes.order_by("position", "pk")}
    return PlainVersion(
        levels=tuple(LevelWords.of(one) for one in version.levels.order_by("position")),
        headings=tuple(
            PlainHeading(
                one.identifier,
                HeadingWords.of(one),
                headings[one.parent_id].identifier if one.parent_id else None,
            )
            for one in headings.values()
        ),
        competences=tuple(
            PlainCompetence(
                one.identifier,
                CompetenceWords.of(one),
                headings[one.outcome_id].identifier,
                targets.get(one.pk, {}),
                (came_from or {}).get(one.pk, frozenset()),
            )
            for one in version.competences.order_by("position", "pk")
        ),
    )


def before(version: FrameworkVersion) -> FrameworkVersion | None:
    """The version it was based on, else the one with the number before it; None for the first."""
    if version.based_on_id:
        return version.based_on
    earlier = FrameworkVersion.objects.filter(
        framework=version.framework_id, number__lt=version.number
    )
    return earlier.order_by("-number").first()
