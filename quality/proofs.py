"""What the portal itself knows that speaks for a point of the checklist.

Each proof is one small function from the facts of a placement to a `Proof`: the fact in words, and
whether it speaks for the point. `holds=None` says honestly that the data cannot tell (yet).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import TRIAD


@dataclass(frozen=True)
class PlacementFacts:
    """Everything the proofs look at, gathered in a constant number of queries.

    `rated`: role -> moment -> how many competences; `answer_days`: working days that the mentor
    took to answer, one per confirmed or returned day; counts are of this placement unless the
    name says otherwise.
    """

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
    actions: int
    actions_done: int
    shortening_offered: bool
    shortenings: int
    contact: str
    persona: str
    comments: int
    answer_days: tuple[Decimal, ...]
    finalised_on: dt.date | None
    validated: int
    portfolios: int
    workplaces_of_programme: int

    def ratings(self, moment: str, role: str | None = None) -> int:
        roles = [role] if role else list(self.rated)
        return sum(self.rated.get(name, {}).get(moment, 0) for name in roles)


@dataclass(frozen=True)
class Proof:
    """`fact` in words; `holds`: True speaks for the point, False against it, None cannot tell."""

    holds: bool | None
    fact: str


ProofFunction = Callable[[PlacementFacts], Proof]
_proofs: dict[str, ProofFunction] = {}


def proof(function: ProofFunction) -> ProofFunction:
    """Decorator: register a proof under its own name, which is the key in the checklist."""
    _proofs[function.__name__] = function
    return function


def known() -> list[str]:
    return sorted(_proofs)


def prove(key: str, facts: PlacementFacts) -> Proof | None:
    """What the data say about the point with this proof key; None where only people can say."""
    return _proofs[key](facts) if key in _proofs else None


@proof
def agreement_signed_by_all(facts: PlacementFacts) -> Proof:
    count = len(facts.signed_roles)
    if facts.signed_on is None:
        return Proof(
            holds=False, fact=_("%(count)s of three parties have signed.") % {"count": count}
        )
    on = date_format(facts.signed_on)
    return Proof(
        holds=True,
        fact=_("Three of three parties have signed, the last on %(date)s.") % {"date": on},
    )


@proof
def triad_complete(facts: PlacementFacts) -> Proof:
    complete = facts.roles >= set(TRIAD)
    missing = _("Not everybody of student, mentor and coach is known.")
    return Proof(
        holds=complete, fact=_("Student, mentor and coach are known.") if complete else missing
    )


@proof
def baseline_rated(facts: PlacementFacts) -> Proof:
    count = facts.ratings("baseline")
    fact = _("The student described the start for %(count)s of %(all)s competences.")
    return Proof(holds=count > 0, fact=fact % {"count": count, "all": facts.competences})


@proof
def targets_set(facts: PlacementFacts) -> Proof:
    fact = _("%(count)s of %(all)s competences have a target level.")
    words = fact % {"count": facts.targets, "all": facts.competences}
    return Proof(0 < facts.targets == facts.competences, words)


@proof
def process_ratings(facts: PlacementFacts) -> Proof:
    count = facts.ratings("process") + facts.ratings("trialogue")
    fact = ngettext(
        "%(count)s time somebody said along the way how far the student is.",
        "%(count)s times somebody said along the way how far the student is.",
        count,
    )
    return Proof(holds=count > 0, fact=fact % {"count": count})


@proof
def process_and_final_ratings(facts: PlacementFacts) -> Proof:
    process = facts.ratings("process") + facts.ratings("trialogue")
    final = facts.ratings("final")
    fact = _("%(process)s ratings along the way, %(final)s final ones.")
    holds = True if process and final else (None if facts.finalised_on is None else False)
    return Proof(holds=holds, fact=fact % {"process": process, "final": final})


@proof
def student_voice_present(facts: PlacementFacts) -> Proof:
    count = sum(facts.rated.get("student", {}).values())
    fact = ngettext(
        "The student rated %(count)s competence themself.",
        "The student rated %(count)s competences themself.",
        count,
    )
    return Proof(holds=count > 0, fact=fact % {"count": count})


@proof
def three_voices_present(facts: PlacementFacts) -> Proof:
    speaking = [role for role in TRIAD if facts.rated.get(role)]
    fact = _("%(count)s of three voices have spoken about the competences.")
    return Proof(holds=len(speaking) == len(TRIAD), fact=fact % {"count": len(speaking)})


@proof
def start_trialogue_held(facts: PlacementFacts) -> Proof:
    yes, no = _("A start meeting was held."), _("No start meeting is on record.")
    return Proof(holds=True, fact=yes) if facts.start_held else Proof(holds=False, fact=no)


@proof
def trialogues_held(facts: PlacementFacts) -> Proof:
    fact = ngettext("%(count)s trialogue was held.", "%(count)s trialogues were held.", facts.held)
    return Proof(holds=facts.held > 0, fact=fact % {"count": facts.held})


@proof
def trialogue_actions_done(facts: PlacementFacts) -> Proof:
    fact = _("%(done)s of %(all)s agreed actions are done.")
    words = fact % {"done": facts.actions_done, "all": facts.actions}
    return Proof(holds=facts.actions_done > 0 if facts.actions else None, fact=words)


@proof
def minimum_follow_up_met(facts: PlacementFacts) -> Proof:
    """Visits are not kept here yet, so that enough trialogues alone can only tell half of it."""
    fact = _("%(held)s of at least %(minimum)s trialogues; visits are not on record here.")
    words = fact % {"held": facts.held, "minimum": facts.minimum_trialogues}
    enough = facts.held >= facts.minimum_trialogues
    if enough and facts.minimum_visits == 0:
        return Proof(holds=True, fact=words)
    return Proof(None if enough or facts.finalised_on is None else False, words)


@proof
def shortening_used_or_offered(facts: PlacementFacts) -> Proof:
    if facts.shortenings:
        fact = ngettext(
            "%(count)s shortening was ratified.",
            "%(count)s shortenings were ratified.",
            facts.shortenings,
        )
        return Proof(holds=True, fact=fact % {"count": facts.shortenings})
    if facts.shortening_offered:
        return Proof(holds=True, fact=_("Days can be shortened for what is already mastered."))
    return Proof(holds=None, fact=_("Shortening is not meant for this student or course unit."))


@proof
def organisation_contact_known(facts: PlacementFacts) -> Proof:
    known_as = _("%(name)s is the contact of the organisation.") % {"name": facts.contact}
    missing = _("No contact of the organisation is known.")
    return Proof(holds=True, fact=known_as) if facts.contact else Proof(holds=False, fact=missing)


@proof
def personas_known(facts: PlacementFacts) -> Proof:
    fact = _("How this student combines work and study is known: %(persona)s.")
    return Proof(holds=bool(facts.persona), fact=fact % {"persona": facts.persona})


@proof
def feedback_count(facts: PlacementFacts) -> Proof:
    fact = ngettext(
        "%(count)s piece of feedback in words from mentor and coach.",
        "%(count)s pieces of feedback in words from mentor and coach.",
        facts.comments,
    )
    return Proof(holds=facts.comments > 0, fact=fact % {"count": facts.comments})


@proof
def response_time(facts: PlacementFacts) -> Proof:
    """The middle of the mentor's answer times; five working days is within a week's rhythm."""
    if not facts.answer_days:
        return Proof(holds=None, fact=_("The mentor has not answered a day yet."))
    middle = sorted(facts.answer_days)[len(facts.answer_days) // 2]
    fact = _("The mentor usually answers a logged day within %(days)s working days.")
    return Proof(holds=middle <= 5, fact=fact % {"days": number_format(middle)})


@proof
def competence_statement_issued(facts: PlacementFacts) -> Proof:
    if facts.finalised_on is None:
        return Proof(holds=None, fact=_("The placement has not been finalised yet."))
    fact = ngettext(
        "The coach validated %(count)s competence; the statement lists it.",
        "The coach validated %(count)s competences; the statement lists them.",
        facts.validated,
    )
    return Proof(holds=facts.validated > 0, fact=fact % {"count": facts.validated})


@proof
def portfolio_rendered(facts: PlacementFacts) -> Proof:
    if facts.portfolios:
        return Proof(holds=True, fact=_("The student made a portfolio."))
    return Proof(holds=None, fact=_("The student has not made a portfolio here yet."))


@proof
def workplace_directory_size(facts: PlacementFacts) -> Proof:
    count = facts.workplaces_of_programme
    fact = ngettext(
        "The programme knows %(count)s workplace.",
        "The programme knows %(count)s workplaces.",
        count,
    )
    return Proof(holds=count > 1, fact=fact % {"count": count})
