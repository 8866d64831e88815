"""Agreements in every state, so that the board of agreements has something to say of each party."""

import datetime as dt

from accounts.enums import Role
from accounts.models import User
from config import clock
from placements.actions import agreement_reminders, fact_checks, organisations, signing
from placements.actions.organisations import Contact
from placements.enums import AgreementState
from placements.models import Agreement, Placement

STREET = {"street": {"value": "Kaai 12", "why": "We zijn in augustus verhuisd."}}


def let_them_live(*, by: User) -> None:
    """Of what was opened from the list: facts at a workplace to check, confirmed and corrected;
    one that a student does not sign, and one that the coordinator asked for again. All of it today:
    whoever the list names has a mandate since it was imported."""
    drafts = iter(_of_list(by, AgreementState.DRAFT))
    _ask(by, next(drafts))
    _say(_ask(by, next(drafts)), {})
    _say(_ask(by, next(drafts)), STREET)
    out = iter(_of_list(by, AgreementState.OUT))
    refused = next(out)
    signing.refuse(
        by=refused.placement.student,
        agreement=refused,
        reason="Mijn laatste dag klopt niet: ik blijf tot eind juni.",
    )
    agreement_reminders.remind(by=by, agreement=next(out))


def change_a_contact(*, by: User, today: dt.date) -> None:
    """The contact at the first one is somebody else now: noted with it, and nobody signs again."""
    signed = Agreement.objects.filter(
        state=AgreementState.SIGNED,
        placement__finalised_at__isnull=True,
        placement__enrolment__programme__coordinators=by,
    )
    placement = signed.order_by("pk")[0].placement
    with clock.at(today - dt.timedelta(days=1)):
        workplace = placement.workplace
        contact = Contact(workplace.city, "Sofie Mertens", workplace.contact_email)
        organisations.change_contact(by=by, workplace=workplace, contact=contact)


def _of_list(by: User, state: AgreementState) -> list[Agreement]:
    found = Agreement.objects.filter(
        state=state, signatures__isnull=True, placement__enrolment__programme__coordinators=by
    )
    return [one for one in found.order_by("-pk") if _has_all_three(one.placement)]


def _has_all_three(placement: Placement) -> bool:
    return all(placement.person(role) for role in (Role.STUDENT, Role.MENTOR, Role.COACH))


def _ask(by: User, agreement: Agreement) -> Agreement:
    fact_checks.ask(by=by, agreement=agreement)
    return Agreement.objects.get(pk=agreement.pk)


def _say(agreement: Agreement, corrections: dict[str, dict[str, str]]) -> None:
    who = agreement.placement.signatory or agreement.placement.mentor
    fact_checks.say(by=who, agreement=agreement, corrections=corrections)
