"""Whose name may be kept, for how long: with consent, for a purpose, until a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.refusal import Obstacle
from quality.enums import VisitState

if TYPE_CHECKING:
    from quality.models import Visit

LONGEST = dt.timedelta(days=730)
USUAL = dt.timedelta(days=365)
NOT_YOURS = _("This is for who noted them, and for the coordinators of the programme.")


def note_obstacles(
    visit: Visit,
    *,
    allowed: bool,
    email: str,
    phone: str,
    forget_on: dt.date,
    today: dt.date,
) -> Iterable[Obstacle]:
    if visit.state in {VisitState.WISHED, VisitState.CANCELLED}:
        yield Obstacle("visit-not-planned", _("People are noted during or after a visit."))
    if not allowed:
        yield Obstacle(
            "no-consent", _("Without their consent nothing is kept. Ask first."), "allowed"
        )
    if not email and not phone:
        yield Obstacle("no-way", _("Write an e-mail address or a phone number."), "email")
    if forget_on <= today:
        yield Obstacle("forget-in-the-past", _("Choose a day that is still to come."), "forget_on")
    elif forget_on > today + LONGEST:
        yield Obstacle("kept-too-long", _("Two years is the longest."), "forget_on")
