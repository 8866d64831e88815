"""What a changed fact does to an agreement that went out: noted, told, or signed again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from accounts.actions.history import record
from accounts.models import User
from placements.actions.agreement_news import coordinators, informed, tell
from placements.actions.agreements import open_draft, take_back
from placements.actions.parties import locked
from placements.enums import AgreementState, FieldClass
from placements.models import Agreement, FactChange, Organisation, Placement, Workplace
from placements.overviews.facts import facts_of, frozen_facts, known_facts, roles_to_sign
from placements.rules.agreements import NOT_SENT, names_somebody_gone
from placements.rules.facts import Moved, moved, of_weight
from placements.rules.signing import party


@transaction.atomic
def follow(*, by: User | None, placement: Placement) -> Agreement | None:
    """After a fact changed: note it with the agreement that went out, tell the parties, or draft
    the version that those concerned sign anew; answers that draft.

    A draft follows the facts by itself. What is out and can be completed no more is withdrawn;
    what all have signed stays the contract until its amendment is signed. Doing it twice does
    nothing twice. Whoever changed the fact answers for who may.
    """
    placement = locked(placement)
    if not placement.is_open:
        return None
    standing = list(
        placement.agreements.filter(state__in=[AgreementState.OUT, AgreementState.SIGNED])
        .select_for_update(of=["self"])
        .order_by("-version")
    )
    for agreement in standing:
        agreement.placement = placement
    told: set[str] = set()
    for agreement in standing:
        told |= _note(agreement, by, told)
    return _renew(placement, standing, by)


def follow_at(*, by: User | None, workplace: Workplace) -> None:
    """The same for every placement at this workplace whose agreement went out."""
    _follow_all(Placement.objects.filter(workplace=workplace), by)


def follow_of(*, by: User | None, organisation: Organisation) -> None:
    """The same for every placement at this organisation."""
    _follow_all(Placement.objects.filter(workplace__organisation=organisation), by)


def _follow_all(placements: Iterable[Placement], by: User | None) -> None:
    went_out = [AgreementState.OUT, AgreementState.SIGNED]
    found = placements.open().filter(agreements__state__in=went_out).distinct().order_by("pk")
    for placement in found:
        follow(by=by, placement=placement)


def _note(agreement: Agreement, by: User | None, told: set[str]) -> set[str]:
    """Write down what changed since it was last known; answers the facts that were told."""
    today = facts_of(agreement.placement, agreement.language)
    moves = moved(known_facts(agreement), today)
    for move in moves:
        roles = move.fact.concerns if move.fact.weight == FieldClass.NOTIFY else ()
        FactChange.objects.create(
            agreement=agreement,
            fact=move.fact.key,
            weight=move.fact.weight,
            old=move.old,
            new=move.new,
            told=list(roles),
            by=by,
        )
        topic = agreement.placement.topic
        record("fact-changed", agreement, by=by, topic=topic, fact=move.fact.key)
    to_tell = [move for move in of_weight(moves, FieldClass.NOTIFY) if move.fact.key not in told]
    if to_tell:
        _tell(agreement, to_tell, by)
    return {move.fact.key for move in to_tell}


def _tell(agreement: Agreement, moves: list[Moved], by: User | None) -> None:
    """One message for all that changed at once; not to who changed it."""
    last = agreement.fact_changes.last()
    roles = {role for move in moves for role in move.fact.concerns}
    people = [party(agreement, role) for role in sorted(roles)] + informed(agreement)
    said = [[move.fact.key, move.old, move.new] for move in moves]
    for person in dict.fromkeys(people):
        if person is not None and person != by:
            tell(
                agreement,
                person,
                "agreement-facts-changed",
                "placements:agreement",
                urgent=False,
                edition=f"fact{last.pk}",
                facts=said,
            )


def _renew(placement: Placement, standing: list[Agreement], by: User | None) -> Agreement | None:
    """The draft that is needed, if any; what is out and does not hold any more is taken back."""
    out = next((one for one in standing if one.state == AgreementState.OUT), None)
    signed = next((one for one in standing if one.state == AgreementState.SIGNED), None)
    if out is not None:
        if not _is_outdated(out):
            return None
        with translation.override(out.language):
            reason = gettext("Something in it has changed; a new version is being prepared.")
        take_back(out, by, reason)
        return _draft(placement, out, by)
    if signed is None or not _has_other_facts(signed):
        return None
    on_its_way = placement.agreements.filter(state__in=NOT_SENT).first()
    if on_its_way is None:
        if placement.agreements.filter(state=AgreementState.REFUSED).exists():
            return None  # the coordinator copies it, with today's facts
        return _draft(placement, signed, by)
    on_its_way.required_roles = roles_to_sign(on_its_way)
    on_its_way.save(update_fields=["required_roles"])
    return on_its_way


def _is_outdated(out: Agreement) -> bool:
    signed = set(out.signatures.values_list("role", flat=True))
    return _has_other_facts(out) or names_somebody_gone(out, signed)


def _has_other_facts(agreement: Agreement) -> bool:
    """Whether today's facts ask for signatures that this one does not carry."""
    today = facts_of(agreement.placement, agreement.language)
    return bool(of_weight(moved(frozen_facts(agreement), today), FieldClass.RESIGN))


def _draft(placement: Placement, before: Agreement, by: User | None) -> Agreement:
    draft = open_draft(by or before.opened_by, placement, before.language, predecessor=before)
    for person in coordinators(draft, but=by):
        tell(draft, person, "amendment-drafted", "placements:agreement")
    return draft
