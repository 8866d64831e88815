"""What a reminder says, to whom in which language, and whether it still holds when it leaves."""

import datetime as dt
from email.message import EmailMessage

import pytest
from django.core import mail as mailbox
from django.utils import timezone, translation
from icalendar import Calendar

from accounts import reminders
from accounts.actions.notifications import gather
from accounts.delivery import send_due
from accounts.enums import MailState, Role
from accounts.models import Mail, Notification, User
from config import clock
from placements.actions import days, placements, reflections, shortenings, trialogues
from placements.actions.reminders import collect
from placements.emails.reminders import RULES, dates_in_words
from placements.models import Placement
from tests.cast import MARKS
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import hold_trialogue, rate, work
from tests.placements.year import Year

pytestmark = pytest.mark.django_db
STUDENTS = (("Amina", "Bouzid"), ("Jonas", "Schelfhaut"))


def morning(*date: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(*date, 8))


def sweep(now: dt.datetime) -> None:
    collect(now)
    gather(now)
    send_due(now)


def mail_to(user: User) -> EmailMessage:
    (found,) = [message for message in mailbox.outbox if message.to == [user.email]]
    return found


def said_to(user: User) -> list[str]:
    """The lines of the one mail to this person, without its links."""
    lines = mail_to(user).body.splitlines()
    return [
        line.strip("* ") for line in lines if line.startswith(("* ", "  ")) and "//" not in line
    ]


@pytest.fixture
def griet() -> User:
    return make_user("Griet", "Moerman", language="nl")


@pytest.fixture
def placement(griet) -> Placement:
    return make_placement(
        mentor=griet,
        coach=make_user("Katrien", "Dhaeseleer", language="en"),
        student=make_user("Amina", "Bouzid", language="nl"),
    )


def test_one_mail_lists_what_waits_of_all_students_of_a_mentor(griet):
    programme = make_programme("one")
    for (first, last), count in zip(STUDENTS, (3, 1), strict=True):
        student = make_user(first, last)
        made = make_placement(programme=programme, student=student, mentor=griet)
        work(made, count, confirm=False)

    sweep(morning(2026, 9, 30))

    assert mail_to(griet).subject == "2 dingen wachten op jou"
    assert said_to(griet) == [
        "Bevestig 3 dagen van Amina Bouzid",
        "21, 22 en 23 september.",
        "Bevestig 1 dag van Jonas Schelfhaut",
        "21 september.",
    ]


def test_only_these_are_news_that_ask_nothing():
    news = {name for name in reminders.registered() if not reminders.rule(name).asks}

    assert news == {
        "agreement-beside",
        "agreement-complete",
        "agreement-facts-changed",
        "agreement-informed",
        "agreement-refused",
        "agreement-withdrawn",
        "away-changed",
        "away-removed",
        "away-reported",
        "deputy-added",
        "facts-answered",
        "goal-concluded",
        "goal-confirmed",
        "hand-over-closed",
        "idea-added",
        "lab-feedback-given",
        "mandate-ended",
        "moments-withdrawn",
        "plan-date-at-hand",
        "plan-dates-changed",
        "prior-learning-decided",
        "quiet-word-heard",
        "reader-changed",
        "reflection-comment",
        "role-received",
        "scan-accepted",
        "self-reflection-handed-in",
        "task-feedback-given",
        "trialogue-cancelled",
        "trialogue-left",
        "trialogue-moved",
        "trialogue-people",
        "trialogue-planned",
        "visit-planned",
        "week-agreed",
    }


def test_each_reads_their_own_line_in_their_own_language(placement):
    work(placement, 8)

    sweep(morning(2026, 10, 1))

    assert said_to(placement.student) == [
        "Het is tijd voor je trialoog",
        "8 dagen ingevuld; het gesprek valt uiterlijk op dag 10.",
    ]
    assert said_to(placement.mentor) == [
        "De trialoog van Amina Bouzid kan gepland worden",
        "8 dagen ingevuld; het gesprek valt uiterlijk op dag 10.",
    ]
    assert said_to(placement.coach) == [
        "Plan the trialogue of Amina Bouzid",
        "8 days logged; the meeting falls by day 10.",
    ]


def test_the_day_before_a_meeting_all_three_get_it_for_their_calendar(placement):
    starts_at = timezone.make_aware(dt.datetime(2026, 10, 27, 13, 30))
    work(placement, 19)  # no silence, and no window but the one this meeting falls in
    with clock.at(morning(2026, 10, 16)):
        meeting = trialogues.plan(
            by=placement.coach, placement=placement, starts_at=starts_at, place="Gentbrugge"
        )
    mailbox.outbox.clear()
    Notification.objects.all().delete()

    sweep(morning(2026, 10, 26))

    people = [placement.student, placement.mentor, placement.coach]
    assert sorted(message.to[0] for message in mailbox.outbox) == sorted(it.email for it in people)
    for one in people:
        ((name, content, kind),) = mail_to(one).attachments
        (event,) = Calendar.from_ical(content).walk("VEVENT")
        assert (name, kind) == ("trialoog-1.ics", "text/calendar")
        assert event.decoded("dtstart") == starts_at
        assert str(event["uid"]).startswith(str(meeting.uid))
        assert (event["sequence"], event["status"], event["location"]) == (
            0,
            "CONFIRMED",
            "Gentbrugge",
        )
    assert mail_to(placement.coach).subject == (
        "Trialogue of Amina Bouzid on Tuesday 27 October at 13:30"
    )
    assert mail_to(placement.student).subject == "Je trialoog op dinsdag 27 oktober om 13.30 uur"


