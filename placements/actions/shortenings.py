from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from competences.actions import evidence as evidence_actions
from competences.enums import EvidenceAudience
from competences.models import Competence, Evidence
from competences.overviews.tracking import positions_of, target_positions
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions.parties import locked, require
from placements.enums import Advice, ShorteningState
from placements.models import Placement, ShorteningProposal, Trialogue
from placements.overviews.counts import shortening_facts
from placements.rules import shortening as rules


@transaction.atomic
def propose(
    *,
    by: User,
    placement: Placement,
    competences: Collection[Competence],
    reason: str,
    freed_time_for: str,
    evidence: Collection[Evidence] = (),
) -> ShorteningProposal:
    """The student proposes to drop the policy's number of days for what is already mastered.

    All three read a proposal: evidence that only the coach saw is opened to the mentor with it.
    """
    placement = locked(placement)
    require(by, placement, Role.STUDENT)
    facts, dossier = shortening_facts(placement), placement.dossier
    content = rules.Content(reason, freed_time_for, [item.pk for item in competences], evidence)
    mastered = rules.at_target(positions_of(dossier, Role.STUDENT), target_positions(dossier))
    refuse_if(
        [
            *rules.proposal_obstacles(facts),
            *rules.content_obstacles(content, at_target=mastered, dossier=dossier.pk),
        ]
    )
    for piece in rules.kept_between_two(evidence):
        evidence_actions.change(
            by=by, evidence=piece, audience=EvidenceAudience.TRIAD, topic=placement.topic
        )
    proposal = ShorteningProposal.objects.create(
        placement=placement,
        trialogue=placement.trialogues.held().order_by("-held_on", "-pk").first(),
        days=facts.policy.shortening_days,
        reason=reason.strip(),
        freed_time_for=freed_time_for.strip(),
        proposed_by=by,
    )
    proposal.competences.set(competences)
    proposal.evidence.set(evidence)
    record("shortening-proposed", proposal, by=by, topic=placement.topic, days=proposal.days)
    return proposal


@transaction.atomic
def advise(
    *, by: User, proposal: ShorteningProposal, advice: str, words: str
) -> ShorteningProposal:
    """The mentor says whether it is feasible; an advice, never the decision."""
    require(by, locked(proposal.placement), Role.MENTOR)
    proposal = ShorteningProposal.objects.select_for_update(of=["self"]).get(pk=proposal.pk)
    refuse_if(rules.advice_obstacles(proposal))
    if advice not in Advice.values:
        raise Refusal("no-advice", _("Choose what you advise."), field="advice")
    proposal.advice, proposal.advice_words = advice, words.strip()
    proposal.advised_by, proposal.advised_at = by, clock.now()
    proposal.save()
    topic = proposal.placement.topic
    record("shortening-advised", proposal, by=by, topic=topic, advice=advice)
    return proposal


@transaction.atomic
def ratify(*, by: User, proposal: ShorteningProposal, words: str = "") -> ShorteningProposal:
    """The coach's final agreement: from now on fewer days are required."""
    placement = locked(proposal.placement)
    require(by, placement, Role.COACH)
    proposal = ShorteningProposal.objects.select_for_update(of=["self"]).get(pk=proposal.pk)
    refuse_if(rules.ratification_obstacles(proposal, shortening_facts(placement)))
    return _decide(proposal, by, ShorteningState.RATIFIED, words)


@transaction.atomic
def refuse(*, by: User, proposal: ShorteningProposal, words: str) -> ShorteningProposal:
    """The coach decides against it, with a reason."""
    require(by, locked(proposal.placement), Role.COACH)
    proposal = ShorteningProposal.objects.select_for_update(of=["self"]).get(pk=proposal.pk)
    refuse_if(rules.refusal_obstacles(proposal, words))
    return _decide(proposal, by, ShorteningState.REFUSED, words)


@transaction.atomic
def refuse_open(*, by: User, placement: Placement) -> None:
    """Close the proposal that was still waiting when a placement ends; whoever ends it answers
    for who may."""
    waiting = placement.shortenings.select_for_update(of=["self"])
    proposal = waiting.filter(state=ShorteningState.PROPOSED).first()
    if proposal is not None:
        words = gettext("The placement ended before this was decided.")
        _decide(proposal, by, ShorteningState.REFUSED, words)


def _decide(
    proposal: ShorteningProposal, by: User, state: ShorteningState, words: str
) -> ShorteningProposal:
    proposal.state, proposal.decision_words = state, words.strip()
    proposal.decided_by, proposal.decided_at = by, clock.now()
    proposal.save()
    topic = proposal.placement.topic
    record(f"shortening-{state.value}", proposal, by=by, topic=topic, days=proposal.days)
    return proposal


@transaction.atomic
def revoke(
    *, by: User, proposal: ShorteningProposal, trialogue: Trialogue, reason: str
) -> ShorteningProposal:
    """In a later trialogue competences turn out not to be reached: the days come back."""
    placement = locked(proposal.placement)
    require(by, placement, Role.COACH)
    proposal = ShorteningProposal.objects.select_for_update(of=["self"]).get(pk=proposal.pk)
    later = placement.trialogues.held_after(proposal.trialogue).filter(pk=trialogue.pk)
    refuse_if(rules.revocation_obstacles(proposal, held_later=later.exists(), reason=reason))
    proposal.state, proposal.revoked_in = ShorteningState.REVOKED, trialogue
    proposal.revoked_by, proposal.revoked_at = by, clock.now()
    proposal.revoked_because = reason.strip()
    proposal.save()
    record("shortening-revoked", proposal, by=by, topic=placement.topic, days=proposal.days)
    return proposal
