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
def targets_of(competence: Any) -> list[tuple[str, str]]:
    """(course unit, level to reach) of a competence, in the order of the programme."""
    targets = sorted(competence.targets.all(), key=lambda one: one.course_unit.position)
    return [(one.course_unit.name, one.level.code) for one in targets]
