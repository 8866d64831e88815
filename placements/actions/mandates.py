"""Deputies of a mentor, and the mentor who says "I am no longer it"."""

import datetime as dt

from django.db import transaction
from django.urls import reverse

from accounts.actions.history import record
from accounts.actions.notifications import cancel, notify
from accounts.enums import Role
from accounts.models import User
from competences.actions import dossiers
from competences.models import Voice
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions import amendments, rerouting, trialogues
from placements.actions.parties import locked
from placements.models import HandOverRequest, Placement
from placements.rules import mandates as rules
from placements.rules.placements import closed_obstacles


@transaction.atomic
def add_deputy(
    *, by: User, placement: Placement, person: User, last_day: dt.date | None = None
) -> Voice:
    """From today on this person stands in for the mentor: sees the desk of this placement, speaks
    with the mentor's voice, under their own name. Student, coach and mentor hear who joins."""
    placement = locked(placement)
    _require_deputies(by, placement)
    refuse_if(closed_obstacles(placement))
    voice = dossiers.add_deputy(
        by=by,
        dossier=placement.dossier,
        person=person,
        topic=placement.topic,
        last_day=last_day,
    )
    placement = Placement.objects.with_people().get(pk=placement.pk)
    said = _said(placement, person) | {"mentor": placement.mentor.get_full_name()}
    for reader in (person, placement.student, placement.mentor, placement.coach):
        if reader is not None and reader != by:
            _tell(reader, "deputy-added", voice, placement, said | {"me": reader == person})
    trialogues.tell_calendar_of_new_person(
        placement=placement, role=Role.MENTOR, old=None, new=person
    )
    return voice


@transaction.atomic
def end_deputy(*, by: User, placement: Placement, voice: Voice) -> Voice:
    """The deputy sees nothing from now on; what was asked of them stays with the mentor."""
    placement = locked(placement)
    _require_deputies(by, placement)
    refuse_if(closed_obstacles(placement))
    voice = dossiers.end_deputy(
        by=by, voice=placement.dossier.voices.get(pk=voice.pk), topic=placement.topic
    )
    placement = Placement.objects.with_people().get(pk=placement.pk)
    rerouting.reroute(placement=placement, old=voice.person, new=None)
    trialogues.tell_calendar_of_new_person(
        placement=placement, role=Role.MENTOR, old=voice.person, new=None
    )
    _tell_who_left(voice.person, placement, voice)
    return voice


def _require_deputies(by: User, placement: Placement) -> None:
    if not rules.may_change_deputies(by, placement):
        raise Refusal("not-your-role", rules.ONLY_WHO_ANSWERS)


def hand_on(*, by: User | None, placement: Placement, voice: Voice, old: User | None) -> None:
    """After a role changed hands, in the same transaction: whatever was open follows the role.

    `placement` as it is now, `voice` the new mandate, `old` who had it until now.
    """
    role, new = voice.role, voice.person
    if old is not None:
        rerouting.reroute(placement=placement, old=old, new=new)
        _tell_who_left(old, placement, voice)
    trialogues.tell_calendar_of_new_person(placement=placement, role=role, old=old, new=new)
    amendments.follow(by=by, placement=placement)
    if role == Role.MENTOR:
        settle_open(by=by or new, placement=placement)


def _tell_who_left(person: User, placement: Placement, voice: Voice) -> None:
    """No link: there is nothing left to see. Who stays on in another part hears it all the same."""
    to = voice.person.get_full_name() if voice.person_id != person.pk else ""
    notify(
        "mandate-ended",
        subject=f"accounts.user:{person.pk}#voice{voice.pk}",
        recipient=person,
        due_on=clock.today(),
        context=_said(placement, person)
        | {"role": str(voice.role), "new": to, "deputy": voice.is_deputy},
        urgent=True,
    )


@transaction.atomic
def ask(
    *,
    by: User,
    placement: Placement,
    suggested_name: str = "",
    suggested_email: str = "",
    reason: str = "",
) -> HandOverRequest:
    """The mentor says not to be the mentor any more; coach and coordinators hear it at once. Until
    one of them hands over, the mentor stays the mentor."""
    placement = locked(placement)
    request = placement.hand_over_requests.open().first()
    refuse_if(rules.ask_obstacles(placement, by, open_request=request, email=suggested_email))
    request = HandOverRequest.objects.create(
        placement=placement,
        asked_by=by,
        suggested_name=suggested_name.strip(),
        suggested_email=suggested_email.strip().lower(),
        reason=reason.strip(),
    )
    record("hand-over-asked", request, by=by, topic=placement.topic)
    said = _said(placement, by)
    for reader in _who_hand_over(placement):
        _tell(reader, "hand-over-asked", request, placement, said)
    return request


@transaction.atomic
def close(*, by: User, request: HandOverRequest) -> HandOverRequest:
    """The mentor stays after all: nobody has to hand over any more."""
    placement = locked(request.placement)
    request = HandOverRequest.objects.select_for_update(of=["self"]).get(pk=request.pk)
    if not rules.may_close_request(by, placement):
        raise Refusal("not-your-role", rules.ONLY_THE_MENTOR)
    refuse_if(rules.close_obstacles(request))
    _settle(request, by)
    record("hand-over-closed", request, by=by, topic=placement.topic)
    said = _said(placement, by)
    for reader in {*_who_hand_over(placement), request.asked_by} - {by}:
        _tell(reader, "hand-over-closed", request, placement, said, urgent=False)
    return request


def settle_open(*, by: User, placement: Placement) -> None:
    """Somebody took over, or the placement is over: whoever holds the placement says so here."""
    for request in placement.hand_over_requests.open():
        _settle(request, by)


def _settle(request: HandOverRequest, by: User) -> None:
    """Nothing has to be done about it any more, and nobody is told to."""
    request.settled_at, request.settled_by = clock.now(), by
    request.save(update_fields=["settled_at", "settled_by"])
    cancel(subject=request)


def _who_hand_over(placement: Placement) -> set[User]:
    coordinators = placement.enrolment.programme.coordinators.filter(is_active=True)
    return {*coordinators, *([placement.coach] if placement.coach else [])}


def _said(placement: Placement, person: User) -> dict[str, str]:
    return {
        "person": person.get_full_name(),
        "student": placement.student.get_full_name(),
        "organisation": placement.workplace.organisation.name,
    }


def _tell(
    reader: User, rule: str, subject, placement: Placement, said: dict, *, urgent: bool = True
) -> None:
    notify(
        rule,
        subject=subject,
        recipient=reader,
        due_on=clock.today(),
        context=said,
        url=reverse("placements:mandate-list", args=[placement.pk]),
        urgent=urgent,
    )
