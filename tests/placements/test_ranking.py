"""How the board is ranked, and why somebody is fine, said in plain words."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from config import clock
from placements.enums import Attention
from placements.models import PlacementPolicy
from placements.rules.attention_facts import Apart, DayFact, Facts, Rank
from placements.rules.fine import why_fine
from placements.rules.plan import PlannedDay, Span
from placements.rules.ranking import explained, kind_of
from tests.factories import make_placement, person

TODAY = dt.date(2026, 10, 20)  # a Tuesday
CLOSE = "stemmen dicht bij elkaar over 3 competenties"
MONDAYS = [dt.date(2026, 9, 21) + dt.timedelta(weeks=week) for week in range(10)]


def test_every_rank_is_explained_in_the_order_of_the_board():
    assert [rule.rank for rule in explained([PlacementPolicy()])] == sorted(Rank)


def test_every_kind_of_reason_has_a_rank():
    assert {kind_of(rank) for rank in Rank} == set(Attention)


def test_the_numbers_are_those_of_the_course_units():
    short = PlacementPolicy(silence_after_working_days=7)

    told = {rule.rank: rule.when for rule in explained([PlacementPolicy(), short])}

    assert told[Rank.SILENCE] == (
        "Er is 7 of 10 werkdagen niets ingevuld, terwijl er dagen gepland waren."
    )


def test_the_page_shows_all_rules_to_a_coach(client, db):
    client.force_login(person(make_placement(), Role.COACH))

    page = client.get(reverse("placements:board-ranking"))

    assert len(page.context["rules"]) == len(Rank)


def worked(date: dt.date) -> DayFact:
    return DayFact(date, Decimal(1), logged_on=date, waiting=False, workload=None)


def facts(**changes) -> Facts:
    """Five Mondays planned and worked; a day later."""
    plain = {
        "today": TODAY,
        "policy": PlacementPolicy(),
        "student": "Amina",
        "mentor": "Griet",
        "starts_on": MONDAYS[0],
        "planned": [PlannedDay(date) for date in MONDAYS],
        "days": [
            DayFact(date, Decimal(1), date, waiting=False, workload=None) for date in MONDAYS[:5]
        ],
        "trialogues": (),
        "agreement_signed": True,
        "required": 10,
    }
    return Facts(**plain | changes)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "laatst ingevuld gisteren en op schema"),
        (
            {"meets_on": dt.date(2026, 10, 27), "compared": 3},
            "laatst ingevuld gisteren, op schema, gesprek di 27 okt en " + CLOSE,
        ),
        ({"required": 5}, "laatst ingevuld gisteren en alle dagen gedaan"),
        (
            {"planned": [PlannedDay(date) for date in MONDAYS[1:]]},
            "laatst ingevuld gisteren en 1 dag voor",
        ),
        (
            {"away": [Span(TODAY, dt.date(2026, 10, 28))]},
            "laatst ingevuld gisteren, op schema en afwezig tot wo 28 okt",
        ),
        ({"starts_on": dt.date(2026, 11, 2), "days": ()}, "begint ma 2 nov"),
        ({"days": (), "planned": ()}, "nog niets om in te vullen"),
    ],
)
def test_who_is_fine_is_told_with_facts_only(changes, line):
    with clock.at(TODAY):
        assert why_fine(facts(**changes)) == line


def test_what_is_far_apart_is_never_called_close():
    """The line is for who is fine: whoever has voices apart does not get one."""
    apart = facts(apart=Apart("Btw", 2, ()), compared=3)

    with clock.at(TODAY):
        assert why_fine(apart) == "laatst ingevuld gisteren en op schema"
