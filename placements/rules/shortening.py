"""Fewer days for what is already mastered (rules 1 to 5): never a right, always a decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competences.enums import EvidenceAudience
from competences.rules.voices import Said
from config.refusal import Obstacle
from placements.enums import Persona, ShorteningState
from placements.rules.placements import closed_obstacles

if TYPE_CHECKING:
    from competences.models import Evidence
    from placements.models import Placement, PlacementPolicy, ShorteningProposal


@dataclass(frozen=True)
class ShorteningFacts:
    """What the rules look at, so that they stay pure.

    `held_on`: when the last meeting took place, None before the first; `ratified`: how many
    shortenings count now; `required_now`: required days at this moment; `open_proposal`: one
    waits for a decision.
    """

    placement: Placement
    policy: PlacementPolicy
    held_on: dt.date | None
    ratified: int
    required_now: int
    open_proposal: bool

    @property
    def required_after(self) -> int:
        return self.required_now - self.policy.shortening_days

    @property
    def least(self) -> int:
        return floor(self.policy, self.placement.required_days)

    @property
    def leaves_enough(self) -> bool:
        return self.required_after >= self.least


@dataclass(frozen=True)
class Content:
    """What a proposal says: the time that is no longer needed and why, what the freed time is for,
    competences (ids) and the evidence that goes along."""

    reason: str
    freed_time_for: str
    competences: Collection[int]
    evidence: Collection[Evidence] = ()


def floor(policy: PlacementPolicy, required_at_start: int) -> int:
    """The fewest days one can come down to: the stricter of both policy fields wins."""
    return max(
        policy.minimum_days, required_at_start - policy.max_shortenings * policy.shortening_days
    )


def eligibility_obstacles(facts: ShorteningFacts) -> Iterable[Obstacle]:
    """Why this route is not open for this student in this course unit, whatever was mastered."""
    enrolment, policy = facts.placement.enrolment, facts.policy
    if not policy.shortening_allowed:
        yield Obstacle(
            "unit-without-shortening",
            gettext("In %(unit)s days are never shortened.")
            % {"unit": facts.placement.course_unit.name},
        )
    if enrolment.persona not in policy.shortening_personas:
        allowed = ", ".join(str(Persona(persona).label) for persona in policy.shortening_personas)
        yield Obstacle(
            "persona-without-shortening",
            gettext("Shortening is meant for: %(allowed)s. You are registered as %(persona)s.")
            % {"allowed": allowed, "persona": Persona(enrolment.persona).label},
        )
    if policy.shortening_needs_status and not enrolment.has_working_student_status:
        yield Obstacle(
            "no-working-student-status",
            _(
                "Shortening needs the working-student status. "
                "Ask the diversity coach of your programme for it."
            ),
        )
    if policy.shortening_needs_distance_track and not enrolment.distance_track:
        yield Obstacle(
            "no-distance-track", _("Shortening is part of the distance-learning track only.")
        )


def proposal_obstacles(facts: ShorteningFacts) -> Iterable[Obstacle]:
    """Why no shortening can be proposed now."""
    yield from closed_obstacles(facts.placement)
    yield from eligibility_obstacles(facts)
    if facts.held_on is None:
        yield Obstacle("no-trialogue-yet", _("A shortening can be proposed after a trialogue."))
    if facts.open_proposal:
        yield Obstacle("proposal-open", _("A proposal is already waiting for a decision."))
    yield from room_obstacles(facts)


def room_obstacles(facts: ShorteningFacts) -> Iterable[Obstacle]:
    """Why no further days can come off: how often, and never below the floor."""
    policy = facts.policy
    if facts.ratified >= policy.max_shortenings:
        yield Obstacle(
            "too-many-shortenings",
            gettext("There can be at most %(count)s shortenings.")
            % {"count": policy.max_shortenings},
        )
    elif not facts.leaves_enough:
        yield Obstacle(
            "below-minimum",
            gettext("There must remain at least %(days)s days.") % {"days": facts.least},
        )


def content_obstacles(
    content: Content, *, at_target: Collection[int], dossier: int
) -> Iterable[Obstacle]:
    """Why this proposal does not hold: it links time to competences that are at their target, and
    says what the time is for. `at_target`: ids in the student's eyes; `dossier`: its id."""
    if not content.competences:
        yield Obstacle(
            "no-competences", _("Choose the competences that you already master."), "competences"
        )
    elif not set(content.competences) <= set(at_target):
        yield Obstacle(
            "not-at-target",
            _("You can only name competences that you rated at their target level yourself."),
            "competences",
        )
    if not content.reason.strip():
        yield Obstacle("reason-missing", _("Say which time you no longer need, and why."), "reason")
    if not content.freed_time_for.strip():
        yield Obstacle(
            "purpose-missing", _("Say what you will use the freed time for."), "freed_time_for"
        )
    if any(piece.dossier_id != dossier or piece.removed_at for piece in content.evidence):
        yield Obstacle(
            "not-your-evidence",
            _("One of these pieces is no longer among your evidence. Choose again."),
            "evidence",
        )


