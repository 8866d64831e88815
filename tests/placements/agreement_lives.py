"""Agreements in tests: opened, sent and signed through the same actions as the pages."""

import datetime as dt
from collections.abc import Callable, Iterable

import pytest

from accounts.enums import TRIAD, SignInMethod
from accounts.models import User
from config import clock
from config.refusal import Refusal
from placements.actions import agreements, placements, sightings, signing
from placements.actions.placements import Plan
from placements.actions.signing import Evidence
from placements.models import Agreement, Placement
from placements.rules.signing import party

SENT = dt.date(2026, 9, 15)


def again(placement: Placement) -> Placement:
    """As it is now, with nothing remembered."""
    return Placement.objects.with_people().get(pk=placement.pk)


def draft(by: User, placement: Placement) -> Agreement:
    return agreements.open_agreement(by=by, placement=again(placement))


def send(by: User, placement: Placement) -> Agreement:
    return agreements.send(by=by, agreement=draft(by, placement))


def sign(agreement: Agreement, who: User) -> Agreement:
    agreement = Agreement.objects.get(pk=agreement.pk)
    sightings.shown(by=who, agreement=agreement)
    signing.sign(
        by=who,
        agreement=agreement,
        sha256=agreement.sha256,
        typed_name=who.get_full_name(),
        language="nl",
        evidence=Evidence(SignInMethod.LINK, clock.now()),
    )
    return Agreement.objects.get(pk=agreement.pk)


def sign_all(agreement: Agreement, roles: Iterable[str] = TRIAD) -> Agreement:
    for role in roles:
        agreement = Agreement.objects.get(pk=agreement.pk)
        agreement = sign(agreement, party(agreement, role))
    return agreement


def move_end(by: User | None, placement: Placement, ends_on: dt.date) -> None:
    placement = again(placement)
    plan = Plan(placement.starts_on, ends_on, tuple(placement.weekdays), placement.required_days)
    placements.change_plan(by=by, placement=placement, plan=plan)


def codes(act: Callable[[], object]) -> list[str]:
    """Why this was refused; fails when it was not."""
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.codes


def states(placement: Placement) -> list[tuple[int, str]]:
    return list(placement.agreements.order_by("version").values_list("version", "state"))
