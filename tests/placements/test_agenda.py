"""The agenda of a meeting comes from the same gaps as the questions, each with its reason."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.enums import Role
from competences.enums import EvidenceAudience, EvidenceKind, GapKind
from competences.models import Competence, Evidence
from competences.rules.gaps import Gap
from config import clock
from placements.actions import trialogue_notes
from placements.models import Placement, Trialogue
from placements.overviews.trialogue import Meeting
from placements.rules.agenda import AgendaFacts, AgendaItem, Topic, agenda
from tests.factories import make_placement, make_user, person
from tests.placements.stories import hold_trialogue, rate, work

DAY_NINE = dt.date(2026, 10, 1)
AGENDA_QUERIES = 23
NEVER = Gap(GapKind.NEVER_CAME_UP, 1, Decimal(9), competence=1)
UNSHOWN = Gap(GapKind.NO_EVIDENCE, 1, Decimal(2), competence=2)
STILL = Gap(GapKind.STANDSTILL, 1, Decimal(8), competence=3)
GOAL = Gap(GapKind.GOAL_UNTOUCHED, 1, Decimal(24), goal=5, competence=3)


def items(*gaps: Gap, now: list[Gap] | None = None, topics=(), noted=()) -> list[AgendaItem]:
    """What stands between the first item and the last."""
    facts = AgendaFacts(
        student="Amina",
        topics=topics,
        gaps=gaps,
        gaps_now=gaps if now is None else now,
        noted=noted,
        open_actions=0,
        days_logged=Decimal(9),
        planned_by_now=Decimal(9),
        pulses=[],
        shortening=None,
    )
    with override("en"):
        return agenda(facts)[1:-1]


def test_each_kind_of_gap_is_one_item_with_its_reason():
    assert [(item.key, item.title, item.reason) for item in items(STILL, UNSHOWN, NEVER, GOAL)] == [
        ("goals", "Goals that lie still", "nothing happened on 1 goal for some weeks"),
        (
            "not-yet",
            "What did not come up yet",
            "1 competence has not been seen at the workplace",
        ),
        (
            "not-shown",
            "Said, and not shown yet",
            "1 competence has a level and nothing that shows it",
        ),
        (
            "still",
            "What stands still",
            "about 1 competence nothing new was said for some time",
        ),
    ]


def test_a_competence_with_an_item_of_its_own_is_not_named_again():
    apart = Topic(competence=2, name="Btw", apart_then=2, apart_now=2)

    assert [item.key for item in items(UNSHOWN, topics=[apart])] == ["c2"]


def test_a_competence_with_two_reasons_is_named_once():
    still = Gap(GapKind.STANDSTILL, 1, Decimal(8), competence=2)

    assert [(item.key, item.gaps) for item in items(still, UNSHOWN)] == [("not-shown", (UNSHOWN,))]


def test_an_item_stays_and_is_settled_when_its_reason_went_in_the_meeting():
    assert [(item.key, item.settled) for item in items(NEVER, STILL, now=[STILL])] == [
        ("not-yet", True),
        ("still", False),
    ]


def test_a_note_keeps_its_item_whatever_happened_since():
    [item] = items(noted={"goals", "wellbeing"})

    assert (item.key, item.reason, item.settled) == ("goals", "settled meanwhile", True)


@pytest.fixture
def placement() -> Placement:
    found = make_placement(
        student=make_user("Amina", "Bouzid", language="en"),
        mentor=make_user("Griet", "Moerman", language="en"),
    )
    work(found, 9)
    return found


@pytest.fixture
def meeting(placement: Placement) -> Trialogue:
    return hold_trialogue(placement, DAY_NINE)


def screen(meeting: Trialogue, role: str, item: str):
    client = Client()
    client.force_login(person(meeting.placement, role))
    with clock.at(DAY_NINE + dt.timedelta(hours=20)):
        return client.get(reverse("placements:trialogue", args=[meeting.pk]), {"item": item})


@pytest.mark.django_db
def test_the_screen_names_what_did_not_come_up_each_with_its_reason(meeting):
    """The ninth day was logged in the evening, after the meeting opened."""
    page = screen(meeting, Role.MENTOR, "not-yet")

    assert [(line.name, line.reason) for line in page.context["lines"]] == [
        (f"Competence {number}", "did not come up in 8 workplace days") for number in (1, 2, 3, 4)
    ]
    assert page.content.decode().count("Did not come up in 8 workplace days,") == 4


@pytest.mark.django_db
def test_evidence_for_the_coach_alone_leaves_the_agenda_of_all_three_as_it_is(placement):
    with clock.at(DAY_NINE):
        rate(placement, Role.STUDENT, "K", count=1)
        piece = Evidence.objects.create(
            dossier=placement.dossier,
            kind=EvidenceKind.LINK,
            title="Draaiboek",
            url="https://example.org/",
            audience=EvidenceAudience.COACH,
            added_by=placement.student,
            added_role=Role.STUDENT,
        )
        piece.competences.set(Competence.objects.filter(version=placement.dossier.version_id))
    meeting = hold_trialogue(placement, DAY_NINE + dt.timedelta(days=1))

    for_all = [item.key for item in Meeting(meeting).items]
    assert for_all == [item.key for item in Meeting(meeting, placement.coach).items]
    assert "not-shown" in for_all


@pytest.mark.django_db
def test_what_was_missing_at_the_start_stays_with_its_note_when_it_is_rated(placement, meeting):
    with clock.at(DAY_NINE + dt.timedelta(days=1)):
        trialogue_notes.note(
            by=placement.coach, trialogue=meeting, item="not-yet", notes="Vrijdag.", seen_version=0
        )
        rate(placement, Role.MENTOR, "K")
        [item] = [one for one in Meeting(meeting).items if one.key == "not-yet"]

    assert (len(item.gaps), item.settled) == (4, True)


@pytest.mark.django_db
def test_the_agenda_costs_the_same_for_four_gaps_and_for_none(
    placement, meeting, django_assert_num_queries
):
    """Besides the competences themselves, which the screen shows anyway."""
    other = hold_trialogue(make_placement(), DAY_NINE)

    with clock.at(DAY_NINE):
        for table in (Meeting(meeting), Meeting(other)):
            assert table.now.rows
            with django_assert_num_queries(AGENDA_QUERIES):
                assert table.items
