"""Signing off the report of a meeting, in three ways, and opening it again for a correction.

Whatever the way, one function writes the yes, under the lock of the placement and the meeting: two
ways at once, or one code sent twenty times, give one sign-off.
"""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.enums import TRIAD, Role
from accounts.models import User
from accounts.secrets import fingerprint, new_token
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions.parties import require
from placements.actions.trialogues import lock
from placements.documents.trialogue_report import hash_of, report_values
from placements.enums import SignOffWay, TrialogueState
from placements.models import EarlierReport, SignOff, SignOffTicket, Trialogue
from placements.rules import sign_offs as rules

TICKET = "sign-off-ticket"


@transaction.atomic
def sign_off(*, by: User, trialogue: Trialogue, shown: str, remark: str = "") -> SignOff:
    """One voice's yes to the report it saw (`shown`: its hash), signed in oneself. The first one
    freezes the report, the third one closes it."""
    return _sign(lock(trialogue), by, shown, remark)


@transaction.atomic
def sign_off_passed(
    *, by: User, trialogue: Trialogue, person: User, shown: str, remark: str = ""
) -> SignOff:
    """The yes of `person` on the device of the coach (`by`), who is the witness."""
    trialogue = lock(trialogue)
    may_sign_here(by=by, trialogue=trialogue, person=person)
    return _sign(trialogue, person, shown, remark, way=SignOffWay.PASSED, witness=by)


@transaction.atomic
def sign_off_by_ticket(*, token: str, shown: str, remark: str = "") -> SignOff:
    """The yes of the person for whom the coach showed a code, who is thereby the witness."""
    ticket = ticket_of(token)
    if ticket is None:
        raise _ticket_over()
    trialogue = lock(ticket.trialogue)
    ticket = SignOffTicket.objects.select_for_update(of=["self"]).get(pk=ticket.pk)
    if not is_good(ticket, trialogue):
        raise _ticket_over()
    sign = _sign(trialogue, ticket.person, shown, remark, way=SignOffWay.QR, witness=ticket.made_by)
    ticket.used_at = clock.now()
    ticket.save(update_fields=["used_at"])
    return sign


def _ticket_over() -> Refusal:
    return Refusal("ticket-over", _("This code does not work any more. Ask the coach for another."))


def _sign(
    trialogue: Trialogue,
    person: User,
    shown: str,
    remark: str,
    *,
    way: SignOffWay = SignOffWay.OWN,
    witness: User | None = None,
) -> SignOff:
    """`trialogue` must be locked."""
    role, signed = trialogue.placement.role_of(person), _signed(trialogue)
    values = report_values(trialogue)
    report = hash_of(values)
    refuse_if(
        rules.sign_off_obstacles(trialogue, role=role, signed=signed, report=report, shown=shown)
    )
    if not trialogue.is_frozen:
        trialogue.report = values
        trialogue.save(update_fields=["report"])
    sign = SignOff.objects.create(
        trialogue=trialogue,
        role=role,
        person=person,
        name=person.get_full_name(),
        remark=remark.strip(),
        report_sha256=report,
        report_version=trialogue.report_version,
        way=way,
        witness=witness,
    )
    if way != SignOffWay.QR:
        _end_tickets(trialogue, role)
    said = {"role": role, "way": str(way), "version": trialogue.report_version}
    record("trialogue-signed", trialogue, by=person, topic=trialogue.placement.topic, **said)
    if signed | {role} >= set(TRIAD):
        trialogue.state = TrialogueState.SIGNED
        trialogue.save(update_fields=["state"])
    return sign


def _signed(trialogue: Trialogue) -> set[str]:
    return set(trialogue.sign_offs.current().values_list("role", flat=True))


def may_sign_here(*, by: User, trialogue: Trialogue, person: User) -> str:
    """The role in which `person` can sign off with this coach as witness; refused otherwise."""
    require(by, trialogue.placement, Role.COACH)
    role = trialogue.placement.role_of(person)
    refuse_if(rules.room_obstacles(trialogue, role=role, signed=_signed(trialogue)))
    return role


# --- codes for the own phone


