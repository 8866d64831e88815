"""Where the fact behind a proof can be seen, for whoever may open that page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD, Role
from quality.proofs import PlacementFacts, told_of

FOUR = frozenset([*TRIAD, Role.COORDINATOR])


@dataclass(frozen=True)
class Link:
    url: str
    words: str | Promise


@dataclass(frozen=True)
class Page:
    """`of`: what the address names, None where there is nothing to see yet; `roles`: to whom the
    page opens. A page without `of` is the same for everything."""

    name: str
    words: str | Promise
    of: Callable[[PlacementFacts], int | None] | None
    roles: frozenset[str] = FOUR

    def link(self, facts: PlacementFacts) -> Link | None:
        if self.of is None:
            return Link(reverse(self.name), self.words)
        found = self.of(facts)
        return None if found is None else Link(reverse(self.name, args=[found]), self.words)


def _placement(facts: PlacementFacts) -> int:
    return facts.placement


def _dossier(facts: PlacementFacts) -> int:
    return facts.dossier


COORDINATORS = frozenset([Role.COORDINATOR])
PAGES = {
    "agreement": Page(
        "placements:agreement", _("See the agreement"), lambda facts: facts.agreement
    ),
    "comparison": Page(
        "quality:cycle-compare",
        _("Compare them"),
        lambda facts: facts.programme.latest_cycle,
        COORDINATORS,
    ),
    "cycles": Page("quality:cycle-list", _("See the self-evaluations"), None, COORDINATORS),
    "days": Page("placements:day-list", _("See the days"), _placement),
    "directory": Page(
        "placements:placement-list",
        _("See the placements"),
        None,
        frozenset([Role.COACH, Role.COORDINATOR]),
    ),
    "dossier": Page("competences:dossier", _("See the competences"), _dossier),
    "guides": Page("mentors:guide-list", _("See the guides"), None),
    "onboarding": Page("mentors:onboarding", _("See the onboarding"), _placement),
    "placement": Page("placements:placement", _("See the placement"), _placement),
    "plan": Page(
        "competences:plan",
        _("See the goals"),
        lambda facts: facts.plan,
        frozenset([Role.STUDENT]),
    ),
    "portfolio": Page(
        "placements:portfolio-make",
        _("See the portfolio"),
        _placement,
        frozenset([Role.STUDENT]),
    ),
    "shortenings": Page("placements:shortening-list", _("See the shortenings"), _placement),
    "statement": Page(
        "competences:statement-list",
        _("See the statement"),
        _dossier,
        frozenset([Role.STUDENT, Role.COACH, Role.COORDINATOR]),
    ),
    "training": Page(
        "mentors:training",
        _("See the training record"),
        lambda facts: facts.mentor,
        frozenset([Role.MENTOR, Role.COORDINATOR]),
    ),
    "trialogues": Page("placements:trialogue-list", _("See the meetings"), _placement),
}


def link_of(key: str, facts: PlacementFacts, role: str | None) -> Link | None:
    """The page behind the proof with this key, for somebody who reads it in this role."""
    known = told_of(key)
    page = PAGES.get(known.see) if known else None
    return page.link(facts) if page is not None and role in page.roles else None
