"""What the coach's board knows of onboardings: begun, and not signed by both."""

from collections.abc import Collection

from mentors.overviews.onboarding import starts
from mentors.rules.onboarding import BOTH
from placements.models import Placement
from placements.papers import source
from placements.rules.attention_facts import Paper


@source
def onboardings(placements: Collection[Placement]) -> dict[int, Paper]:
    """Two queries."""
    known = starts(placements)
    return {
        one.pk: Paper(one.starts_on, _missing(known[one.pk].signed))
        for one in placements
        if known[one.pk].steps and not known[one.pk].is_signed
    }


def _missing(signed: Collection[str]) -> tuple[str, ...]:
    return tuple(role for role in BOTH if role not in signed)
