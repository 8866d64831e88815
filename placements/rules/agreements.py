"""When an agreement can be opened, copied, checked, sent and withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD
from config.refusal import Obstacle
from placements.enums import AgreementState
from placements.rules.placements import closed_obstacles
from placements.rules.signing import names, party

if TYPE_CHECKING:
    from placements.models import Agreement

NOT_SENT = (AgreementState.DRAFT, AgreementState.CHECKING)
# What can be taken back and written anew; what all signed is amended instead, and stays meanwhile.
COPIED = (
    AgreementState.OUT,
    AgreementState.REFUSED,
    AgreementState.WITHDRAWN,
    AgreementState.SIGNED,
)
OVER = (AgreementState.AMENDED, AgreementState.ENDED)


UNANSWERED = Obstacle(
    "corrections-unanswered", _("The workplace proposed corrections; take or decline them first.")
)


def open_obstacles(*, is_open: bool, active: Agreement | None) -> Iterable[Obstacle]:
    if not is_open:
        yield Obstacle("placement-closed", _("This placement has ended."))
    if active is not None:
        yield is_there(active)


def is_there(active: Agreement) -> Obstacle:
    return Obstacle(
        "agreement-exists",
        gettext("Agreement %(reference)s is already there; withdraw it first.")
        % {"reference": active.reference},
    )


def copy_obstacles(
    agreement: Agreement, *, on_its_way: Agreement | None, reason: str
) -> Iterable[Obstacle]:
    """`on_its_way`: the one of this placement that is, if any. What is out is withdrawn by it, so
    that asks for a reason; what was refused has one, what all signed stays."""
    yield from closed_obstacles(agreement.placement)
    if agreement.state not in COPIED:
        yield Obstacle("nothing-to-copy", _("Only what went out can be copied."))
    elif on_its_way is not None and on_its_way.pk != agreement.pk:
        yield is_there(on_its_way)
    if agreement.state == AgreementState.OUT and not reason.strip():
        yield Obstacle("reason-missing", _("Say why the agreement is withdrawn."), "reason")


def check_obstacles(
    agreement: Agreement, *, has_party: bool, unanswered: bool
) -> Iterable[Obstacle]:
    """Why the workplace cannot be asked to check the facts."""
    yield from closed_obstacles(agreement.placement)
    if agreement.state == AgreementState.CHECKING:
        yield Obstacle("check-asked", _("The workplace has been asked already."))
    elif agreement.state != AgreementState.DRAFT:
        yield Obstacle("already-sent", _("This agreement has already been sent out."))
    elif unanswered:
        yield UNANSWERED
    if not has_party:
        yield Obstacle("no-workplace-party", _("There is no mentor yet who could check it."))


def send_obstacles(agreement: Agreement, *, unanswered: bool = False) -> Iterable[Obstacle]:
    """`unanswered`: the workplace proposed corrections that nobody took or declined yet."""
    yield from closed_obstacles(agreement.placement)
    if agreement.state == AgreementState.WITHDRAWN:
        yield Obstacle("agreement-withdrawn", _("This agreement has been withdrawn."))
    elif agreement.state not in NOT_SENT:
        yield Obstacle("already-sent", _("This agreement has already been sent out."))
    elif unanswered:
        yield UNANSWERED
    placement = agreement.placement
    if not all(placement.person(role) for role in TRIAD):
        yield Obstacle(
            "triad-incomplete", _("Student, mentor and coach must be known before it goes out.")
        )
    elif placement.signatory in {placement.student, placement.coach}:
        yield Obstacle(
            "signatory-is-a-party",
            _("Who signs for the workplace cannot be the student or the coach as well."),
        )


def names_somebody_gone(agreement: Agreement, signed: Collection[str]) -> bool:
    """Whether it is out and a signature is missing that nobody can put any more: the one whom it
    names there no longer has that place."""
    return any(
        not names(agreement, role, person)
        for role in agreement.required_roles
        if role not in signed and (person := party(agreement, role)) is not None
    )


def withdraw_obstacles(agreement: Agreement, reason: str) -> Iterable[Obstacle]:
    """Not after the placement ended: its agreement stays with it (rule 9); nor what an amendment
    came in place of."""
    if agreement.placement.finalised_at is not None:
        yield Obstacle(
            "placement-finalised",
            _("The placement has been finalised; its agreement stays with it."),
        )
    elif agreement.state in OVER:
        yield Obstacle("agreement-over", _("This agreement is over; it stays as it was."))
    if agreement.state == AgreementState.WITHDRAWN:
        yield Obstacle("already-withdrawn", _("This agreement has already been withdrawn."))
    if not reason.strip():
        yield Obstacle("reason-missing", _("Say why the agreement is withdrawn."), "reason")


def remind_obstacles(*, waits: bool, can_be_asked: bool) -> Iterable[Obstacle]:
    """`can_be_asked`: somebody it waits for was not asked by a coordinator lately."""
    if not waits:
        yield Obstacle("nobody-to-ask", _("This agreement waits for nobody but you."))
    elif not can_be_asked:
        yield Obstacle(
            "asked-already", _("You asked this lately; give it a few working days first.")
        )
