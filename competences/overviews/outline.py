"""The outline of a version, for its editor."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from competences.models import Competence, FrameworkVersion, MasteryLevel, Outcome, Target
from competences.rules.outlines import Outline


@dataclass
class Branch:
    """A heading as it is drawn: its competences, and the headings in it."""

    heading: Outcome
    competences: list[Competence] = field(default_factory=list)
    parts: list["Branch"] = field(default_factory=list)


def outline_of(version: FrameworkVersion) -> Outline:
    """Headings and competences in order; two queries."""
    return Outline.of(
        version.outcomes.order_by("position", "pk").values_list("pk", "parent_id"),
        version.competences.order_by("position", "pk").values_list("pk", "outcome_id"),
    )


def drawn(version: FrameworkVersion) -> list[Branch]:
    """The headings at the top, with all that is in them; two queries."""
    branches = {one.pk: Branch(one) for one in version.outcomes.order_by("position", "pk")}
    for competence in version.competences.order_by("position", "pk"):
        branches[competence.outcome_id].competences.append(competence)
    top = []
    for branch in branches.values():
        above = branches.get(branch.heading.parent_id)
        (above.parts if above else top).append(branch)
    return top


def place_in_words(branches: list[Branch], line: str) -> str:
    """Where a line ("competence-12") stands now, for who cannot see it; "" if it does not."""
    waiting = [(None, branches)]
    while waiting:
        above, row = waiting.pop()
        waiting += [(branch.heading, branch.parts) for branch in row]
        rows = [
            ("heading", above, [one.heading for one in row]),
            *(("competence", one.heading, one.competences) for one in row),
        ]
        for kind, under, items in rows:
            keys = [f"{kind}-{one.pk}" for one in items]
            if line in keys:
                return _said(items, keys.index(line), under)
    return ""


def _said(items: list[Outcome] | list[Competence], index: int, under: Outcome | None) -> str:
    words = {"code": items[index].code, "place": index + 1, "count": len(items)}
    if under is None:
        return _("%(code)s now stands at place %(place)s of %(count)s.") % words
    return _("%(code)s now stands at place %(place)s of %(count)s under %(heading)s.") % (
        words | {"heading": under.code}
    )


def targets_of(version: FrameworkVersion) -> dict[tuple[int, int], int]:
    """(competence, course unit) -> the level to reach, all ids."""
    found = Target.objects.filter(competence__version=version)
    rows = found.values_list("competence_id", "course_unit_id", "level_id")
    return {(competence, unit): level for competence, unit, level in rows}


def targets_on(level: MasteryLevel) -> int:
    return Target.objects.filter(level=level).count()