@transaction.atomic
def make_ticket(*, by: User, trialogue: Trialogue, person: User) -> tuple[SignOffTicket, str]:
    """Let this person sign off on the own phone, for ten minutes; answers the ticket and its token,
    which is kept nowhere. A code shown before for the same voice ends."""
    trialogue = lock(trialogue)
    role, now = may_sign_here(by=by, trialogue=trialogue, person=person), clock.now()
    _end_tickets(trialogue, role)
    token = new_token()
    ticket = SignOffTicket.objects.create(
        trialogue=trialogue,
        role=role,
        person=person,
        token_hash=fingerprint(TICKET, token),
        made_by=by,
        made_at=now,
        expires_at=now + rules.TICKET_LASTS,
    )
    record("sign-off-code-shown", trialogue, by=by, topic=trialogue.placement.topic, role=role)
    return ticket, token


def ticket_of(token: str) -> SignOffTicket | None:
    """The ticket of a token, whether it still works or not. One query."""
    rows = SignOffTicket.objects.select_related("trialogue", "person", "made_by")
    return rows.filter(token_hash=fingerprint(TICKET, token)).first()  # whoever holds it may


def is_good(ticket: SignOffTicket, trialogue: Trialogue) -> bool:
    """It was not spent, and whoever it is for and whoever showed it still speak in their roles."""
    placement = trialogue.placement
    return (
        rules.ticket_is_open(ticket, clock.now())
        and trialogue.state == TrialogueState.HELD
        and placement.role_of(ticket.person) == ticket.role
        and placement.role_of(ticket.made_by) == Role.COACH
    )


def _end_tickets(trialogue: Trialogue, role: str | None = None) -> None:
    """Those that were not used, of one voice or of all."""
    unused = trialogue.tickets.filter(used_at__isnull=True, ended_at__isnull=True)
    unused = unused.filter(role=role) if role else unused
    unused.update(ended_at=clock.now())


# --- whoever is absent, and corrections


@transaction.atomic
def close(*, by: User, trialogue: Trialogue) -> list[User]:
    """The coach ends the talk: whoever did not sign off yet gets a mail with the way to it, at once
    and once a day at most. Answers to whom one goes now."""
    trialogue = lock(trialogue)
    require(by, trialogue.placement, Role.COACH)
    refuse_if(rules.open_report_obstacles(trialogue))
    missing = set(TRIAD) - _signed(trialogue)
    people = [
        person
        for role in TRIAD
        if role in missing
        for person in trialogue.placement.people(role)
        if person.pk != by.pk
    ]
    mailed = [
        person for person in people if _tell("report-to-sign", trialogue, person, clock.today())
    ]
    record(
        "sign-off-asked",
        trialogue,
        by=by,
        topic=trialogue.placement.topic,
        roles=sorted(missing),
    )
    return mailed


@transaction.atomic
def correct(*, by: User, trialogue: Trialogue, version: int, reason: str) -> Trialogue:
    """The coach opens a frozen report again: this version stays with its sign-offs, all three hear
    why, and the next one needs the yes of all three anew."""
    trialogue = lock(trialogue)
    require(by, trialogue.placement, Role.COACH)
    refuse_if(rules.correction_obstacles(trialogue, version=version, reason=reason))
    EarlierReport.objects.create(
        trialogue=trialogue,
        version=trialogue.report_version,
        values=trialogue.report,
        sha256=hash_of(trialogue.report),
        corrected_because=reason.strip(),
        corrected_by=by,
    )
    _end_tickets(trialogue)
    trialogue.report, trialogue.state = None, TrialogueState.HELD
    trialogue.report_version += 1
    trialogue.save(update_fields=["report", "state", "report_version"])
    said = {"version": version, "reason": reason.strip()}
    record("report-corrected", trialogue, by=by, topic=trialogue.placement.topic, **said)
    for role in TRIAD:
        for person in trialogue.placement.people(role):
            _tell("report-corrected", trialogue, person, clock.today(), reason=reason.strip())
    return trialogue


def _tell(rule: str, trialogue: Trialogue, person: User, day: dt.date, *, reason: str = "") -> bool:
    said = notify(
        rule,
        subject=f"placements.trialogue:{trialogue.pk}#v{trialogue.report_version}",
        recipient=person,
        due_on=day,
        context={
            "trialogue": trialogue.pk,
            "version": trialogue.report_version,
            "student": trialogue.placement.student.get_full_name(),
            "is_mine": trialogue.placement.role_of(person) == Role.STUDENT,
            "held_on": trialogue.held_on.isoformat(),
            "reason": reason,
        },
        url=reverse("placements:trialogue-sign-off", args=[trialogue.pk]),
        urgent=True,
    )
    return said is not None
