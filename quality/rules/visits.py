"""When a visit can be planned, held, thanked for and reported; and what nobody may keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from config import clock
from config.refusal import Obstacle
from placements.rules.access import coordinates
from quality.enums import ConsentKind, VisitState

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import Placement
    from quality.models import Visit, VisitConsent

THANK_WITHIN = dt.timedelta(days=7)
REPORT_WITHIN = dt.timedelta(days=14)
ONLY_VISITOR = _("Only who makes this visit can do this.")
ONLY_COACH = _("A visit is planned by the coach or a coordinator of the placement.")
NOTES_ARE_PRIVATE = _("The notes of a visit are for who made it; the report is what you may read.")
VISITED = (VisitState.HELD, VisitState.REPORTED)
OPEN = (VisitState.WISHED, VisitState.PLANNED)


def may_arrange(user: User, placement: Placement) -> bool:
    """Wish for a visit to the workplace of this placement."""
    is_coach = placement.role_of(user) == Role.COACH
    return is_coach or coordinates(user, placement.enrolment.programme)


def makes(user: User, visit: Visit) -> bool:
    return visit.visitor_id == user.pk


def plan_obstacles(
    visit: Visit, starts_at: dt.datetime, contact_name: str, now: dt.datetime
) -> Iterable[Obstacle]:
    """Why it cannot be planned at this moment; a moment of today that passed may be noted."""
    if visit.state not in OPEN:
        yield Obstacle("visit-not-open", _("This visit took place or was cancelled."))
    if clock.local_date(starts_at) < clock.local_date(now):
        yield Obstacle("visit-in-the-past", _("Choose a moment that is still to come."), "date")
    if not contact_name.strip():
        yield Obstacle("no-contact", _("Write whom you will meet there."), "contact_name")


def confirm_obstacles(visit: Visit) -> Iterable[Obstacle]:
    if visit.state != VisitState.PLANNED or visit.confirmed_at is not None:
        yield Obstacle("nothing-to-confirm", _("There is no appointment to confirm."))


def cancel_obstacles(visit: Visit, reason: str) -> Iterable[Obstacle]:
    if visit.state not in OPEN:
        yield Obstacle("visit-not-open", _("This visit took place or was cancelled."))
    if not reason.strip():
        yield Obstacle("no-reason", _("Say why, in a few words."), "reason")


def hold_obstacles(visit: Visit, now: dt.datetime) -> Iterable[Obstacle]:
    if visit.state != VisitState.PLANNED:
        yield Obstacle("visit-not-planned", _("Only a planned visit can take place."))
    elif visit.starts_at > now:
        yield Obstacle("visit-to-come", _("The visit is still to come."))


def note_obstacles(visit: Visit) -> Iterable[Obstacle]:
    """Notes go on until the report is made; before a moment is set there is nothing to note."""
    if visit.state not in {VisitState.PLANNED, VisitState.HELD}:
        yield Obstacle("visit-takes-no-notes", _("No notes can be made of this visit now."))


def thank_obstacles(visit: Visit, words: str) -> Iterable[Obstacle]:
    if visit.state not in VISITED:
        yield Obstacle("visit-not-held", _("First say that the visit took place."))
    elif visit.thanked_at is not None:
        yield Obstacle("visit-thanked", _("They were thanked already."))
    if not words.strip():
        yield Obstacle("no-words", _("Write a few words of thanks."), "words")


def report_obstacles(visit: Visit) -> Iterable[Obstacle]:
    if visit.state != VisitState.HELD:
        yield Obstacle("visit-not-held", _("A report is made once, of a visit that took place."))


def to_do_obstacles(visit: Visit, number: int) -> Iterable[Obstacle]:
    """`number`: the place in the list of what was agreed, from 0."""
    agreed = visit.report.get("to_do", [])
    if number >= len(agreed):
        yield Obstacle("nothing-agreed", _("That was not agreed."))
    elif agreed[number]["done_on"]:
        yield Obstacle("already-done", _("This was done already."))


def consent_obstacles(
    visit: Visit, kind: str, *, words: str, has_file: bool, allowed: bool
) -> Iterable[Obstacle]:
    if visit.state not in VISITED:
        yield Obstacle("visit-not-held", _("First say that the visit took place."))
    if not allowed:
        yield Obstacle(
            "no-consent", _("Without their consent nothing is kept. Ask first."), "allowed"
        )
    if kind == ConsentKind.PHOTO and not has_file:
        yield Obstacle("no-photo", _("Choose the photo."), "file")
    if kind == ConsentKind.TESTIMONIAL and not words.strip():
        yield Obstacle("no-words", _("Write what they said."), "words")


def revoke_obstacles(consent: VisitConsent) -> Iterable[Obstacle]:
    if consent.revoked_at is not None:
        yield Obstacle("consent-revoked", _("This consent was taken back already."))
