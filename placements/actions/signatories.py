"""Who signs for a workplace: a mandate apart from the mentor's, kept by coordinators."""

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions import amendments
from placements.models import Placement, Signatory, Workplace
from placements.overviews.mandates import coordinates_at
from placements.rules import mandates as rules


@transaction.atomic
def appoint(*, by: User, workplace: Workplace, person: User, function: str = "") -> Signatory:
    """From today on this person signs agreements for the workplace; whoever did until now does no
    more. What is out and names that one is drafted anew; what names the mentor the mentor signs."""
    workplace = _locked(by, workplace)
    current = workplace.signatories.current().select_for_update(of=["self"]).first()
    running = Placement.objects.open().filter(workplace=workplace).with_people()
    refuse_if(rules.appoint_obstacles(person=person, current=current, placements=running))
    if current is not None:
        _end(current, by)
    signatory = Signatory.objects.create(
        workplace=workplace, person=person, function=function.strip()
    )
    record("signatory-appointed", signatory, by=by, new=person.get_full_name())
    amendments.follow_at(by=by, workplace=workplace)
    return signatory


@transaction.atomic
def dismiss(*, by: User, signatory: Signatory) -> Signatory:
    """The mentors sign for this workplace again; what this person signed stays."""
    _locked(by, signatory.workplace)
    signatory = Signatory.objects.select_for_update(of=["self"]).get(pk=signatory.pk)
    refuse_if(rules.dismiss_obstacles(signatory, clock.today()))
    signatory = _end(signatory, by)
    amendments.follow_at(by=by, workplace=signatory.workplace)
    return signatory


def _locked(by: User, workplace: Workplace) -> Workplace:
    """The workplace, for one writer at a time, when `by` coordinates a placement there."""
    if not coordinates_at(by, workplace):
        raise Refusal("not-your-role", rules.ONLY_THERE)
    return Workplace.objects.select_for_update(of=["self"]).get(pk=workplace.pk)


def _end(signatory: Signatory, by: User) -> Signatory:
    signatory.until = clock.today()
    signatory.save(update_fields=["until"])
    record("signatory-ended", signatory, by=by, old=signatory.person.get_full_name())
    return signatory
