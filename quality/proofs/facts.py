"""Everything the proofs look at, as plain values."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class ProgrammeFacts:
    """What is true of a whole programme.

    `mentors`: who mentor in it today, `mentors_trained` how many of them have something on their
    training record. `concluded`: the academic years of the self-evaluations that were concluded,
    the latest first; `latest_cycle` its id. `carried`: actions that went on from an earlier
    self-evaluation into the next one, `carried_done` how many of those are done; `followed_up`:
    there was an earlier one to go on from.
    """

    programme: int
    workplaces: int = 0
    mentors: int = 0
    mentors_trained: int = 0
    testimonials: int = 0
    concluded: tuple[str, ...] = ()
    concluded_on: dt.date | None = None
    latest_cycle: int | None = None
    followed_up: bool = False
    carried: int = 0
    carried_done: int = 0


@dataclass(frozen=True, kw_only=True)
class PlacementFacts:
    """What is true of one placement.

    `rated`: role -> moment -> how many competences; `answer_days`: working days that the mentor
    took to answer, one per confirmed or returned day; `written`: role -> how often that role wrote
    something that the others read; `goals`: how many of the student's own goals were handed in.
    The ids name where the facts can be seen; None where there is nothing to see.
    """

    placement: int
    dossier: int
    agreement: int | None
    plan: int | None
    mentor: int | None
    programme: ProgrammeFacts
    roles: frozenset[str]
    signed_roles: frozenset[str]
    signed_on: dt.date | None
    competences: int
    targets: int
    rated: dict[str, dict[str, int]]
    held: int
    start_held: bool
    minimum_trialogues: int
    minimum_visits: int
    visits: int
    visits_kept: bool
    actions: int
    actions_done: int
    shortening_offered: bool
    shortenings: int
    contact: str
    persona: str
    comments: int
    written: dict[str, int]
    answer_days: tuple[Decimal, ...]
    onboarding_steps: int
    onboarding_signed: dict[str, dt.date]
    guides_read_by: frozenset[str]
    goals: int
    goals_confirmed: int
    finalised_on: dt.date | None
    validated: int
    statement_on: dt.date | None
    portfolios: int

    def ratings(self, moment: str, role: str | None = None) -> int:
        roles = [role] if role else list(self.rated)
        return sum(self.rated.get(name, {}).get(moment, 0) for name in roles)
