"""A meeting as an .ics file: the same event in everybody's calendar, moved or cancelled in place.

`uid` never changes and `sequence` only grows, so that a calendar replaces what it has (RFC 5546).
Moments are in UTC: no time zone has to be described, and no clock change moves a meeting.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from accounts.models import User
from config import clock
from placements.enums import TrialogueKind, TrialogueState
from placements.models import Trialogue

PRODUCT = "-//Trialoog//Trialoog//NL"
REQUEST, CANCEL = "REQUEST", "CANCEL"
REFRESH = dt.timedelta(hours=1)


@dataclass(frozen=True)
class DayAtWork:
    """A planned day of a placement (its key) as it stands in a student's own calendar."""

    placement: int
    date: dt.date
    title: str
    known_at: dt.datetime


@dataclass(frozen=True)
class Appointment:
    """Somebody of the portal meets one who need not have an account. `words`: the description."""

    uid: str
    sequence: int
    stamped: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    place: str
    words: str
    organizer: User
    guest: tuple[str, str]  # name and address


def appointment(one: Appointment, *, cancelled: bool = False) -> str:
    """The text of its .ics, the same bytes each time; a cancelled one goes out of calendars."""
    event = Event()
    event.add("uid", f"{one.uid}@{settings.MAIL_DOMAIN}")
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.stamped.astimezone(dt.UTC))
    event.add("dtstart", one.starts_at.astimezone(dt.UTC))
    event.add("dtend", one.ends_at.astimezone(dt.UTC))
    event.add("summary", one.title)
    event.add("location", one.place)
    event.add("description", one.words)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _address(one.organizer), encode=0)
    guest = _addressed(*one.guest)
    guest.params["rsvp"] = vText("TRUE")
    event.add("attendee", guest, encode=0)
    return _file(CANCEL if cancelled else REQUEST, event)


def invitation(trialogue: Trialogue, language: str) -> str:
    """The text of the .ics for one reader; a cancelled meeting takes itself out of calendars.

    `trialogue.placement` needs its people (`with_people()`), else they are fetched.
    """
    with translation.override(language):
        event = _event(trialogue)
        event.add("description", _description(trialogue))
        event.add("status", "CANCELLED" if _is_cancelled(trialogue) else "CONFIRMED")
        event.add("url", _page(trialogue))
        _add_people(event, trialogue, [voice.person for voice in trialogue.placement.voices()])
        return _file(CANCEL if _is_cancelled(trialogue) else REQUEST, event)


def farewell(trialogue: Trialogue, person: User) -> str:
    """Takes the meeting, which goes on, out of the calendar of one who is no longer asked.

    It names nobody else and has no status: a cancelled one would be about the whole meeting.
    """
    with translation.override(person.language):
        event = _event(trialogue)
        _add_people(event, trialogue, [person])
        return _file(CANCEL, event)


def personal(name: str, meetings: Iterable[Trialogue], days: Iterable[DayAtWork]) -> str:
    """A calendar to subscribe to: meetings and days at the workplace, in the active language.

    The same facts give the same bytes, so that a program that asks again hears "nothing new".
    """
    calendar = _calendar()
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for trialogue in meetings:
        event = _event(trialogue, stamped=trialogue.changed_at)
        event.add("status", "CONFIRMED")
        event.add("url", _page(trialogue))
        calendar.add_component(event)
    for day in days:
        calendar.add_component(_day(day))
    return calendar.to_ical().decode()


def title(trialogue: Trialogue) -> str:
    """'Trialoog: Amina Bouzid', as it stands in a calendar."""
    kind = str(TrialogueKind(trialogue.kind).label)
    return f"{kind[:1].upper()}{kind[1:]}: {trialogue.placement.student.get_full_name()}"


def uid_of(trialogue: Trialogue) -> str:
    return f"{trialogue.uid}@{settings.MAIL_DOMAIN}"


def where(trialogue: Trialogue) -> str:
    return trialogue.place or trialogue.video_link


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def _file(method: str, event: Event) -> str:
    calendar = _calendar()
    calendar.add("method", method)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _is_cancelled(trialogue: Trialogue) -> bool:
    return trialogue.state == TrialogueState.CANCELLED


def _page(trialogue: Trialogue) -> str:
    return settings.SITE_URL + reverse("placements:trialogue", args=[trialogue.pk])


def _day(day: DayAtWork) -> Event:
    """A whole or half day: a date, which leaves the hours to the workplace and the person free."""
    event = Event()
    event.add("uid", f"day-{day.placement}-{day.date.isoformat()}@{settings.MAIL_DOMAIN}")
    event.add("dtstamp", day.known_at.astimezone(dt.UTC))
    event.add("dtstart", day.date)
    event.add("dtend", day.date + dt.timedelta(days=1))
    event.add("summary", day.title)
    event.add("transp", "TRANSPARENT")
    return event


def _event(trialogue: Trialogue, stamped: dt.datetime | None = None) -> Event:
    event = Event()
    event.add("uid", uid_of(trialogue))
    event.add("sequence", trialogue.sequence)
    event.add("dtstamp", (stamped or clock.now()).astimezone(dt.UTC))
    event.add("last-modified", trialogue.changed_at.astimezone(dt.UTC))
    starts_at = trialogue.starts_at.astimezone(dt.UTC)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + dt.timedelta(minutes=trialogue.minutes))
    event.add("summary", title(trialogue))
    if where(trialogue):
        event.add("location", where(trialogue))
    return event


def _description(trialogue: Trialogue) -> str:
    if _is_cancelled(trialogue):
        return _("This meeting is cancelled: %(reason)s") % {"reason": trialogue.cancelled_because}
    lines = [
        _("Student, mentor and coach talk about the placement; the agenda is in the portal."),
        trialogue.video_link,
    ]
    return "\n".join(line for line in lines if line)


def _add_people(event: Event, trialogue: Trialogue, people: Iterable[User]) -> None:
    """The coach asks, by way of the portal, whose mail it is: who answers from a calendar program
    reaches the coach. The others are asked."""
    coach = trialogue.placement.coach or trialogue.planned_by
    organizer = _address(coach)
    organizer.params["sent-by"] = vText(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    event.add("organizer", organizer, encode=0)
    for person in people:
        attendee = _address(person)
        accepted = person.pk == coach.pk
        attendee.params["partstat"] = vText("ACCEPTED" if accepted else "NEEDS-ACTION")
        attendee.params["role"] = vText("CHAIR" if accepted else "REQ-PARTICIPANT")
        attendee.params["rsvp"] = vText("FALSE" if accepted else "TRUE")
        event.add("attendee", attendee, encode=0)


def _address(person: User) -> vCalAddress:
    return _addressed(person.get_full_name(), person.email)


def _addressed(name: str, email: str) -> vCalAddress:
    """A name is one line without quotation marks: a parameter can hold neither."""
    address = vCalAddress(f"mailto:{email}")
    address.params["cn"] = vText(" ".join(name.replace('"', "'").split()))
    return address