# --- at the moment of sending


def gathered(now: dt.datetime) -> None:
    collect(now)
    gather(now)
    assert Mail.objects.exists()


def left_out(now: dt.datetime, user: User) -> bool:
    """Nothing of the mail that lay ready for this person is sent any more."""
    send_due(now)
    return not [message for message in mailbox.outbox if message.to == [user.email]] and set(
        Mail.objects.filter(recipient=user).values_list("state", flat=True)
    ) == {MailState.CANCELLED}


NOW = (2026, 10, 2)


def plan_meeting(placement: Placement) -> None:
    trialogues.plan(
        by=placement.coach, placement=placement, starts_at=clock.now() + dt.timedelta(days=4)
    )


def end(placement: Placement) -> None:
    placements.end(by=placement.coach, placement=placement, moment=clock.now(), reason="Verhuisd")


def replace_mentor(placement: Placement) -> None:
    placements.change_person(
        by=placement.coach, placement=placement, role=Role.MENTOR, person=make_user("Olga")
    )


def confirm_all(placement: Placement) -> None:
    days.confirm(by=placement.mentor, days=list(placement.days.all()))


@pytest.mark.parametrize(
    ("meanwhile", "who"),
    [(end, Role.STUDENT), (end, Role.COACH), (end, Role.MENTOR), (replace_mentor, Role.MENTOR)],
)
def test_what_no_longer_holds_is_not_sent(placement, meanwhile, who):
    work(placement, 9, confirm=False)
    gathered(morning(*NOW))

    with clock.at(morning(*NOW)):
        meanwhile(placement)

    assert left_out(morning(*NOW), placement.person(who))


def test_a_meeting_planned_meanwhile_takes_the_request_to_plan_out(placement):
    work(placement, 9)
    gathered(morning(*NOW))

    with clock.at(morning(*NOW)):
        plan_meeting(placement)

    assert left_out(morning(*NOW), placement.coach)


def test_days_confirmed_meanwhile_are_not_asked_for(placement):
    work(placement, 5, confirm=False)
    gathered(morning(2026, 9, 30))

    with clock.at(morning(2026, 9, 30)):
        confirm_all(placement)

    assert left_out(morning(2026, 9, 30), placement.mentor)


def test_a_day_logged_meanwhile_ends_the_silence(placement):
    work(placement, 1)
    gathered(morning(2026, 10, 6))

    with clock.at(morning(2026, 10, 6)):
        content = days.DayContent(date=dt.date(2026, 10, 5))
        days.log(by=placement.student, placement=placement, content=content)

    assert left_out(morning(2026, 10, 6), placement.student)


def test_advice_given_meanwhile_is_not_asked_for_any_more(placement):
    work(placement, 8)
    hold_trialogue(placement, dt.date(2026, 10, 1))
    with clock.at(morning(2026, 10, 5)):
        rate(placement, Role.STUDENT, "V")
        proposal = shortenings.propose(
            by=placement.student,
            placement=placement,
            competences=list(placement.dossier.version.competences.all()),
            reason="Inboeken kan ik al.",
            freed_time_for="Aangiftes oefenen.",
        )
    Notification.objects.all().delete()  # the invitation to that meeting
    gathered(morning(2026, 10, 5))

    with clock.at(morning(2026, 10, 5)):
        shortenings.advise(by=placement.mentor, proposal=proposal, advice="agrees", words="")

    assert left_out(morning(2026, 10, 5), placement.mentor)


# --- words


def test_every_reminder_of_a_year_has_words_in_both_languages():
    """Rendered from its own context: in Dutch something else than in English."""
    Year().play()
    escalated = {"days-waiting-escalated", "assessment-overdue-escalated"}
    rows = list(Notification.objects.filter(rule__in=[*RULES, *escalated]))

    happened = {*RULES} - {"correction-asked", "agreements-stuck", "moments-unanswered"}
    assert {row.rule for row in rows} == happened | escalated
    for row in rows:
        lines = []
        for language in ("nl", "en"):
            with translation.override(language):
                lines.append(reminders.rule(row.rule).render(row))
        dutch, english = lines
        assert all((line.title, line.detail, line.verb) for line in lines)
        assert dutch.title != english.title
        assert dutch.verb != english.verb


def test_no_mail_carries_words_of_a_reflection(placement):
    (day, *_rest) = work(placement, 11, confirm=False)
    for audience, mark in MARKS.items():
        with clock.at(morning(2026, 10, 6)):
            reflections.write(
                by=person(placement, Role.STUDENT),
                placement=placement,
                day=day,
                text=mark,
                audience=audience,
            )

    sweep(morning(2026, 10, 6))

    everything = "".join(message.message().as_string() for message in mailbox.outbox)
    assert len(mailbox.outbox) == 3
    assert [mark for mark in MARKS.values() if mark in everything] == []


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (["2026-11-10"], "10 November."),
        (["2026-11-10", "2026-11-13", "2026-11-17"], "10, 13 and 17 November."),
        (["2026-10-30", "2026-11-02"], "30 October and 2 November."),
        ([f"2026-11-{day:02}" for day in range(2, 9)], "From 2 November to 8 November."),
    ],
)
def test_dates_are_named_as_people_say_them(dates, words):
    with translation.override("en"):
        assert dates_in_words(dates) == words
