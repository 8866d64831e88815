"""A line of the board rests until a date, with a reason, for this coach only."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.enums import Role
from config import clock
from config.refusal import Refusal
from placements.actions import placements, quiet_words, snoozes
from placements.enums import Attention
from placements.models import Placement, Snooze
from placements.overviews.board import Board, board
from placements.rules.snoozes import snooze_obstacles
from tests.factories import make_placement, make_user, person
from tests.placements.stories import work

TODAY = dt.date(2026, 10, 23)
NEXT = TODAY + dt.timedelta(days=7)


@pytest.fixture
def placement(db) -> Placement:
    placement = make_placement()
    work(placement, 3, confirm=False)
    return placement


def rest(placement: Placement, *, kind: str = Attention.MENTOR_SILENCE, until=NEXT) -> Snooze:
    return snoozes.snooze(
        by=person(placement, Role.COACH),
        placement=placement,
        kind=Attention(kind),
        until=until,
        reason="Griet is op verlof.",
    )


def kinds(found: Board) -> tuple[list[str], list[str]]:
    return (
        [one.kind for row in found.rows for one in row.reasons],
        [one.reason.kind for row in found.resting for one in row.resting],
    )


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"until": TODAY}, ["not-later"]),
        ({"until": TODAY + dt.timedelta(weeks=6)}, []),
        ({"until": TODAY + dt.timedelta(weeks=6, days=1)}, ["too-far"]),
        ({"reason": " "}, ["no-reason"]),
        ({"stands": False}, ["not-on-the-board"]),
        ({"kind": Attention.TALK}, ["waits-for-you"]),
        ({"kind": Attention.DECISION}, ["waits-for-you"]),
    ],
)
def test_what_can_rest_and_until_when(changes, codes):
    plain = {
        "kind": Attention.SILENCE,
        "stands": True,
        "until": NEXT,
        "reason": "Ze is ziek.",
        "today": TODAY,
    }

    assert [one.code for one in snooze_obstacles(**plain | changes)] == codes


def test_what_rests_leaves_the_board_and_comes_back_by_itself(placement):
    coach = person(placement, Role.COACH)
    with clock.at(TODAY):
        before = kinds(board(coach))
        rest(placement)
        resting = kinds(board(coach))
    with clock.at(NEXT):
        back = kinds(board(coach))

    others = [kind for kind in before[0] if kind != Attention.MENTOR_SILENCE]
    assert resting == (others, [Attention.MENTOR_SILENCE])
    assert back == before


def test_a_reason_of_another_kind_shows_anyway(placement):
    coach = person(placement, Role.COACH)
    with clock.at(TODAY):
        for kind in kinds(board(coach))[0]:
            rest(placement, kind=kind)
        asleep = kinds(board(coach))[0]
        quiet_words.give(by=person(placement, Role.STUDENT), placement=placement)
        awake = kinds(board(coach))[0]

    assert (asleep, awake) == ([], [Attention.TALK])


def test_a_placement_in_which_all_rests_is_not_said_to_go_well(placement):
    coach = person(placement, Role.COACH)
    with clock.at(TODAY):
        for kind in kinds(board(coach))[0]:
            rest(placement, kind=kind)
        found = board(coach)

    assert (found.rows, found.fine, len(found.resting)) == ([], [], 1)


def test_a_new_coach_sees_the_line(placement):
    new = make_user("Ciska", "Nys")
    with clock.at(TODAY):
        rest(placement)
        placements.change_person(by=None, placement=placement, role=Role.COACH, person=new)
        found = kinds(board(new))

    assert Attention.MENTOR_SILENCE in found[0]
    assert found[1] == []


def test_resting_again_replaces_the_date(placement):
    with clock.at(TODAY):
        rest(placement)
        rest(placement, until=NEXT + dt.timedelta(days=7))

    standing = Snooze.objects.filter(ended_at__isnull=True)
    assert [one.until for one in standing] == [NEXT + dt.timedelta(days=7)]


def test_waking_puts_it_back_and_is_done_once(client, placement):
    with clock.at(TODAY):
        snooze = rest(placement)
        client.force_login(person(placement, Role.COACH))
        for _press in range(2):
            client.post(reverse("placements:snooze-end", args=[snooze.pk]))
        found = kinds(board(person(placement, Role.COACH)))

    assert Attention.MENTOR_SILENCE in found[0]


def test_the_tab_says_why_and_until_when(client, placement):
    client.force_login(person(placement, Role.COACH))
    with clock.at(TODAY):
        rest(placement)
        page = client.get(reverse("placements:board"), {"reason": "resting"})

    assert [one.rest.snooze.reason for one in page.context["resting"]] == ["Griet is op verlof."]
    assert page.context["lines"] == []


def test_only_the_coach_lets_rest(placement):
    with clock.at(TODAY), pytest.raises(Refusal):
        snoozes.snooze(
            by=person(placement, Role.STUDENT),
            placement=placement,
            kind=Attention.MENTOR_SILENCE,
            until=NEXT,
            reason="Liever niet.",
        )
