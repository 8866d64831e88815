"""What is said to whom, and when: a placement's year, swept daily, hourly and after a gap."""

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Notification
from config import clock
from placements.actions import days, placements, reminders, trialogues
from placements.actions.agreements import open_agreement, send
from placements.actions.days import DayContent
from placements.actions.finalising import finalise
from placements.actions.reminders import collect
from placements.models import Agreement, Placement
from placements.rules.reminder_facts import Due
from placements.rules.reminders import latest
from placements.tasks import collect_reminders
from tests.accounts.factories import at_once
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import work
from tests.placements.year import Year, every_evening
from tests.sweep.crowd import everywhere

pytestmark = pytest.mark.django_db

# Counted by hand on a calendar: agreement out on Friday 18 September; work on Mondays and
# Tuesdays; 11 November, Christmas, New Year and Easter Monday (29 March) are days off.
YEAR = [
    ("2026-09-23", "agreement-unsigned", "coach"),
    ("2026-09-23", "agreement-unsigned", "mentor"),
    ("2026-09-23", "agreement-unsigned", "student"),
    ("2026-09-30", "agreement-unsigned", "mentor"),  # the others signed on Monday
    ("2026-09-30", "days-waiting", "mentor"),  # seven working days after the first day
    ("2026-10-07", "days-waiting", "mentor"),
    ("2026-10-13", "trialogue-window-open", "coach"),  # day 8
    ("2026-10-13", "trialogue-window-open", "mentor"),
    ("2026-10-13", "trialogue-window-open", "student"),
    ("2026-10-21", "days-waiting", "mentor"),  # of 12 October: the earlier ones were confirmed
    ("2026-10-26", "trialogue-overdue", "coach"),  # day 11
    ("2026-10-26", "trialogue-overdue", "student"),
    ("2026-10-28", "days-waiting", "mentor"),
    ("2026-11-04", "meeting-tomorrow", "coach"),
    ("2026-11-04", "meeting-tomorrow", "mentor"),
    ("2026-11-04", "meeting-tomorrow", "student"),
    ("2026-11-09", "shortening-advice", "mentor"),
    ("2026-11-10", "report-unsigned", "coach"),  # three working days after the meeting
    ("2026-11-10", "report-unsigned", "mentor"),
    ("2026-11-10", "report-unsigned", "student"),
    ("2026-11-16", "shortening-advice", "mentor"),
    ("2026-11-17", "day-returned", "student"),
    ("2026-11-17", "report-unsigned", "mentor"),  # the others signed off on the 12th
    ("2026-11-18", "shortening-decision", "coach"),
    ("2026-11-19", "action-due", "student"),
    ("2026-11-23", "action-overdue", "student"),  # its date was Friday the 20th
    ("2026-11-30", "assessment-window-open", "coach"),  # 20.5 days: one became half a day
    ("2026-11-30", "assessment-window-open", "mentor"),
    ("2026-11-30", "assessment-window-open", "student"),
    ("2026-12-15", "days-not-logged", "student"),  # ten working days of silence are over
    ("2026-12-30", "days-not-logged", "coach"),  # twenty
    ("2027-01-05", "assessment-overdue", "coach"),
    ("2027-01-05", "assessment-overdue", "student"),
    ("2027-01-19", "assessment-overdue-escalated", "coordinator"),  # ten working days later
    ("2027-01-20", "days-not-logged", "student"),
    ("2027-02-03", "days-not-logged", "coach"),
    ("2027-04-01", "days-waiting", "mentor"),  # seven working days, Easter Monday is none
    ("2027-04-08", "days-not-logged", "student"),
    ("2027-04-08", "days-waiting", "mentor"),
    ("2027-04-12", "days-waiting", "mentor"),  # the new mentor, by the handover itself
    ("2027-04-15", "days-waiting-escalated", "coach"),  # ten working days after the first time
    ("2027-04-22", "days-not-logged", "coach"),  # and nothing after the end on 30 April
]

CLOCK_CHANGES = {
    dt.date(2026, 10, 24),
    dt.date(2026, 10, 25),
    dt.date(2026, 10, 26),
    dt.date(2027, 3, 27),
    dt.date(2027, 3, 28),
    dt.date(2027, 3, 29),
}


def noon(*date: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(*date, 12))


def heard(user, *rules: str) -> list[str]:
    """Rules of the reminders to this person; what actions report carries no role."""
    rows = Notification.objects.filter(recipient=user, context__has_key="to")
    rows = rows.filter(rule__in=rules) if rules else rows
    return list(rows.order_by("due_on", "pk").values_list("rule", flat=True))


def test_every_reminder_of_a_year_is_said_once_on_its_day():
    """Swept every evening, and every hour around the nights in which the clock changes."""

    def hours(date: dt.date) -> range | tuple[int, ...]:
        return range(25) if date in CLOCK_CHANGES else every_evening(date)

    assert Year().play(hours).said() == YEAR


