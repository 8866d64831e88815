"""Guides on pages: their text as pieces to set, and the one to propose."""

from typing import Any

from django import template

from mentors.enums import GuideMoment
from mentors.overviews.guides import Line, next_guide
from mentors.rules.guides import Block, blocks

register = template.Library()


@register.filter
def guide_blocks(body: str) -> list[Block]:
    return blocks(body)


@register.filter
def guide_moment(moment: str) -> str:
    return str(GuideMoment(moment).label)


@register.inclusion_tag("mentors/_guide_next.html", takes_context=True)
def guide_to_read(context: dict[str, Any], *roles: str) -> dict[str, Line | None]:
    """One quiet line with the guide that fits now and was never read, or nothing."""
    return {"line": next_guide(context["user"], *roles)}
