"""Words of a framework, whether it is a row or still a draft from a file."""

from typing import Any

from django import template

from config.bilingual import pick

register = template.Library()


@register.simple_tag
def in_two(holder: Any, field: str) -> Any:
    """`name_nl` or `name_en`, whichever the reader reads, else the other; lists as well."""
    return pick(getattr(holder, f"{field}_nl"), getattr(holder, f"{field}_en"))


@register.simple_tag
def targets_of(competence: Any, units: dict[str, str]) -> list[tuple[str, str]]:
    """(course unit, level to reach) of a drafted competence, in the order of the programme.

    `units` are names by code; a unit that the programme lacks is named by its code, last.
    """
    known = [unit for unit in units if unit in competence.targets]
    others = [unit for unit in competence.targets if unit not in units]
    return [(units.get(unit, unit), competence.targets[unit]) for unit in (*known, *others)]


@register.filter
def heading_level(depth: int) -> int:
    """2 for a heading at the top, never more than 5: its competences stand one below it."""
    return min(depth + 1, 5)
