"""The outline of a version, for its editor."""

from competences.models import FrameworkVersion
from competences.rules.outlines import Outline


def outline_of(version: FrameworkVersion) -> Outline:
    """Headings and competences in order; two queries."""
    return Outline.of(
        version.outcomes.order_by("position", "pk").values_list("pk", "parent_id"),
        version.competences.order_by("position", "pk").values_list("pk", "outcome_id"),
    )
