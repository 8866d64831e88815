"""The verbs of a visit: wished for, planned, held, thanked for, reported; and what was agreed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions.history import record
from accounts.actions.notifications import cancel as cancel_notices
from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import HistoryEntry, User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.calendar import Appointment, appointment
from placements.models import Placement
from placements.rules.access import coordinates
from quality.actions import visit_mails
from quality.enums import VisitMailKind, VisitState
from quality.models import Visit
from quality.rules import visits as rules


@dataclass(frozen=True)
class Contact:
    """Whom one meets at the workplace; `language` in which they are written to."""

    contact_name: str
    contact_email: str = ""
    contact_phone: str = ""
    language: str = "nl"


@dataclass(frozen=True)
class Moment:
    """When and where; both moments aware."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""


def topic(visit: Visit) -> str:
    """The name under which history keeps the story of a visit."""
    return f"visit:{visit.pk}"


@transaction.atomic
def wish(*, by: User, placement: Placement, contact: Contact) -> Visit:
    """Somebody should go there: it stands on the follow-up list until it has a moment. The coach
    makes the visit, or the coordinator where there is none."""
    if not rules.may_arrange(by, placement):
        raise Refusal("not-your-role", rules.ONLY_COACH)
    visitor = by if placement.role_of(by) == Role.COACH else placement.coach or by
    visit = Visit.objects.create(
        workplace=placement.workplace,
        programme=placement.enrolment.programme,
        placement=placement,
        visitor=visitor,
        **asdict(contact),
    )
    record("visit-wished", visit, by=by, topic=topic(visit))
    return visit


@transaction.atomic
def arrange(*, by: User, placement: Placement, contact: Contact, moment: Moment | None) -> Visit:
    """Wish for a visit, and plan it at once where there is a moment."""
    visit = wish(by=by, placement=placement, contact=contact)
    return plan(by=by, visit=visit, contact=contact, moment=moment) if moment else visit


@transaction.atomic
def plan(*, by: User, visit: Visit, contact: Contact, moment: Moment) -> Visit:
    """Set the moment, or move it. The contact gets a confirmation with the calendar file, and so
    does the visitor."""
    visit = _arranged(by, visit)
    refuse_if(rules.plan_obstacles(visit, moment.starts_at, contact.contact_name, clock.now()))
    for name, value in {**asdict(contact), **asdict(moment)}.items():
        setattr(visit, name, value)
    visit.state, visit.confirmed_at = VisitState.PLANNED, None
    visit.save()
    record("visit-planned", visit, by=by, topic=topic(visit), at=moment.starts_at.isoformat())
    file = calendar_of(visit)
    visit_mails.post(visit, VisitMailKind.CONFIRMATION, facts=_facts(visit), calendar=file)
    cancel_notices(subject=visit)
    notify(
        "visit-planned",
        subject=visit,
        recipient=visit.visitor,
        due_on=clock.today(),
        context={
            "visit": visit.pk,
            "workplace": str(visit.workplace),
            "at": visit.starts_at.isoformat(),
        },
        url=reverse("quality:visit", args=[visit.pk]),
        calendar=file,
    )
    return visit


@transaction.atomic
def confirm(*, by: User, visit: Visit) -> Visit:
    """They agreed by phone or otherwise."""
    visit = _arranged(by, visit)
    refuse_if(rules.confirm_obstacles(visit))
    visit.confirmed_at = clock.now()
    visit.save(update_fields=["confirmed_at"])
    record("visit-confirmed", visit, by=by, topic=topic(visit))
    return visit


@transaction.atomic
def cancel(*, by: User, visit: Visit, reason: str) -> Visit:
    """It does not go on; whoever was told of it hears so, and it goes out of their calendar."""
    visit = _arranged(by, visit)
    refuse_if(rules.cancel_obstacles(visit, reason))
    was_planned, visit.state = visit.state == VisitState.PLANNED, VisitState.CANCELLED
    visit.cancelled_because = reason.strip()
    visit.save(update_fields=["state", "cancelled_because"])
    record("visit-cancelled", visit, by=by, topic=topic(visit), reason=visit.cancelled_because)
    cancel_notices(subject=visit)
    unsent = visit_mails.withdraw(visit, VisitMailKind.CONFIRMATION)
    if was_planned and not unsent:
        facts = {**_facts(visit), "reason": visit.cancelled_because}
        file = calendar_of(visit, cancelled=True)
        visit_mails.post(visit, VisitMailKind.CANCELLATION, facts=facts, calendar=file)
    return visit


