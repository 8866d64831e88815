from collections.abc import Iterable, Mapping

from django import template

from mentors.rules.templates import said

register = template.Library()


@register.filter
def of_stage(verbs: Mapping[int, str], stage: int) -> str:
    """What the reader says when they sign off this step."""
    return verbs[stage]


@register.filter
def in_words(lines: Iterable[Mapping[str, str]]) -> list[str]:
    """The lines of a list in the reader's language."""
    return said(lines)
