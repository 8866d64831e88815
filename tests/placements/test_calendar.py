"""The .ics of a meeting: one event in three calendars, moved and cancelled in place."""

import datetime as dt

import pytest
from django.urls import reverse
from icalendar import Calendar, Component

from accounts.actions import notifications
from accounts.delivery import send_due
from accounts.enums import Role
from accounts.models import Notification, User
from config import clock
from placements.actions import trialogues
from placements.calendar import invitation
from placements.models import Placement, Trialogue
from tests.factories import make_placement, person

pytestmark = pytest.mark.django_db

PLANNED_ON = dt.date(2026, 10, 1)
MOMENT = dt.datetime(2026, 10, 6, 12, 30, tzinfo=dt.UTC)


@pytest.fixture
def placement() -> Placement:
    return make_placement()


@pytest.fixture
def meeting(placement: Placement) -> Trialogue:
    with clock.at(PLANNED_ON):
        return trialogues.plan(
            by=person(placement, Role.COACH),
            placement=placement,
            starts_at=MOMENT,
            place="Gentbrugge",
        )


def event(text: str) -> Component:
    return Calendar.from_ical(text).walk("VEVENT")[0]


def test_the_invitation_says_who_what_when_and_where(placement, meeting):
    with clock.at(PLANNED_ON):
        text = invitation(meeting, "en")

    found = event(text)
    assert Calendar.from_ical(text)["method"] == "REQUEST"
    assert str(found["summary"]) == "Trialogue: Amina Bouzid"
    assert found["dtstart"].dt == MOMENT
    assert found["dtend"].dt == MOMENT + dt.timedelta(minutes=60)
    assert str(found["location"]) == "Gentbrugge"
    assert found["last-modified"].dt == meeting.changed_at
    assert str(found["organizer"]) == f"mailto:{placement.coach.email}"
    assert found["organizer"].params["sent-by"] == "mailto:trialoog@localhost"
    assert {str(one) for one in found["attendee"]} == {
        f"mailto:{voice.person.email}" for voice in placement.voices()
    }


def test_moving_keeps_the_uid_and_raises_the_sequence(placement, meeting):
    before = event(invitation(meeting, "nl"))
    with clock.at(PLANNED_ON):
        moved = trialogues.move(
            by=person(placement, Role.COACH),
            trialogue=meeting,
            starts_at=MOMENT + dt.timedelta(days=1),
            place="Gent",
            video_link="",
        )

    after = event(invitation(moved, "nl"))
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["dtstart"].dt == MOMENT + dt.timedelta(days=1)


def test_cancelling_takes_the_meeting_out_of_calendars(placement, meeting):
    with clock.at(PLANNED_ON):
        cancelled = trialogues.cancel(
            by=person(placement, Role.COACH), trialogue=meeting, reason="Griet is ziek."
        )
        text = invitation(cancelled, "nl")

    assert Calendar.from_ical(text)["method"] == "CANCEL"
    assert event(text)["status"] == "CANCELLED"
    assert event(text)["sequence"] == 1


def test_all_three_are_told_each_time_with_the_file_even_twice_on_one_day(placement, meeting):
    coach = person(placement, Role.COACH)
    with clock.at(PLANNED_ON):
        for hours in (1, 2):
            trialogues.move(
                by=coach,
                trialogue=meeting,
                starts_at=MOMENT + dt.timedelta(hours=hours),
                place="",
                video_link="",
            )

    told = Notification.objects.filter(recipient=placement.student).order_by("pk")
    assert [one.rule for one in told] == [
        "trialogue-planned",
        "trialogue-moved",
        "trialogue-moved",
    ]
    assert [event(one.calendar)["sequence"] for one in told] == [0, 1, 2]
    assert Notification.objects.filter(rule="trialogue-moved").count() == 6


def test_the_three_download_the_file(client, placement, meeting):
    client.force_login(placement.student)

    with clock.at(PLANNED_ON):
        response = client.get(reverse("placements:trialogue-calendar", args=[meeting.pk]))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert event(response.content.decode())["uid"] == event(invitation(meeting, "nl"))["uid"]


def test_a_hostile_place_stays_one_line_of_the_file(placement):
    with clock.at(PLANNED_ON):
        meeting = trialogues.plan(
            by=person(placement, Role.COACH),
            placement=placement,
            starts_at=MOMENT,
            place="Gent\r\nATTENDEE:mailto:mallory@example.org",
        )
        found = event(invitation(meeting, "nl"))

    assert "mallory" not in "".join(str(one) for one in found["attendee"])


def test_the_mail_says_it_in_the_readers_language_with_the_file(placement, meeting, mailoutbox):
    User.objects.filter(pk=placement.mentor.pk).update(language="en")
    with clock.at(PLANNED_ON) as now:
        notifications.gather(now)
        send_due(now)

    mails = {mail.to[0]: mail for mail in mailoutbox}
    english, dutch = mails[placement.mentor.email], mails[placement.student.email]
    assert "Trialogue of Amina Bouzid on Tuesday 6 October at 14:30" in english.body
    assert "Je trialoog op dinsdag 6 oktober om 14.30 uur" in dutch.body
    assert [kind for _name, _content, kind in english.attachments] == ["text/calendar"]


def test_a_mail_about_a_moment_that_moved_meanwhile_is_not_sent(placement, meeting, mailoutbox):
    with clock.at(PLANNED_ON) as now:
        trialogues.move(
            by=person(placement, Role.COACH),
            trialogue=meeting,
            starts_at=MOMENT + dt.timedelta(days=1),
            place="",
            video_link="",
        )
        notifications.gather(now)
        send_due(now)

    bodies = [mail.body for mail in mailoutbox if mail.to == [placement.student.email]]
    assert ["is verplaatst naar" in body for body in bodies] == [True]
    assert ["dinsdag 6 oktober" in body for body in bodies] == [False]
