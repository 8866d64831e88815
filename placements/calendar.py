"""A meeting as an .ics file: the same event in everybody's calendar, moved or cancelled in place.

`uid` never changes and `sequence` only grows, so that a calendar replaces what it has (RFC 5546).
Moments are in UTC: no time zone has to be described.
"""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from accounts.models import User
from config import clock
from placements.enums import TrialogueKind, TrialogueState
from placements.models import Trialogue


def invitation(trialogue: Trialogue, language: str) -> str:
    """The text of the .ics for one reader; a cancelled meeting takes itself out of calendars.

    `trialogue.placement` needs its people (`with_people()`), else they are fetched.
    """
    with translation.override(language):
        calendar = Calendar()
        calendar.add("prodid", "-//Trialoog//Trialoog//NL")
        calendar.add("version", "2.0")
        calendar.add("method", "CANCEL" if _is_cancelled(trialogue) else "REQUEST")
        calendar.add_component(_event(trialogue))
        return calendar.to_ical().decode()


def title(trialogue: Trialogue) -> str:
    """'Trialoog: Amina Bouzid', as it stands in a calendar."""
    kind = str(TrialogueKind(trialogue.kind).label)
    return f"{kind[:1].upper()}{kind[1:]}: {trialogue.placement.student.get_full_name()}"


def _is_cancelled(trialogue: Trialogue) -> bool:
    return trialogue.state == TrialogueState.CANCELLED


def _event(trialogue: Trialogue) -> Event:
    event = Event()
    event.add("uid", f"{trialogue.uid}@{settings.MAIL_DOMAIN}")
    event.add("sequence", trialogue.sequence)
    event.add("dtstamp", clock.now().astimezone(dt.UTC))
    event.add("dtstart", trialogue.starts_at.astimezone(dt.UTC))
    event.add("duration", dt.timedelta(minutes=trialogue.minutes))
    event.add("summary", title(trialogue))
    event.add("status", "CANCELLED" if _is_cancelled(trialogue) else "CONFIRMED")
    event.add("description", _description(trialogue))
    event.add("url", settings.SITE_URL + reverse("placements:trialogue", args=[trialogue.pk]))
    if trialogue.place or trialogue.video_link:
        event.add("location", trialogue.place or trialogue.video_link)
    _add_people(event, trialogue)
    return event


def _description(trialogue: Trialogue) -> str:
    if _is_cancelled(trialogue):
        return _("This meeting is cancelled: %(reason)s") % {"reason": trialogue.cancelled_because}
    lines = [
        _("Student, mentor and coach talk about the placement; the agenda is in the portal."),
        trialogue.video_link,
    ]
    return "\n".join(line for line in lines if line)


def _add_people(event: Event, trialogue: Trialogue) -> None:
    """The coach asks; student and mentor are asked."""
    coach = trialogue.placement.coach or trialogue.planned_by
    event.add("organizer", _address(coach), encode=0)
    for voice in trialogue.placement.voices():
        attendee = _address(voice.person)
        accepted = voice.person_id == coach.pk
        attendee.params["partstat"] = vText("ACCEPTED" if accepted else "NEEDS-ACTION")
        attendee.params["role"] = vText("CHAIR" if accepted else "REQ-PARTICIPANT")
        attendee.params["rsvp"] = vText("FALSE" if accepted else "TRUE")
        event.add("attendee", attendee, encode=0)


def _address(person: User) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["cn"] = vText(person.get_full_name())
    return address
