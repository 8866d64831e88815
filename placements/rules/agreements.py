"""When an agreement can be opened, sent and withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD, Role
from config.refusal import Obstacle
from placements.enums import AgreementState
from placements.rules.placements import closed_obstacles
from placements.rules.signing import same_name

if TYPE_CHECKING:
    from placements.models import Agreement, Placement


def open_obstacles(*, is_open: bool, active: Agreement | None) -> Iterable[Obstacle]:
    if not is_open:
        yield Obstacle("placement-closed", _("This placement has ended."))
    if active is not None:
        yield Obstacle(
            "agreement-exists",
            gettext("Agreement %(reference)s is already there; withdraw it first.")
            % {"reference": active.reference},
        )


def send_obstacles(agreement: Agreement) -> Iterable[Obstacle]:
    yield from closed_obstacles(agreement.placement)
    if agreement.state != AgreementState.DRAFT:
        yield Obstacle("already-sent", _("This agreement has already been sent out."))
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


def is_outdated(agreement: Agreement, placement: Placement) -> bool:
    """Whether it went out and names a mentor or a coach who is that no more."""
    return bool(agreement.content) and any(
        not same_name(agreement.content.get(role.value, ""), person.get_full_name())
        for role in (Role.MENTOR, Role.COACH)
        if (person := placement.person(role)) is not None
    )


def withdraw_obstacles(agreement: Agreement, reason: str) -> Iterable[Obstacle]:
    """Not after finalising: that decision rests on an agreement signed by all (rule 9)."""
    if agreement.placement.finalised_at is not None:
        yield Obstacle(
            "placement-finalised",
            _("The placement has been finalised; its agreement stays with it."),
        )
    if agreement.state == AgreementState.WITHDRAWN:
        yield Obstacle("already-withdrawn", _("This agreement has already been withdrawn."))
    if not reason.strip():
        yield Obstacle("reason-missing", _("Say why the agreement is withdrawn."), "reason")
