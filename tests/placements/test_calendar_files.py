"""Calendar files as others read them: a second library, strict lines, mailboxes."""

import datetime as dt
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.actions import notifications
from accounts.delivery import send_due
from accounts.enums import Role
from accounts.models import Notification, User
from config import clock
from placements.actions import mandates, placements, trialogues
from placements.calendar import farewell, invitation
from placements.models import Placement, Trialogue
from tests.factories import make_placement, make_user, person
from tests.placements.ics import lines_of, read

pytestmark = pytest.mark.django_db

PLANNED_ON = dt.date(2026, 10, 1)
MOMENT = dt.datetime(2026, 10, 6, 12, 30, tzinfo=dt.UTC)
STRANGE = 'Zoë-Anaïs "Zo" van den Bröcke; señora, 李小龍 ' + "é" * 60


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def plan(placement: Placement, **fields) -> Trialogue:
    with clock.at(PLANNED_ON):
        coach = person(placement, Role.COACH)
        fields = {"starts_at": MOMENT, "place": "Gentbrugge"} | fields
        return trialogues.plan(by=coach, placement=placement, **fields)


def test_another_library_reads_the_same_meeting(placement):
    meeting = plan(placement)
    calendar = read(invitation(meeting, "nl"))

    event = calendar.vevent
    assert (calendar.version.value, calendar.method.value) == ("2.0", "REQUEST")
    assert event.uid.value == f"{meeting.uid}@{settings.MAIL_DOMAIN}"
    assert (event.dtstart.value, event.dtend.value) == (MOMENT, MOMENT + dt.timedelta(hours=1))
    assert (event.location.value, event.status.value) == ("Gentbrugge", "CONFIRMED")
    assert event.organizer.value == f"mailto:{placement.coach.email}"
    assert {one.value: one.params["PARTSTAT"] for one in event.attendee_list} == {
        f"mailto:{placement.student.email}": ["NEEDS-ACTION"],
        f"mailto:{placement.mentor.email}": ["NEEDS-ACTION"],
        f"mailto:{placement.coach.email}": ["ACCEPTED"],
    }


def test_every_line_is_short_and_strange_names_come_back_whole(placement):
    User.objects.filter(pk=placement.student.pk).update(first_name=STRANGE[:80], last_name="\\n")
    place = "Zaal 1; 2e verdieping, links\\rechts\nachteraan " + "ü" * 100
    meeting = plan(Placement.objects.get(pk=placement.pk), place=place)
    text = invitation(meeting, "nl")

    lines = lines_of(text)
    event = read(text).vevent
    assert event.location.value == place
    assert event.summary.value.startswith('Trialoog: Zoë-Anaïs "Zo" van den Bröcke; señora, 李小龍')
    names = [one.params["CN"][0] for one in event.attendee_list]
    assert any("Zoë-Anaïs 'Zo' van den Bröcke; señora, 李小龍" in name for name in names)
    assert sum(line.startswith("ATTENDEE") for line in lines) == 3


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        # Both nights on which the clock changes: before, and after it.
        (dt.datetime(2026, 10, 24, 9, 0), dt.datetime(2026, 10, 24, 7, 0, tzinfo=dt.UTC)),
        (dt.datetime(2026, 10, 25, 9, 0), dt.datetime(2026, 10, 25, 8, 0, tzinfo=dt.UTC)),
        (dt.datetime(2027, 3, 27, 9, 0), dt.datetime(2027, 3, 27, 8, 0, tzinfo=dt.UTC)),
        (dt.datetime(2027, 3, 28, 9, 0), dt.datetime(2027, 3, 28, 7, 0, tzinfo=dt.UTC)),
    ],
)
def test_what_the_coach_types_is_that_hour_on_either_side_of_a_clock_change(
    client, placement, local, utc
):
    client.force_login(person(placement, Role.COACH))
    said = {"kind": "progress", "minutes": 60, "starts_at": f"{local:%Y-%m-%dT%H:%M}"}
    with clock.at(PLANNED_ON):
        client.post(reverse("placements:trialogue-plan", args=[placement.pk]), said)

    event = read(invitation(Trialogue.objects.get(), "nl")).vevent
    assert (event.dtstart.value, event.dtend.value) == (utc, utc + dt.timedelta(hours=1))