@transaction.atomic
def hold(*, by: User, visit: Visit) -> Visit:
    """It took place, at the moment for which it was planned."""
    visit = _own(by, visit)
    refuse_if(rules.hold_obstacles(visit, clock.now()))
    visit.state, visit.held_at = VisitState.HELD, visit.starts_at
    visit.save(update_fields=["state", "held_at"])
    record("visit-held", visit, by=by, topic=topic(visit))
    return visit


@transaction.atomic
def thank(*, by: User, visit: Visit, words: str, by_mail: bool = True) -> Visit:
    """Thank them in one's own words: by a mail that leaves now, or note that it was done."""
    visit = _own(by, visit)
    refuse_if(rules.thank_obstacles(visit, words if by_mail else "-"))
    visit.thanked_at = clock.now()
    visit.save(update_fields=["thanked_at"])
    record("visit-thanked", visit, by=by, topic=topic(visit), by_mail=by_mail)
    if by_mail:
        sent = visit_mails.post(
            visit, VisitMailKind.THANKS, facts=_facts(visit), words=words.strip()
        )
        if sent is None:
            raise Refusal(
                "no-address", _("There is no e-mail address; thank them otherwise."), field="words"
            )
    return visit


@transaction.atomic
def report(
    *, by: User, visit: Visit, values: Mapping[str, dict], to_do: list[dict[str, str]]
) -> Visit:
    """Keep the report that the visitor made from the notes: `values` language -> frozen values of
    the paper, `to_do` what was agreed (`what`, `who`, `due` in ISO 8601 or "")."""
    visit = _own(by, visit)
    refuse_if(rules.report_obstacles(visit))
    agreed = [{**one, "done_on": ""} for one in to_do]
    visit.report = {**values, "to_do": agreed}
    visit.state, visit.reported_at = VisitState.REPORTED, clock.now()
    visit.save(update_fields=["report", "state", "reported_at"])
    record("visit-reported", visit, by=by, topic=topic(visit))
    return visit


@transaction.atomic
def finish_to_do(*, by: User, visit: Visit, number: int) -> Visit:
    """What was agreed is done; said by the visitor or a coordinator."""
    visit = _arranged(by, visit)
    refuse_if(rules.to_do_obstacles(visit, number))
    visit.report["to_do"][number]["done_on"] = clock.today().isoformat()
    visit.save(update_fields=["report"])
    record("visit-to-do-done", visit, by=by, topic=topic(visit), number=number)
    return visit


def calendar_of(visit: Visit, *, cancelled: bool = False) -> str:
    """The .ics in the language of the contact; its number grows with each change in history."""
    steps = HistoryEntry.objects.filter(
        topic=topic(visit), action__in=["visit-planned", "visit-cancelled"]
    )
    last = steps.order_by("pk").last()
    with translation.override(visit.language):
        one = Appointment(
            uid=f"visit-{visit.pk}",
            sequence=steps.count() - 1,
            stamped=last.at if last else visit.made_at,
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
            title=_("Visit to the workplace"),
            place=visit.place or visit.workplace.address,
            words=_("%(name)s visits the workplace.") % {"name": visit.visitor.get_full_name()},
            organizer=visit.visitor,
            guest=(visit.contact_name, visit.contact_email),
        )
        return appointment(one, cancelled=cancelled)


def _facts(visit: Visit) -> dict[str, str]:
    """What a mail says, as plain values: never a student's name, the address may be shared."""
    return {
        "starts_at": visit.starts_at.isoformat(),
        "ends_at": visit.ends_at.isoformat(),
        "place": visit.place or visit.workplace.address,
        "visitor": visit.visitor.get_full_name(),
        "visitor_email": visit.visitor.email,
        "programme": visit.programme.name_en or visit.programme.name_nl
        if visit.language == "en"
        else visit.programme.name_nl,
    }


def locked(visit: Visit) -> Visit:
    held = Visit.objects.select_for_update(of=("self",)).select_related(
        "programme", "visitor", "workplace__organisation"
    )
    return held.get(pk=visit.pk)


def _arranged(by: User, visit: Visit) -> Visit:
    visit = locked(visit)
    if not (rules.makes(by, visit) or coordinates(by, visit.programme)):
        raise Refusal("not-yours", rules.ONLY_VISITOR)
    return visit


def _own(by: User, visit: Visit) -> Visit:
    visit = locked(visit)
    if not rules.makes(by, visit):
        raise Refusal("not-yours", rules.ONLY_VISITOR)
    return visit