def kept_between_two(evidence: Iterable[Evidence]) -> list[Evidence]:
    """What the mentor does not see yet; a proposal is read by all three, so it opens these."""
    return [piece for piece in evidence if piece.audience != EvidenceAudience.TRIAD]


def at_target(positions: Mapping[int, Said | None], targets: Mapping[int, int]) -> set[int]:
    """Competences (ids) that this voice sees at or above target; both map id -> position."""
    return {
        competence
        for competence, target in targets.items()
        if (said := positions.get(competence)) is not None
        and said.position is not None
        and said.position >= target
    }


def advice_obstacles(proposal: ShorteningProposal) -> Iterable[Obstacle]:
    yield from closed_obstacles(proposal.placement)
    if proposal.state != ShorteningState.PROPOSED:
        yield Obstacle("already-decided", _("A decision on this proposal has been taken."))
    elif proposal.advised_at is not None:
        yield Obstacle("already-advised", _("The mentor has already given advice."))


def ratification_obstacles(
    proposal: ShorteningProposal, facts: ShorteningFacts
) -> Iterable[Obstacle]:
    """Why the coach cannot give the final agreement: everything is checked again."""
    if proposal.state != ShorteningState.PROPOSED:
        yield Obstacle("already-decided", _("A decision on this proposal has been taken."))
    if proposal.advised_at is None:
        yield Obstacle("not-advised", _("First the mentor gives advice on this proposal."))
    yield from closed_obstacles(facts.placement)
    yield from eligibility_obstacles(facts)
    yield from room_obstacles(facts)


def refusal_obstacles(proposal: ShorteningProposal, words: str) -> Iterable[Obstacle]:
    """Why the coach cannot decide against it; also open when the route is closed by now."""
    yield from closed_obstacles(proposal.placement)
    if proposal.state != ShorteningState.PROPOSED:
        yield Obstacle("already-decided", _("A decision on this proposal has been taken."))
    if not words.strip():
        yield Obstacle("reason-missing", _("Say why, so that the student can go on."), "words")


def revocation_obstacles(
    proposal: ShorteningProposal, *, held_later: bool, reason: str
) -> Iterable[Obstacle]:
    """Why a shortening cannot be taken back; `held_later`: in a trialogue after its own.

    Not after the end either: the decision to finalise rests on the days required at that moment.
    """
    yield from closed_obstacles(proposal.placement)
    if proposal.state != ShorteningState.RATIFIED:
        yield Obstacle("not-ratified", _("Only a ratified shortening can be taken back."))
    if not held_later:
        yield Obstacle("no-later-trialogue", _("A shortening is taken back in a later trialogue."))
    if not reason.strip():
        yield Obstacle("reason-missing", _("Say which competences were not reached."), "reason")
