"""What should be in place before and at the start."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import TRIAD, Role
from quality.proofs.facts import PlacementFacts
from quality.proofs.register import Proof, proof


@proof(see="agreement")
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


@proof(see="placement")
def triad_complete(facts: PlacementFacts) -> Proof:
    complete = facts.roles >= set(TRIAD)
    missing = _("Not everybody of student, mentor and coach is known.")
    return Proof(
        holds=complete, fact=_("Student, mentor and coach are known.") if complete else missing
    )


@proof(see="dossier")
def targets_set(facts: PlacementFacts) -> Proof:
    fact = _("%(count)s of %(all)s competences have a target level.")
    words = fact % {"count": facts.targets, "all": facts.competences}
    return Proof(0 < facts.targets == facts.competences, words)


@proof(see="placement")
def organisation_contact_known(facts: PlacementFacts) -> Proof:
    known_as = _("%(name)s is the contact of the organisation.") % {"name": facts.contact}
    missing = _("No contact of the organisation is known.")
    return Proof(holds=True, fact=known_as) if facts.contact else Proof(holds=False, fact=missing)


@proof(see="placement")
def personas_known(facts: PlacementFacts) -> Proof:
    if not facts.persona:
        fact = _("How this student combines work and study is not known.")
        return Proof(holds=False, fact=fact)
    fact = _("How this student combines work and study is known: %(persona)s.")
    return Proof(holds=True, fact=fact % {"persona": facts.persona})


@proof(see="shortenings")
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


@proof(see="onboarding")
def onboarding_checklist_signed(facts: PlacementFacts) -> Proof:
    signed = [facts.onboarding_signed.get(role) for role in (Role.STUDENT, Role.MENTOR)]
    days = [day for day in signed if day is not None]
    if len(days) == len(signed):
        fact = _("Student and mentor have signed the onboarding, the last on %(date)s.")
        return Proof(holds=True, fact=fact % {"date": date_format(max(days))})
    if not facts.onboarding_steps:
        return Proof(holds=None, fact=_("No onboarding list is kept here."))
    fact = _("%(count)s of two have signed the onboarding.")
    return Proof(holds=False, fact=fact % {"count": len(days)})


@proof(see="guides")
def guides_read_by_all(facts: PlacementFacts) -> Proof:
    """Who read what is between each reader and the portal: no names and no number."""
    if facts.guides_read_by >= set(TRIAD):
        fact = _("Student, mentor and coach have each read a guide for their role.")
        return Proof(holds=True, fact=fact)
    fact = _("Not all three have read a guide for their role here yet.")
    return Proof(holds=False, fact=fact)


@proof(see="training", wide=True, only=(Role.MENTOR, Role.COORDINATOR))
def mentor_training_recorded(facts: PlacementFacts) -> Proof:
    trained, mentors = facts.programme.mentors_trained, facts.programme.mentors
    if not trained:
        fact = _("No mentor has training on record here; they may have trained elsewhere.")
        return Proof(holds=None, fact=fact)
    fact = _("%(count)s of %(all)s mentors of the programme have training on record.")
    return Proof(holds=True, fact=fact % {"count": trained, "all": mentors})


@proof(see="plan")
def personal_goals_confirmed(facts: PlacementFacts) -> Proof:
    if not facts.goals:
        return Proof(holds=None, fact=_("No goal of the student's own was handed in here."))
    fact = ngettext(
        "The teacher confirmed %(confirmed)s of %(count)s goal of the student's own.",
        "The teacher confirmed %(confirmed)s of %(count)s goals of the student's own.",
        facts.goals,
    )
    words = fact % {"confirmed": facts.goals_confirmed, "count": facts.goals}
    return Proof(holds=facts.goals_confirmed > 0, fact=words)