def test_a_meeting_across_the_clock_change_lasts_as_long_as_was_said(placement):
    starts_at = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)  # 02:30 summer time
    event = read(invitation(plan(placement, starts_at=starts_at, minutes=90), "nl")).vevent

    assert event.dtend.value == dt.datetime(2026, 10, 25, 2, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("moment", ["2027-03-28T02:30", "2026-10-25T02:30"])
def test_an_hour_that_is_not_or_comes_twice_is_asked_again(client, placement, moment):
    client.force_login(person(placement, Role.COACH))
    with clock.at(PLANNED_ON):
        answer = client.post(
            reverse("placements:moment-propose", args=[placement.pk]),
            {"kind": "progress", "minutes": 60, "starts_at_1": moment},
        )

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["starts_at_1"]


# --- in the mail


def mail_to(who: User, mailoutbox) -> EmailMessage:
    with clock.at(PLANNED_ON) as now:
        notifications.gather(now)
        send_due(now)
    sent = [mail for mail in mailoutbox if mail.to == [who.email]][-1]
    return message_from_bytes(sent.message().as_bytes(), policy=policy.default)


def test_mailboxes_recognise_the_invitation(placement, mailoutbox):
    """RFC 6047: text/calendar with the method of the file, beside text and HTML as another way to
    read the mail; and the same file attached, for who opens it by hand."""
    meeting = plan(placement)
    mail = mail_to(placement.mentor, mailoutbox)

    ways, attached = list(mail.iter_parts())
    assert mail.get_content_type() == "multipart/mixed"
    assert ways.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in ways.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    calendar = list(ways.iter_parts())[-1]
    assert calendar["content-type"].params["method"] == "REQUEST"
    assert calendar["content-type"].params["charset"] == "utf-8"
    assert (attached.get_content_type(), attached.get_filename()) == (
        "text/calendar",
        "trialoog-1.ics",
    )
    text = calendar.get_payload(decode=True).decode()
    assert attached.get_payload(decode=True).decode() == text
    assert read(text).vevent.uid.value == f"{meeting.uid}@{settings.MAIL_DOMAIN}"


def test_a_cancelled_meeting_is_cancelled_in_the_header_too(placement, mailoutbox):
    meeting = plan(placement)
    with clock.at(PLANNED_ON):
        coach = person(placement, Role.COACH)
        trialogues.cancel(by=coach, trialogue=meeting, reason="Griet is ziek.")
    mail = mail_to(placement.student, mailoutbox)

    methods = [
        (part["content-type"].params["method"], read(part.get_payload(decode=True).decode()))
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert [(said, calendar.method.value) for said, calendar in methods] == [
        ("CANCEL", "CANCEL")
    ] * 2
    assert methods[0][1].vevent.status.value == "CANCELLED"


# --- people who come and go


def calendars_for(who: User) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(recipient=who).exclude(calendar="").order_by("pk")
    return [(row.rule, read(row.calendar).method.value) for row in rows]


def test_who_takes_over_is_asked_and_who_leaves_is_asked_no_more(placement, mailoutbox):
    meeting, old, new = plan(placement), placement.mentor, make_user("Sofie", "Aerts")
    with clock.at(PLANNED_ON):
        coach = person(placement, Role.COACH)
        placements.change_person(by=coach, placement=placement, role=Role.MENTOR, person=new)

    meeting.refresh_from_db()
    assert meeting.sequence == 1
    assert calendars_for(new) == [("trialogue-planned", "REQUEST")]
    assert calendars_for(old)[-1] == ("trialogue-left", "CANCEL")
    assert calendars_for(placement.student)[-1] == ("trialogue-people", "REQUEST")
    mail = mail_to(old, mailoutbox)
    assert "CANCEL" in {
        part["content-type"].params["method"]
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    }


def test_a_farewell_names_nobody_else_and_leaves_the_meeting_of_the_others_alone(placement):
    meeting = plan(placement)
    event = read(farewell(meeting, placement.mentor)).vevent

    assert [one.value for one in event.attendee_list] == [f"mailto:{placement.mentor.email}"]
    assert not hasattr(event, "status")
    assert not hasattr(event, "description")


def test_another_coach_is_the_organizer_of_a_newer_version(placement):
    meeting, new = plan(placement), make_user("Karel", "Maes")
    wim = make_user("Wim", "Claes")
    placement.enrolment.programme.coordinators.add(wim)
    with clock.at(PLANNED_ON):
        placements.change_person(by=wim, placement=placement, role=Role.COACH, person=new)

    fresh = Trialogue.objects.get(pk=meeting.pk)
    event = read(invitation(fresh, "nl")).vevent
    assert (event.organizer.value, event.sequence.value) == (f"mailto:{new.email}", "1")


def test_a_deputy_gets_the_meeting_and_loses_it_again(placement):
    plan(placement)
    deputy = make_user("Bea", "Rys")
    with clock.at(PLANNED_ON):
        mentor = person(placement, Role.MENTOR)
        voice = mandates.add_deputy(by=mentor, placement=placement, person=deputy)
        mandates.end_deputy(by=mentor, placement=placement, voice=voice)

    assert calendars_for(deputy) == [("trialogue-planned", "REQUEST"), ("trialogue-left", "CANCEL")]