def test_hourly_sweeps_say_the_same_as_daily_ones():
    last = dt.date(2026, 10, 1)

    found = Year().play(lambda _date: range(25), last).said()

    assert found == [said for said in YEAR if said[0] <= "2026-10-01"]


def test_a_week_without_sweeps_is_caught_up_with_one_of_each():
    """From 7 to 14 October nothing swept: the window opened on the 13th; of the mentor's weekly
    reminder about days that were confirmed meanwhile nothing is left to say."""

    def hours(date: dt.date) -> tuple[int, ...]:
        return () if dt.date(2026, 10, 7) <= date <= dt.date(2026, 10, 14) else (21,)

    last = dt.date(2026, 10, 20)

    expected = [said for said in YEAR if said[0] <= "2026-10-20"]
    expected.remove(("2026-10-07", "days-waiting", "mentor"))
    assert Year().play(hours, last).said() == expected


def test_weeks_without_sweeps_give_one_copy_of_what_repeats_weekly():
    placement = make_placement()
    work(placement, 1, confirm=False)

    assert collect(noon(2026, 11, 20)) == 3  # the other two: student and coach, of the silence
    assert collect(noon(2026, 11, 20)) == 0
    assert [
        (row.due_on, row.context["dates"])
        for row in Notification.objects.filter(rule="days-waiting")
    ] == [(dt.date(2026, 11, 18), ["2026-09-21"])]


def test_the_coach_hears_of_the_silence_after_twice_the_time():
    placement = make_placement()
    work(placement, 1)

    collect(noon(2026, 10, 16))

    assert heard(placement.student) == ["days-not-logged"]
    assert heard(placement.coach) == []
    collect(noon(2026, 10, 20))
    assert heard(placement.coach) == ["days-not-logged"]


def test_a_student_who_has_all_days_is_not_asked_for_more():
    placement = make_placement(required_days=3)
    work(placement, 3)

    assert collect(noon(2026, 12, 1)) == 0


def test_a_task_that_runs_twice_writes_nothing_new():
    placement = make_placement()
    work(placement, 8)

    with clock.at(noon(2026, 10, 1)):
        assert [collect_reminders(), collect_reminders()] == [3, 0]


def test_a_correction_that_was_asked_reaches_the_mentor():
    placement = make_placement()
    (day,) = work(placement, 1)
    with clock.at(noon(2026, 9, 23)):
        days.ask_correction(by=placement.student, day=day, reason="Het was een halve dag.")

    collect(noon(2026, 9, 23))

    assert heard(placement.mentor) == ["correction-asked"]


def test_an_opened_day_that_came_back_waits_for_the_mentor_from_its_correction_on():
    placement = make_placement()
    (day,) = work(placement, 1)
    with clock.at(noon(2026, 9, 23)):
        days.ask_correction(by=placement.student, day=day, reason="Het was een halve dag.")
    with clock.at(noon(2026, 9, 24)):
        days.give_back(by=placement.mentor, day=day, reason="Welke helft?")
    with clock.at(noon(2026, 10, 8)):
        content = DayContent(date=day.date, afternoon=False)
        days.change(by=placement.student, day=day, content=content)

    collect(noon(2026, 10, 16))
    collect(noon(2026, 10, 19))

    assert [
        (row.rule, row.due_on)
        for row in Notification.objects.filter(recipient=placement.mentor).order_by("pk")
    ] == [
        ("correction-asked", dt.date(2026, 10, 8)),
        ("days-waiting", dt.date(2026, 10, 19)),  # seven working days after it
    ]


def test_a_meeting_that_moves_is_announced_again_the_day_before():
    placement = make_placement()
    with clock.at(noon(2026, 10, 1)):
        meeting = trialogues.plan(
            by=placement.coach, placement=placement, starts_at=noon(2026, 10, 6)
        )
    collect(noon(2026, 10, 5))
    with clock.at(noon(2026, 10, 5)):
        trialogues.move(
            by=placement.coach,
            trialogue=meeting,
            starts_at=noon(2026, 10, 8),
            place="Gent",
            video_link="",
        )
    collect(noon(2026, 10, 6))
    collect(noon(2026, 10, 7))

    assert heard(placement.mentor, "meeting-tomorrow") == ["meeting-tomorrow"] * 2


# --- who hears nothing


def late_placement() -> Placement:
    placement = make_placement()
    work(placement, 12, confirm=False)
    return placement


def test_ended_placement_says_nothing():
    placement = late_placement()
    with clock.at(noon(2026, 12, 1)):
        placements.end(
            by=placement.coach, placement=placement, moment=clock.now(), reason="Verhuisd"
        )

    assert collect(noon(2026, 12, 1)) == 0


