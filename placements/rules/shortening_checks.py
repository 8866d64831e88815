"""The rules of a shortening as a list to read: each met or not, with the fact it rests on.

Whether a rule is met is what the obstacles say; here stand only its name and the fact.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.refusal import Obstacle
from placements.enums import Persona
from placements.rules.shortening import (
    Content,
    ShorteningFacts,
    content_obstacles,
    proposal_obstacles,
)


@dataclass(frozen=True)
class Check:
    """One rule: `said` is the fact when it is met, else the reason why not."""

    rule: str
    said: str
    is_met: bool


class Checks(list[Check]):
    """In the order in which they are read."""

    @property
    def unmet(self) -> int:
        return sum(not check.is_met for check in self)


@dataclass(frozen=True)
class _Rule:
    codes: tuple[str, ...]
    name: str
    fact: str


def route_checks(facts: ShorteningFacts) -> Checks:
    """Whether a shortening can be proposed at all."""
    return _checked([*_route(facts), *_room(facts)], _of_route(facts))


def standing_checks(facts: ShorteningFacts) -> Checks:
    """What is looked at again when the coach decides on a proposal that lies there."""
    rules = [rule for rule in _route(facts) if rule.codes != ("proposal-open",)]
    return _checked([*rules, *_room(facts)], _of_route(facts))


def content_checks(content: Content, *, at_target: Collection[int], dossier: int) -> Checks:
    """Whether what the student filled in so far makes a proposal."""
    obstacles = content_obstacles(content, at_target=at_target, dossier=dossier)
    return _checked(_of_content(content), obstacles)


def _checked(rules: Iterable[_Rule], obstacles: Iterable[Obstacle]) -> Checks:
    found = {obstacle.code: str(obstacle.message) for obstacle in obstacles}
    checks = Checks()
    for rule in rules:
        against = [found[code] for code in rule.codes if code in found]
        checks.append(Check(rule.name, against[0] if against else rule.fact, not against))
    return checks


def _of_route(facts: ShorteningFacts) -> Iterable[Obstacle]:
    yield from proposal_obstacles(facts)
    if not facts.leaves_enough:  # also when the number of shortenings says no already
        yield Obstacle(
            "below-minimum",
            _("After this %(after)s days would remain, and at least %(least)s must.")
            % {"after": facts.required_after, "least": facts.least},
        )


def _route(facts: ShorteningFacts) -> Iterable[_Rule]:
    placement, policy = facts.placement, facts.policy
    allowed = ", ".join(str(Persona(one).label) for one in policy.shortening_personas)
    yield _Rule(("placement-closed",), _("The placement is still going on"), _until(facts))
    yield _Rule(
        ("unit-without-shortening",),
        _("The course unit allows it"),
        _("In %(unit)s days can be shortened.") % {"unit": placement.course_unit.name},
    )
    yield _Rule(
        ("persona-without-shortening",),
        _("It is meant for: %(allowed)s") % {"allowed": allowed},
        _("Registered as %(persona)s.") % {"persona": Persona(placement.enrolment.persona).label},
    )
    if policy.shortening_needs_status:
        yield _Rule(
            ("no-working-student-status",), _("Working-student status"), _("It is registered.")
        )
    if policy.shortening_needs_distance_track:
        yield _Rule(("no-distance-track",), _("Distance-learning track"), _("It is registered."))
    yield _Rule(("no-trialogue-yet",), _("A trialogue was held"), _held(facts))
    yield _Rule(
        ("proposal-open",), _("No other proposal is open"), _("Nothing waits for a decision.")
    )


def _until(facts: ShorteningFacts) -> str:
    return _("It runs until %(date)s.") % {"date": _date(facts.placement.ends_on)}


def _held(facts: ShorteningFacts) -> str:
    return _("Held on %(date)s.") % {"date": _date(facts.held_on)} if facts.held_on else ""


def _date(date: dt.date) -> str:
    return date_format(date, "j F Y")


def _room(facts: ShorteningFacts) -> Iterable[_Rule]:
    policy = facts.policy
    most = {"n": facts.ratified, "most": policy.max_shortenings}
    yield _Rule(
        ("too-many-shortenings",),
        ngettext("At most %(n)s shortening", "At most %(n)s shortenings", most["most"])
        % {"n": most["most"]},
        _("None counts so far.")
        if not facts.ratified
        else _("%(n)s of at most %(most)s counts so far.") % most,
    )
    yield _Rule(
        ("below-minimum",),
        _("At least %(least)s days remain") % {"least": facts.least},
        _("From %(before)s to %(after)s days.")
        % {"before": facts.required_now, "after": facts.required_after},
    )


def _of_content(content: Content) -> Iterable[_Rule]:
    chosen, pieces = len(content.competences), len(content.evidence)
    yield _Rule(
        ("no-competences", "not-at-target"),
        _("Competences that you master"),
        ngettext(
            "%(n)s chosen, at its target in your own eyes.",
            "%(n)s chosen, each at its target in your own eyes.",
            chosen,
        )
        % {"n": chosen},
    )
    yield _Rule(("reason-missing",), _("Which time you no longer need"), _("You said it."))
    yield _Rule(("purpose-missing",), _("What the freed time is for"), _("You said it."))
    yield _Rule(
        ("not-your-evidence",),
        _("Evidence"),
        ngettext("%(n)s piece goes along.", "%(n)s pieces go along.", pieces) % {"n": pieces}
        if pieces
        else _("None chosen; that is allowed."),
    )
