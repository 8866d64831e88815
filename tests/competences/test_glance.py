"""Where they agree, where not, what moved and what is missing, at one glance."""

import datetime as dt

import pytest

from accounts.enums import Role
from competences.enums import Moment
from competences.models import CourseUnit, Dossier, Outcome
from competences.overviews.glance import glance, seats
from competences.overviews.tracking import tracking
from config import clock
from placements.models import Placement
from tests.competences.voicing import after, competences_of, dossier_of, speak
from tests.factories import make_placement, person

SINCE = dt.date(2026, 11, 20)  # the day of voicing.FRIDAY


@pytest.fixture
def placement(db) -> Placement:
    return make_placement()


def numbers(placement, reader=None, proven=()) -> dict[str, list[str]]:
    with clock.at(after(days=9)):
        found = tracking(dossier_of(placement), reader=reader)
        kinds = glance(found, since=SINCE, proven=proven).kinds
    return {kind: [row.competence.code for row in rows] for kind, rows in kinds.items()}


def test_each_competence_stands_where_it_belongs(placement):
    first, second, third, fourth = competences_of(placement)
    for role in (Role.STUDENT, Role.MENTOR, Role.COACH):
        speak(placement, role, first, "V")
    speak(placement, Role.STUDENT, second, "A")
    speak(placement, Role.MENTOR, second, "0")
    speak(placement, Role.MENTOR, second, "K", at=after(days=5))
    speak(placement, Role.STUDENT, third, "K", moment=Moment.BASELINE)

    assert numbers(placement, proven={first.pk, fourth.pk}) == {
        "": ["C1", "C2", "C3", "C4"],
        "agree": ["C1"],
        "apart": ["C2"],
        "moved": ["C2"],
        "unseen": ["C3", "C4"],
        "bare": ["C2", "C3"],
        "veiled": [],
    }


@pytest.mark.parametrize(
    ("said", "moved"),
    [
        ([("K", 0), ("V", 3)], True),  # since that day
        ([("K", -3), ("V", 0)], False),  # on the day itself: then it was on the table
        ([("V", 3)], False),  # a first word
        ([("K", 3), ("V", 5)], True),  # a first word and another
        ([("K", 0), ("V", 3), ("K", 5)], False),  # there and back
        ([("K", 0), ("", 3)], False),  # did not come up: no level, no movement
    ],
)
def test_what_moved_is_another_level_than_then(placement, said, moved):
    competence = competences_of(placement)[0]
    for code, days in said:
        speak(placement, Role.MENTOR, competence, code, at=after(days=days))

    assert numbers(placement)["moved"] == (["C1"] if moved else [])


def test_where_the_others_are_covered_nobody_says_that_nothing_was_seen(placement):
    CourseUnit.objects.update(first_round_is_blind=True)
    Dossier.objects.update(voices_opened_at=None)
    first, *_others = competences_of(placement)
    speak(placement, Role.COACH, first, "")

    found = numbers(placement, reader=person(placement, Role.COACH))

    assert (found["unseen"], found["veiled"]) == (["C1"], ["C2", "C3", "C4"])


def test_the_seats_cover_the_others_and_never_oneself(placement):
    CourseUnit.objects.update(first_round_is_blind=True)
    Dossier.objects.update(voices_opened_at=None)
    first, *_others = competences_of(placement)
    speak(placement, Role.STUDENT, first, "V")
    with clock.at(after(days=1)):
        found = tracking(dossier_of(placement), reader=person(placement, Role.MENTOR))
        covered = seats(found, found.row(first.pk), "mentor")

    assert [(seat.role, seat.spoken, seat.is_veiled) for seat in covered] == [
        ("student", None, True),
        ("mentor", None, False),
        ("coach", None, True),
    ]


def test_headings_inside_headings_are_a_path(placement):
    found = tracking(dossier_of(placement))
    outer, inner = list(found.outcomes.values())
    inner.parent_id = outer.pk

    assert isinstance(outer, Outcome)
    assert [one.code for one in found.path(inner)] == [outer.code]
    assert found.path(outer) == []
