"""Why a student needs the coach: each rule alone, with a worked example."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from accounts.enums import Role
from placements.enums import Attention, TrialogueKind, TrialogueState, Workload
from placements.models import PlacementPolicy, Trialogue
from placements.rules.attention import attention
from placements.rules.attention_facts import (
    Apart,
    Choosing,
    DayFact,
    Facts,
    Overdue,
    Paper,
    Proposal,
    Rank,
)
from placements.rules.plan import PlannedDay, Span

START = dt.date(2026, 9, 21)


def mondays(count: int) -> list[dt.date]:
    return [START + dt.timedelta(weeks=week) for week in range(count)]


def planned(count: int) -> list[PlannedDay]:
    return [PlannedDay(date) for date in mondays(count)]


def worked(count: int, **fields) -> list[DayFact]:
    return [
        DayFact(
            date=date,
            portion=Decimal(1),
            logged_on=fields.get("logged_on", date),
            waiting=fields.get("waiting", False),
            workload=fields.get("workload"),
        )
        for date in mondays(count)
    ]


def facts(**changes) -> Facts:
    """All goes well: five Mondays planned and logged, the agreement signed, a day later."""
    plain = {
        "today": dt.date(2026, 10, 20),
        "policy": PlacementPolicy(),
        "student": "Amina",
        "mentor": "Griet",
        "starts_on": START,
        "planned": planned(30),
        "days": worked(5),
        "trialogues": (),
        "agreement_signed": True,
    }
    return Facts(**plain | changes)


def kinds(found: Facts) -> list[str]:
    return [reason.kind for reason in attention(found)]


def test_nobody_is_bothered_when_all_goes_well():
    assert attention(facts()) == []


def test_who_is_away_is_not_silent():
    ill = facts(today=dt.date(2026, 12, 1), away=[Span(dt.date(2026, 11, 3), None)])
    back = facts(
        today=dt.date(2026, 12, 1), away=[Span(dt.date(2026, 11, 3), dt.date(2026, 11, 27))]
    )

    assert kinds(facts(today=dt.date(2026, 12, 1))) == [Attention.SILENCE]
    assert kinds(ill) == []
    assert kinds(back) == []


def test_ten_working_days_without_a_planned_day_being_logged_is_silence():
    after_nine = facts(today=dt.date(2026, 10, 31))
    after_ten = facts(today=dt.date(2026, 11, 3))

    assert kinds(after_nine) == []
    assert kinds(after_ten) == [Attention.SILENCE]


def test_no_planned_days_is_no_silence():
    quiet = facts(planned=planned(5), today=dt.date(2026, 12, 24))

    assert Attention.SILENCE not in kinds(quiet)


def test_days_that_wait_longer_than_seven_working_days_are_the_mentors_silence():
    waiting = worked(5, waiting=True, logged_on=dt.date(2026, 10, 8))

    assert kinds(facts(days=waiting, today=dt.date(2026, 10, 19))) == []
    assert kinds(facts(days=waiting, today=dt.date(2026, 10, 20))) == [Attention.MENTOR_SILENCE]


def test_a_new_mentor_is_not_silent_for_the_time_of_the_one_before():
    waiting = worked(5, waiting=True, logged_on=dt.date(2026, 10, 8))
    new = facts(days=waiting, today=dt.date(2026, 10, 20), mentor_since=dt.date(2026, 10, 20))

    assert kinds(new) == []


@pytest.mark.parametrize(("count", "late"), [(8, False), (10, False), (11, True)])
def test_a_trialogue_is_due_after_day_8_and_overdue_after_day_10(count, late):
    found = attention(facts(days=worked(count), today=mondays(count)[-1]))

    assert [(reason.kind, reason.late) for reason in found] == [(Attention.WINDOW, late)]


def test_a_planned_trialogue_closes_its_window():
    planned = Trialogue(kind=TrialogueKind.PROGRESS, state=TrialogueState.PLANNED)

    assert kinds(facts(days=worked(9), today=mondays(9)[-1], trialogues=[planned])) == []


@pytest.mark.parametrize("days", [9, 21])
def test_while_moments_for_it_are_proposed_a_window_says_for_whom_they_wait(days):
    """Due or overdue: others have to answer first. Moments for another meeting change nothing."""
    held = [Trialogue(kind=TrialogueKind.ASSESSMENT, state=TrialogueState.HELD)]
    at_work = {"days": worked(days), "today": mondays(days)[-1], "trialogues": held}
    proposed = Choosing(7, "waits for Griet since today")

    with override("en"):
        [found] = attention(facts(**at_work, choosing={TrialogueKind.PROGRESS: proposed}))
        [other] = attention(facts(**at_work, choosing={TrialogueKind.EXTRA: proposed}))

    assert (found.rank, found.title, found.detail, found.late, found.choosing) == (
        Rank.WINDOW_OPEN,
        "Looking for a moment for the trialogue",
        "Waits for Griet since today.",
        False,
        proposed,
    )
    assert other.choosing is None


def test_the_assessment_meeting_is_due_after_day_20():
    held = Trialogue(kind=TrialogueKind.PROGRESS, state=TrialogueState.SIGNED)

    found = attention(facts(days=worked(21), today=mondays(21)[-1], trialogues=[held]))

    assert [reason.rank for reason in found] == [80]


@pytest.mark.parametrize(("levels", "expected"), [(1, []), (2, [Attention.APART])])
def test_voices_two_levels_apart_need_a_talk(levels, expected):
    said = (("student", "autonoom"), ("mentor", "verkent"))

    assert kinds(facts(apart=Apart("Btw", levels, said))) == expected


@pytest.mark.parametrize(("advised", "expected"), [(False, []), (True, [Attention.DECISION])])
def test_a_shortening_waits_for_the_coach_once_the_mentor_advised(advised, expected):
    proposal = Proposal(dt.date(2026, 10, 12), before=40, after=35, advised=advised)

    assert kinds(facts(proposal=proposal)) == expected


def test_a_placement_without_signed_agreement_is_named_from_its_first_day():
    unsigned = {"agreement_signed": False, "days": ()}

    assert kinds(facts(today=START - dt.timedelta(days=1), **unsigned)) == []
    assert kinds(facts(today=START, **unsigned)) == [Attention.AGREEMENT]


@pytest.mark.parametrize(
    ("workloads", "expected"),
    [
        ([Workload.LIGHT] * 3, [Attention.WELLBEING]),
        ([Workload.HEAVY] * 3, [Attention.WELLBEING]),
        ([Workload.RIGHT] * 3, []),
        ([Workload.LIGHT, Workload.HEAVY, Workload.LIGHT], []),
        ([Workload.LIGHT, Workload.LIGHT], []),
        ([Workload.RIGHT, Workload.HEAVY, Workload.HEAVY, Workload.HEAVY], [Attention.WELLBEING]),
    ],
)
def test_three_times_in_a_row_too_little_or_too_much_work(workloads, expected):
    told = [
        DayFact(date, Decimal(1), date, waiting=False, workload=workload)
        for date, workload in zip(mondays(len(workloads)), workloads, strict=True)
    ]

    assert kinds(facts(days=told, today=told[-1].date)) == expected


def test_an_agreed_action_counts_from_the_day_after_its_date():
    due = dt.date(2026, 10, 20)
    took_on = [Overdue(due, Role.MENTOR)]

    assert kinds(facts(overdue=took_on)) == []
    assert kinds(facts(overdue=took_on, today=due + dt.timedelta(days=1))) == [Attention.ACTIONS]


def test_the_most_urgent_reason_stands_first():
    proposal = Proposal(dt.date(2026, 10, 12), before=40, after=35, advised=True)
    many = facts(
        proposal=proposal,
        agreement_signed=False,
        ready=True,
        apart=Apart("Btw", 3, ()),
        days=worked(2),
        today=dt.date(2026, 10, 20),
    )

    assert kinds(many) == [
        Attention.DECISION,
        Attention.SILENCE,
        Attention.AGREEMENT,
        Attention.APART,
        Attention.READY,
    ]


def test_who_asks_to_talk_stands_before_everything_else():
    asked = facts(
        talk_since=dt.date(2026, 10, 20),
        proposal=Proposal(dt.date(2026, 9, 1), before=40, after=35, advised=True),
    )

    assert [(one.kind, one.rank) for one in attention(asked)] == [
        (Attention.TALK, Rank.TALK),
        (Attention.DECISION, Rank.DECISION),
    ]


@pytest.mark.parametrize(
    ("required", "expected"),
    [(30, []), (31, [Attention.DRIFT])],
)
def test_drift_is_what_the_plan_cannot_make_up_any_more(required, expected):
    """Five Mondays worked and 25 to come hold 30 days, and no more."""
    assert kinds(facts(required=required)) == expected


def test_who_is_behind_and_can_catch_up_is_not_off_course():
    behind = facts(days=worked(3), today=dt.date(2026, 10, 20), required=27, planned=planned(30))

    assert behind.behind == 2
    assert Attention.DRIFT not in kinds(behind)


def test_drift_says_where_the_year_ends_when_all_that_is_planned_is_worked():
    late = facts(days=worked(3), required=40)

    found = [one for one in attention(late) if one.kind == Attention.DRIFT]

    assert [(one.title, one.detail, one.asks) for one in found] == [
        (
            "Loopt 2 dagen achter op het plan",
            "Als elke geplande dag doorgaat, eindigt het op 28 van 40 dagen.",
            (Role.STUDENT,),
        )
    ]


def test_a_period_that_is_over_with_days_missing_is_drift():
    over = facts(
        today=dt.date(2027, 6, 21), ends_on=dt.date(2027, 6, 18), required=6, planned=planned(5)
    )

    titles = [one.title for one in attention(over) if one.kind == Attention.DRIFT]

    assert titles == ["De periode is voorbij en er ontbreekt 1 dag"]


def test_a_report_waits_three_working_days_before_it_is_named():
    monday = dt.date(2026, 10, 12)
    waits = facts(reports=[Paper(monday, (Role.MENTOR, Role.COACH))])

    assert kinds(facts(reports=waits.reports, today=dt.date(2026, 10, 15))) == []
    named = attention(facts(reports=waits.reports, today=dt.date(2026, 10, 16)))
    assert [(one.kind, one.asks) for one in named] == [(Attention.REPORT, (Role.MENTOR,))]


def test_an_onboarding_that_was_begun_is_named_after_two_weeks():
    paper = Paper(START, (Role.MENTOR,))

    assert kinds(facts(onboarding=paper, today=START + dt.timedelta(days=14))) == []
    assert kinds(facts(onboarding=paper, today=START + dt.timedelta(days=15))) == [
        Attention.ONBOARDING
    ]


def test_who_did_not_sign_the_agreement_is_asked_and_never_the_coach_themselves():
    unsigned = facts(agreement_signed=False, unsigned=(Role.STUDENT, Role.COACH))

    found = attention(unsigned)

    assert [(one.kind, one.asks) for one in found] == [(Attention.AGREEMENT, (Role.STUDENT,))]
    assert found[0].detail.endswith("Het wacht op Amina en jou.")


@pytest.mark.parametrize(
    ("told", "expected"),
    [({"goals": [25, 30]}, 30), ({"unshown": 1}, 0)],
)
def test_goals_that_stand_still_or_that_nothing_shows_are_named(told, expected):
    found = attention(facts(**told))

    assert [(one.kind, one.waited) for one in found] == [(Attention.GOALS, expected)]
