"""What the five open rules find, and what is chosen among it to be asked."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competences.enums import GapKind
from competences.rules import gaps as rules
from competences.rules.gaps import (
    CompetenceFacts,
    DossierFacts,
    Gap,
    GoalFacts,
    about_competence,
    gaps,
    pick,
    why,
)
from competences.rules.voices import Said, distance

SEEN = {"student": Said(2), "mentor": Said(2)}


def competence(pk: int = 1, **known) -> CompetenceFacts:
    """Nothing is missing here, unless said otherwise."""
    known = {"voices": SEEN, "target": 2, "shown_by": 1, **known}
    return CompetenceFacts(competence=pk, position=pk, **known)


def dossier(*competences: CompetenceFacts, days: float = 9, pk: int = 1, goals=()) -> DossierFacts:
    return DossierFacts(pk, Decimal(str(days)), competences, goals)


def found(*competences: CompetenceFacts, **known) -> list[tuple[str, float]]:
    return [(gap.kind.value, float(gap.size)) for gap in gaps(dossier(*competences, **known))]


def quiet(days: int, pk: int = 1, about: int | None = None) -> GoalFacts:
    return GoalFacts(goal=pk, quiet_for=dt.timedelta(days=days), competence=about)


def test_where_nothing_is_missing_nothing_is_asked():
    assert found(competence(), days=40, goals=[quiet(5)]) == []


@pytest.mark.parametrize(("days", "expected"), [(2.5, []), (3, [("unseen", 3)])])
def test_what_never_came_up_is_asked_once_the_placement_is_under_way(days, expected):
    assert found(competence(voices={}, came_up=False, shown_by=0), days=days) == expected


def test_voices_one_level_apart_are_a_gap_and_did_not_come_up_is_no_distance():
    near = competence(voices={"student": Said(2), "mentor": Said(1)})
    silent = competence(voices={"student": Said(2), "mentor": Said(None)})

    assert (found(near), found(silent)) == ([("apart", 1)], [])


def test_two_levels_apart_stands_before_everything_else():
    far = competence(1, voices={"student": Said(2), "mentor": Said(0)})
    near = competence(2, voices={"student": Said(2), "mentor": Said(1)})
    never = competence(3, voices={}, came_up=False, shown_by=0)

    assert found(near, never, far, goals=[quiet(21)]) == [
        ("apart", 2),
        ("goal", 21),
        ("unseen", 9),
        ("apart", 1),
    ]


@pytest.mark.parametrize(("days", "expected"), [(20, []), (21, [("goal", 21)])])
def test_a_goal_is_quiet_after_three_weeks(days, expected):
    assert found(goals=[quiet(days)]) == expected


def test_a_level_above_the_lowest_asks_for_something_that_shows_it():
    unshown = competence(shown_by=0)
    lowest = competence(shown_by=0, voices={"student": Said(0)}, target=0)

    assert (found(unshown), found(lowest)) == ([("unshown", 2)], [])


@pytest.mark.parametrize(
    ("still", "position", "expected"), [(7.5, 1, []), (8, 1, [("still", 8)]), (8, 2, [])]
)
def test_eight_days_without_movement_below_the_target_is_a_standstill(still, position, expected):
    one = competence(voices={"mentor": Said(position)}, still_for=Decimal(str(still)))

    assert found(one) == expected


def test_what_was_practised_and_never_spoken_about_stands_still_too():
    assert found(competence(voices={}, still_for=Decimal(9))) == [("still", 9)]


def test_what_the_coach_validated_misses_nothing():
    apart = {"student": Said(3), "mentor": Said(0)}

    assert found(competence(voices=apart, shown_by=0, settled=True)) == []


def test_one_competence_is_asked_about_once_for_its_strongest_reason():
    one = competence(voices={"student": Said(3), "mentor": Said(1)}, shown_by=0)

    assert [gap.kind for gap in gaps(dossier(one))] == [
        GapKind.VOICES_APART,
        GapKind.NO_EVIDENCE,
    ]
    assert [gap.kind for gap in pick(gaps(dossier(one)))] == [GapKind.VOICES_APART]


def test_a_goal_for_a_competence_and_the_competence_are_one_subject():
    never = competence(7, voices={}, came_up=False, shown_by=0)

    [chosen] = pick(gaps(dossier(never, goals=[quiet(30, about=7)])))

    assert (chosen.kind, chosen.competence, chosen.goal) == (GapKind.GOAL_UNTOUCHED, 7, 1)


def test_kinds_take_turns_within_a_student():
    never = [competence(pk, voices={}, came_up=False, shown_by=0) for pk in (1, 2, 3)]
    unshown = competence(4, shown_by=0)

    chosen = pick(gaps(dossier(*never, unshown)))

    assert [(gap.kind.value, gap.competence) for gap in chosen] == [
        ("unseen", 1),
        ("unshown", 4),
        ("unseen", 2),
    ]


def test_students_take_turns():
    never = [competence(pk, voices={}, came_up=False, shown_by=0) for pk in (1, 2, 3)]
    both = [gap for pk in (1, 2) for gap in gaps(dossier(*never, pk=pk))]

    assert [(gap.dossier, gap.competence) for gap in pick(both)] == [(1, 1), (2, 1), (1, 2)]


def test_what_was_practised_last_is_asked_first():
    early, late = dt.date(2026, 11, 2), dt.date(2026, 11, 16)
    still = {"voices": {}, "still_for": Decimal(9)}
    facts = dossier(
        competence(1, practised_on=early, **still), competence(2, practised_on=late, **still)
    )

    assert [gap.competence for gap in pick(gaps(facts))] == [2, 1]


def test_what_was_seen_lately_rests():
    apart = competence(3, voices={"student": Said(3), "mentor": Said(1)})

    assert pick(gaps(dossier(apart)), seen={about_competence(1, 3)}) == []


def gap(kind: GapKind, size: str = "9") -> Gap:
    return Gap(kind=kind, dossier=1, size=Decimal(size), competence=1)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            gap(GapKind.VOICES_APART, "2"),
            "This question, because the voices are 2 levels apart.",
        ),
        (
            gap(GapKind.GOAL_UNTOUCHED, "24"),
            "This question, because nothing happened on this goal for 24 days.",
        ),
        (
            gap(GapKind.NEVER_CAME_UP, "8.5"),
            "This question, because it did not come up in 8.5 workplace days.",
        ),
        (
            gap(GapKind.NO_EVIDENCE, "2"),
            "This question, because a level was said, and no day, file, link or feedback shows it.",
        ),
        (
            gap(GapKind.STANDSTILL, "10"),
            "This question, because in 10 workplace days nothing new was said about it.",
        ),
    ],
)
def test_every_question_says_why_it_is_asked(asked, sentence):
    with override("en"):
        assert why(asked) == sentence


# A machine that does more at once draws slowly; that says nothing about the rules.
patient = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
halves = st.integers(0, 40).map(lambda count: Decimal(count) / 2)
word = st.sampled_from([None, *(Said(position) for position in (None, 0, 1, 2, 3, 6))])
some_competence = st.builds(
    CompetenceFacts,
    competence=st.integers(1, 9),
    position=st.integers(0, 9),
    voices=st.fixed_dictionaries({"student": word, "mentor": word, "coach": word}),
    target=st.sampled_from([None, 0, 2, 6]),
    came_up=st.booleans(),
    shown_by=st.integers(0, 1),
    still_for=halves,
    settled=st.booleans(),
)
some_goal = st.builds(
    GoalFacts,
    goal=st.integers(1, 5),
    quiet_for=st.integers(0, 60).map(lambda days: dt.timedelta(days=days)),
    competence=st.one_of(st.none(), st.integers(1, 9)),
)
some_dossier = st.builds(
    DossierFacts,
    dossier=st.integers(1, 4),
    days_logged=halves,
    competences=st.lists(some_competence, max_size=5, unique_by=lambda one: one.competence),
    goals=st.lists(some_goal, max_size=2, unique_by=lambda one: one.goal),
)
worlds = st.lists(some_dossier, max_size=3, unique_by=lambda one: one.dossier)


def holds(gap: Gap, facts: DossierFacts) -> bool:
    """Whether the fact behind a gap is there, said once more in the plainest words."""
    if gap.kind == GapKind.GOAL_UNTOUCHED:
        [goal] = [one for one in facts.goals if one.goal == gap.goal]
        return goal.quiet_for >= rules.QUIET_FOR
    [one] = [one for one in facts.competences if one.competence == gap.competence]
    said = [voice.position for voice in one.voices.values() if voice and voice.came_up]
    target = -1 if one.target is None else one.target
    facts_of_kind = {
        GapKind.VOICES_APART: distance(one.voices) == gap.size > 0,
        GapKind.NEVER_CAME_UP: not one.came_up and facts.days_logged >= rules.UNDER_WAY,
        GapKind.NO_EVIDENCE: one.shown_by == 0 and max(said, default=0) > 0,
        GapKind.STANDSTILL: one.still_for >= rules.STILL_FOR
        and all(position < target for position in said),
    }
    return facts_of_kind[gap.kind] and not one.settled


@patient
@given(worlds)
def test_no_gap_without_its_fact(world):
    for facts in world:
        assert all(holds(gap, facts) for gap in gaps(facts))


@patient
@given(worlds, st.integers(0, 5), st.randoms(use_true_random=False))
def test_a_choice_keeps_the_limit_and_does_not_depend_on_the_order(world, limit, chance):
    everything = [gap for facts in world for gap in gaps(facts)]
    shuffled = chance.sample(everything, len(everything))
    seen = {gap.subject for gap in everything[::3]}

    chosen = pick(everything, seen, limit)

    subjects = [gap.subject for gap in chosen]
    assert len(chosen) <= limit
    assert len(set(subjects)) == len(subjects)
    assert not seen & set(subjects)
    assert pick(shuffled, seen, limit) == chosen
