"""Away for a while, and plan against actual: what an illness moves, and who reads why."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from accounts.models import HistoryEntry, Notification
from config import clock
from placements.actions import plans
from placements.models import Interruption, Placement
from placements.overviews.counts import policy_of
from placements.overviews.plan import forecast, forecast_of, times_away
from placements.overviews.reminders import facts_of
from placements.rules.reminders import due
from tests.factories import make_user
from tests.placements.planning import (
    NOW,
    code_of,
    lines_for,
    mondays_and_tuesdays,
    planned,
    who,
)
from tests.placements.stories import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement() -> Placement:
    return mondays_and_tuesdays()


# --- away


def ill(placement: Placement, role: str = "student", last=None, **fields) -> Interruption:
    said = {"kind": "illness", "first": dt.date(2026, 10, 5), "last": last} | fields
    with clock.at(dt.datetime(2026, 10, 5, 8, 0)):
        return plans.report_away(**who(placement, role), placement=placement, **said)


def test_who_is_away_is_not_planned_and_comes_back_earlier_or_later(placement):
    away = ill(placement)
    until_further_notice = planned(placement, "10-01", "10-31")
    with clock.at(dt.datetime(2026, 10, 12, 8, 0)):
        plans.change_away(
            **who(placement, "coach"),
            away=away,
            first=away.first,
            last=dt.date(2026, 10, 12),
        )
        back = planned(placement, "10-01", "10-20")
        plans.remove_away(**who(placement, "student"), away=away)

    assert until_further_notice == []
    assert back == ["10-13", "10-19", "10-20"]
    assert planned(placement, "10-05", "10-06") == ["10-05", "10-06"]


def test_mentor_and_coordinator_report_nobody_away(placement):
    said = {"placement": placement, "kind": "exams", "first": dt.date(2026, 10, 5), "last": None}

    assert code_of(plans.report_away, **who(placement, "mentor"), **said) == ["not-your-role"]
    assert code_of(plans.report_away, by=make_user("Wim"), **said) == ["not-your-role"]


def test_why_somebody_is_away_stays_between_student_and_coach(placement):
    ill(placement, last=dt.date(2026, 10, 6), reason="mark-why")
    ill(placement, kind="exams", first=dt.date(2026, 10, 12), last=dt.date(2026, 10, 13))

    with translation.override("en"):
        read = {
            role: [(one.kind, one.reason) for one in times_away(placement, role)]
            for role in ("student", "coach", "mentor", "")
        }

    all_of_it = [("exams", ""), ("illness", "mark-why")]
    assert read == {
        "student": all_of_it,
        "coach": all_of_it,
        "mentor": [("exams", ""), ("away", "")],
        "": [("exams", ""), ("away", "")],
    }
    told = str(list(HistoryEntry.objects.values_list("data", "action")))
    told += str(list(Notification.objects.values_list("context", "url", "rule")))
    assert "mark-why" not in told
    assert "illness" not in told


def test_a_time_away_is_told_to_the_other_two_by_its_dates(placement):
    ill(placement, role="coach", last=dt.date(2026, 10, 9))

    title = "Away from Monday 5 October to Friday 9 October"
    assert lines_for(placement, "mentor") == [
        (title, "This is about Amina Bouzid. The plan takes it into account.")
    ]
    assert lines_for(placement, "student")[-1] == (title, "Your plan takes it into account.")
    assert title not in dict(lines_for(placement, "coach"))


def test_nobody_nudges_who_is_ill_and_silence_counts_again_from_their_return(placement):
    work(placement, 2)

    def said(moment: dt.datetime) -> set[str]:
        with clock.at(moment):
            facts = facts_of([placement.pk])[0]
            return {one.rule for one in due(facts, clock.now())}

    assert "days-not-logged" in said(dt.datetime(2026, 10, 20, 9, 0))

    away = ill(placement, first=dt.date(2026, 10, 1))

    assert "days-not-logged" not in said(dt.datetime(2026, 10, 20, 9, 0))
    with clock.at(dt.date(2026, 10, 16)):
        plans.change_away(
            **who(placement, "student"), away=away, first=away.first, last=dt.date(2026, 10, 16)
        )
    assert "days-not-logged" not in said(dt.datetime(2026, 10, 20, 9, 0))
    assert "days-not-logged" in said(dt.datetime(2026, 11, 5, 9, 0))


# --- plan against actual


def test_the_forecast_names_the_days_that_matter_and_what_the_plan_lacks(placement):
    policy = policy_of(placement)
    policy.trialogue_from_day, policy.assessment_from_day = 3, 6
    work(placement, 2)
    with clock.at(NOW):
        for monday in (28, 29):
            plans.set_exception(
                **who(placement, "student"),
                placement=placement,
                date=dt.date(2026, 9, monday),
                morning=True,
                afternoon=False,
            )
    fresh = Placement.objects.with_people().with_days().get(pk=placement.pk)
    with clock.at(dt.date(2026, 9, 30)):
        found = forecast(fresh, policy, fresh.days.all(), 10)
        lacking = forecast(
            Placement.objects.with_people().get(pk=placement.pk), policy, fresh.days.all(), 20
        )

    # Two logged, two halves missed: one day behind; from 5 October on two days a week.
    assert (found.pace.planned_by_now, found.pace.logged, found.pace.behind) == (3, 2, 1)
    assert found.dates == {3: dt.date(2026, 10, 5), 6: dt.date(2026, 10, 13)}
    assert (found.last, found.short) == (dt.date(2026, 10, 27), 0)
    assert (lacking.last, lacking.short) == (None, Decimal(10))


def test_an_illness_moves_the_days_that_are_to_come(placement):
    with clock.at(dt.date(2026, 9, 21)):
        before = forecast_of(Placement.objects.with_days().get(pk=placement.pk))
    ill(placement, last=dt.date(2026, 10, 11))
    with clock.at(dt.date(2026, 9, 21)):
        after = forecast_of(Placement.objects.with_days().get(pk=placement.pk))

    assert (before.dates[8], after.dates[8]) == (dt.date(2026, 10, 13), dt.date(2026, 10, 20))
    assert (before.last, after.last) == (dt.date(2026, 10, 20), dt.date(2026, 10, 27))