def test_finalised_placement_says_nothing(monkeypatch):
    placement = late_placement()
    monkeypatch.setattr("placements.actions.finalising.what_is_missing", lambda _placement: [])
    with clock.at(noon(2026, 12, 1)):
        finalise(by=placement.coach, placement=placement)

    assert collect(noon(2026, 12, 1)) == 0


def test_replaced_mentor_and_inactive_people_hear_nothing():
    placement = late_placement()
    new_mentor = make_user("Olga")
    with clock.at(noon(2026, 11, 30)):
        placements.change_person(
            by=placement.coach, placement=placement, role=Role.MENTOR, person=new_mentor
        )
    placement.student.is_active = False
    placement.student.save()

    collect(noon(2026, 12, 1))

    assert heard(placement.mentor) == []
    assert heard(placement.student) == []
    assert heard(new_mentor) == ["days-waiting"]


def test_an_agreement_that_names_a_mentor_of_before_asks_nobody_to_sign_it():
    """The handover withdrew it; the new one is a draft."""
    coordinator = make_user("Wim")
    placement = make_placement(programme=make_programme("one", coordinator=coordinator))
    with clock.at(noon(2026, 9, 18)):
        send(by=coordinator, agreement=open_agreement(by=coordinator, placement=placement))
    with clock.at(noon(2026, 9, 21)):
        placements.change_person(
            by=placement.coach, placement=placement, role=Role.MENTOR, person=make_user("Olga")
        )

    collect(noon(2026, 9, 23))

    asked = Notification.objects.filter(rule="agreement-unsigned")
    assert not asked.exists()


# --- the coordinator


def test_coordinator_hears_once_a_week_of_all_agreements_that_are_stuck():
    coordinator = make_user("Wim")
    programme = make_programme("one", coordinator=coordinator)
    for name in ("Amina", "Bram"):
        placement = make_placement(programme=programme, student=make_user(name, "Bouzid"))
        with clock.at(noon(2026, 9, 18)):
            send(by=coordinator, agreement=open_agreement(by=coordinator, placement=placement))

    for date in range(1, 10):
        collect(noon(2026, 10, date))

    said = Notification.objects.filter(recipient=coordinator)
    assert [(row.due_on, row.context["n"], row.context["names"]) for row in said] == [
        (dt.date(2026, 10, 2), 2, ["Amina Bouzid", "Bram Bouzid"]),
        (dt.date(2026, 10, 9), 2, ["Amina Bouzid", "Bram Bouzid"]),
    ]


# --- dates


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-12-10", None),
        ("2026-12-11", "2026-12-11"),
        ("2026-12-17", "2026-12-11"),
        ("2026-12-18", "2026-12-18"),
        ("2026-12-25", "2026-12-18"),  # Christmas: it waits for Monday
        ("2026-12-28", "2026-12-28"),
        ("2027-01-02", "2026-12-28"),
        ("2027-01-04", "2027-01-04"),
        ("2027-06-01", "2027-05-28"),
    ],
)
def test_what_repeats_falls_weekly_on_a_working_day(today: str, expected: str | None):
    found = latest(dt.date(2026, 12, 11), 7, dt.date.fromisoformat(today))

    assert (found and found.isoformat()) == expected


def test_facts_that_shift_a_date_do_not_say_it_again():
    window = Due("rule", "subject", Role.COACH, dt.date(2026, 10, 13))
    repeated = Due("rule", "subject", Role.COACH, dt.date(2026, 10, 13), pause=dt.timedelta(days=4))

    assert window.was_said([dt.date(2026, 9, 1)])
    assert [repeated.was_said([dt.date(2026, 10, day)]) for day in (9, 10, 13, 14)] == [
        False,
        True,
        True,
        True,
    ]


# --- cost and company


@pytest.mark.parametrize("count", [1, 3])
def test_a_sweep_costs_the_same_for_one_placement_and_for_three(
    count, django_assert_num_queries, monkeypatch
):
    coordinator = make_user("Wim")
    programme = make_programme("one", coordinator=coordinator)
    for _ in range(count):
        placement = make_placement(programme=programme, student=make_user())
        with clock.at(noon(2026, 9, 18)):
            send(by=coordinator, agreement=open_agreement(by=coordinator, placement=placement))
        work(placement, 9)
    collect(noon(2026, 10, 12))

    with django_assert_num_queries(16):  # it asks where to look, and that is nowhere
        assert collect(noon(2026, 10, 12)) == 0
    monkeypatch.setattr(reminders, "candidates", everywhere)
    with django_assert_num_queries(31):
        assert collect(noon(2026, 10, 12)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_write_each_thing_once():
    placement = late_placement()
    moment = noon(2026, 12, 1)

    written = at_once(lambda _number: collect(moment), 3)

    rows = Notification.objects.values_list("rule", "recipient", "due_on")
    assert sum(written) == len(rows)
    assert max(Counter(rows).values()) == 1
    assert heard(person(placement, Role.MENTOR)) == ["days-waiting"]
    assert not Agreement.objects.exists()
