"""What stays after a placement, and what a programme learns from its placements."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quality.proofs.facts import PlacementFacts
from quality.proofs.register import Proof, proof


@proof(see="statement")
def competence_statement_issued(facts: PlacementFacts) -> Proof:
    if facts.statement_on is not None:
        fact = _("A statement was issued on %(date)s.")
        return Proof(holds=True, fact=fact % {"date": date_format(facts.statement_on)})
    if facts.finalised_on is None:
        return Proof(holds=None, fact=_("The placement has not been finalised yet."))
    fact = ngettext(
        "The coach validated %(count)s competence; the statement lists it.",
        "The coach validated %(count)s competences; the statement lists them.",
        facts.validated,
    )
    return Proof(holds=facts.validated > 0, fact=fact % {"count": facts.validated})


@proof(see="portfolio")
def portfolio_rendered(facts: PlacementFacts) -> Proof:
    if facts.portfolios:
        return Proof(holds=True, fact=_("The student made a portfolio."))
    return Proof(holds=None, fact=_("The student has not made a portfolio here yet."))


@proof(see="directory", wide=True)
def workplace_directory_size(facts: PlacementFacts) -> Proof:
    count = facts.programme.workplaces
    fact = ngettext(
        "The programme knows %(count)s workplace.",
        "The programme knows %(count)s workplaces.",
        count,
    )
    return Proof(holds=count > 1, fact=fact % {"count": count})


@proof(see="cycles", wide=True)
def checklist_cycle_closed(facts: PlacementFacts) -> Proof:
    """That none was concluded here tells nothing about what was done elsewhere before."""
    programme = facts.programme
    if programme.concluded_on is None:
        return Proof(holds=None, fact=_("No self-evaluation was concluded here yet."))
    fact = _("The self-evaluation of %(year)s was concluded on %(date)s.")
    said = {"year": programme.concluded[0], "date": date_format(programme.concluded_on)}
    return Proof(holds=True, fact=fact % said)


@proof(see="comparison", wide=True)
def cycles_compared(facts: PlacementFacts) -> Proof:
    years = facts.programme.concluded
    if len(years) < 2:
        return Proof(holds=None, fact=_("There are no two self-evaluations to compare yet."))
    fact = _("The self-evaluations of %(before)s and %(after)s can be compared point by point.")
    return Proof(holds=True, fact=fact % {"before": years[1], "after": years[0]})


@proof(see="cycles", wide=True)
def actions_carried_over(facts: PlacementFacts) -> Proof:
    programme = facts.programme
    if not programme.followed_up:
        fact = _("No self-evaluation here went on from an earlier one yet.")
        return Proof(holds=None, fact=fact)
    if not programme.carried:
        fact = _("The self-evaluation went on from the earlier one; no action was left open.")
        return Proof(holds=True, fact=fact)
    fact = ngettext(
        "%(count)s action went on from the earlier self-evaluation; %(done)s of them done.",
        "%(count)s actions went on from the earlier self-evaluation; %(done)s of them done.",
        programme.carried,
    )
    said = {"count": programme.carried, "done": programme.carried_done}
    return Proof(holds=True, fact=fact % said)


@proof(see="visits", wide=True)
def testimonials_collected(facts: PlacementFacts) -> Proof:
    """With consent, and not taken back; what was told without being written down is not known."""
    count = facts.programme.testimonials
    if not count:
        return Proof(holds=None, fact=_("No testimonial was noted here yet."))
    fact = ngettext(
        "%(count)s testimonial was noted with consent.",
        "%(count)s testimonials were noted with consent.",
        count,
    )
    return Proof(holds=True, fact=fact % {"count": count})
