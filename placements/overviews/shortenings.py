"""The shortenings of a placement as its story: who proposed what and why, who advised and decided,
and from how many days to how many it went at that moment."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from accounts.enums import Role
from accounts.models import User
from competences.enums import EvidenceAudience
from competences.models import Evidence
from competences.overviews.tracking import positions_of, target_positions
from placements.enums import ShorteningState
from placements.models import Placement, ShorteningProposal, Trialogue
from placements.rules import shortening as rules

PEOPLE = ("proposed_by", "advised_by", "decided_by", "revoked_by", "trialogue", "revoked_in")
COUNTED = (ShorteningState.RATIFIED, ShorteningState.REVOKED)


@dataclass(frozen=True)
class Chapter:
    """One proposal and what became of it. `before` and `after`: required days without and with it,
    at the moment of the decision or, as long as there is none, now; `back` the same for the moment
    it was taken back. `evidence`: the pieces that this reader may see today."""

    proposal: ShorteningProposal
    before: int
    after: int
    back: tuple[int, int] | None = None
    evidence: Sequence[Evidence] = field(default_factory=tuple)


def story(
    placement: Placement, reader: User | None = None, *, until: dt.datetime | None = None
) -> list[Chapter]:
    """Every proposal, oldest first; three queries. `reader` None is a paper that all three read:
    it names the evidence that they all see. `until`: as it stood at that moment."""
    pieces = Evidence.objects.present()
    pieces = pieces.visible_to(reader) if reader else pieces.filter(audience=EvidenceAudience.TRIAD)
    found = (
        placement.shortenings.select_related(*PEOPLE)
        .prefetch_related("competences", Prefetch("evidence", queryset=pieces))
        .order_by("proposed_at", "pk")
    )
    if until:
        found = found.filter(proposed_at__lte=until)
    proposals = list(found)
    return [_chapter(one, placement.required_days, proposals) for one in proposals]


def chapter_of(chapters: Collection[Chapter], proposal: int) -> Chapter:
    """The chapter about the proposal with this id."""
    return next(one for one in chapters if one.proposal.pk == proposal)


def _chapter(one: ShorteningProposal, at_start: int, all_of_them: list) -> Chapter:
    others = [other for other in all_of_them if other.pk != one.pk]
    before = at_start - _off(others, one.decided_at)
    back = None
    if one.revoked_at:
        then = at_start - _off(others, one.revoked_at)
        back = (then - one.days, then)
    return Chapter(one, before, before - one.days, back, list(one.evidence.all()))


def _off(others: Collection[ShorteningProposal], at: dt.datetime | None) -> int:
    """Days that the others took off at that moment; None is now."""
    return sum(one.days for one in others if one.state in COUNTED and _stood(one, at))


def _stood(one: ShorteningProposal, at: dt.datetime | None) -> bool:
    if at is None:
        return one.revoked_at is None
    return one.decided_at < at and (one.revoked_at is None or one.revoked_at > at)


@dataclass(frozen=True)
class Choices:
    """What a student can name in a proposal: `mastered` competences (ids) at their target in their
    own eyes; evidence that all three see, and evidence between student and coach."""

    mastered: set[int]
    open_to_all: list[Evidence]
    with_coach: list[Evidence]


def choices(placement: Placement, student: User) -> Choices:
    dossier = placement.dossier
    pieces = list(Evidence.objects.visible_to(student).present().filter(dossier=dossier))
    kept = {piece.pk for piece in rules.kept_between_two(pieces)}
    mine = positions_of(dossier, Role.STUDENT)
    return Choices(
        mastered=rules.at_target(mine, target_positions(dossier)),
        open_to_all=[piece for piece in pieces if piece.pk not in kept],
        with_coach=[piece for piece in pieces if piece.pk in kept],
    )


def revocable_in(meeting: Trialogue) -> list[ShorteningProposal]:
    """Ratified shortenings that can be taken back in this meeting: those of an earlier one."""
    ratified = meeting.placement.shortenings.filter(state=ShorteningState.RATIFIED)
    return [
        one
        for one in ratified.select_related("trialogue")
        if meeting.held_on and _is_later(meeting, one.trialogue)
    ]


def _is_later(meeting: Trialogue, earlier: Trialogue) -> bool:
    return (meeting.held_on, meeting.starts_at) > (earlier.held_on, earlier.starts_at)
