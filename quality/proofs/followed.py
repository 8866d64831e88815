"""What the three say, do and discuss along the way."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import TRIAD, Role
from quality.proofs.facts import PlacementFacts
from quality.proofs.register import Proof, proof


@proof(see="dossier")
def baseline_rated(facts: PlacementFacts) -> Proof:
    count = facts.ratings("baseline")
    fact = _("The student described the start for %(count)s of %(all)s competences.")
    return Proof(holds=count > 0, fact=fact % {"count": count, "all": facts.competences})


@proof(see="dossier")
def process_ratings(facts: PlacementFacts) -> Proof:
    count = facts.ratings("process") + facts.ratings("trialogue")
    fact = ngettext(
        "%(count)s time somebody said along the way how far the student is.",
        "%(count)s times somebody said along the way how far the student is.",
        count,
    )
    return Proof(holds=count > 0, fact=fact % {"count": count})


@proof(see="dossier")
def process_and_final_ratings(facts: PlacementFacts) -> Proof:
    process = facts.ratings("process") + facts.ratings("trialogue")
    final = facts.ratings("final")
    fact = _("%(process)s ratings along the way, %(final)s final ones.")
    holds = True if process and final else (None if facts.finalised_on is None else False)
    return Proof(holds=holds, fact=fact % {"process": process, "final": final})


@proof(see="dossier")
def student_voice_present(facts: PlacementFacts) -> Proof:
    count = sum(facts.rated.get("student", {}).values())
    fact = ngettext(
        "The student rated %(count)s competence themself.",
        "The student rated %(count)s competences themself.",
        count,
    )
    return Proof(holds=count > 0, fact=fact % {"count": count})


@proof(see="dossier")
def three_voices_present(facts: PlacementFacts) -> Proof:
    speaking = [role for role in TRIAD if facts.rated.get(role)]
    fact = _("%(count)s of three voices have spoken about the competences.")
    return Proof(holds=len(speaking) == len(TRIAD), fact=fact % {"count": len(speaking)})


@proof(see="trialogues")
def start_trialogue_held(facts: PlacementFacts) -> Proof:
    yes, no = _("A start meeting was held."), _("No start meeting is on record.")
    return Proof(holds=True, fact=yes) if facts.start_held else Proof(holds=False, fact=no)


@proof(see="trialogues")
def trialogues_held(facts: PlacementFacts) -> Proof:
    fact = ngettext("%(count)s trialogue was held.", "%(count)s trialogues were held.", facts.held)
    return Proof(holds=facts.held > 0, fact=fact % {"count": facts.held})


@proof(see="trialogues")
def trialogue_actions_done(facts: PlacementFacts) -> Proof:
    fact = _("%(done)s of %(all)s agreed actions are done.")
    words = fact % {"done": facts.actions_done, "all": facts.actions}
    return Proof(holds=facts.actions_done > 0 if facts.actions else None, fact=words)


@proof(see="trialogues")
def minimum_follow_up_met(facts: PlacementFacts) -> Proof:
    """Where no visit was ever noted, trialogues alone can only tell half of it."""
    said = {
        "held": facts.held,
        "minimum": facts.minimum_trialogues,
        "visits": facts.visits,
        "least": facts.minimum_visits,
    }
    enough = facts.held >= facts.minimum_trialogues
    if not facts.minimum_visits or facts.visits_kept:
        fact = _("%(held)s of at least %(minimum)s trialogues.")
        if facts.minimum_visits:
            fact = _("%(held)s of at least %(minimum)s trialogues, %(visits)s of %(least)s visits.")
        met = enough and facts.visits >= facts.minimum_visits
        return Proof(True if met else (None if facts.finalised_on is None else False), fact % said)
    words = _("%(held)s of at least %(minimum)s trialogues; visits are not on record here.") % said
    return Proof(None if enough or facts.finalised_on is None else False, words)


@proof(see="dossier")
def feedback_count(facts: PlacementFacts) -> Proof:
    fact = ngettext(
        "%(count)s piece of feedback in words from mentor and coach.",
        "%(count)s pieces of feedback in words from mentor and coach.",
        facts.comments,
    )
    return Proof(holds=facts.comments > 0, fact=fact % {"count": facts.comments})


@proof(see="days")
def response_time(facts: PlacementFacts) -> Proof:
    """The middle of the mentor's answer times; five working days is within a week's rhythm."""
    if not facts.answer_days:
        return Proof(holds=None, fact=_("The mentor has not answered a day yet."))
    middle = sorted(facts.answer_days)[len(facts.answer_days) // 2]
    fact = _("The mentor usually answers a logged day within %(days)s working days.")
    return Proof(holds=middle <= 5, fact=fact % {"days": number_format(middle)})


@proof(see="dossier")
def messages_exchanged(facts: PlacementFacts) -> Proof:
    """Only what is written here is known; that mentor and coach never wrote proves no silence."""
    mentor, coach = (facts.written.get(role, 0) for role in (Role.MENTOR, Role.COACH))
    said = {"mentor": mentor, "coach": coach}
    if mentor and coach:
        fact = _("Both wrote for the others to read: the mentor %(mentor)s, the coach %(coach)s.")
        return Proof(holds=True, fact=fact % said)
    fact = _(
        "Written here: %(mentor)s by the mentor, %(coach)s by the coach. They may talk elsewhere."
    )
    return Proof(holds=None, fact=fact % said)
