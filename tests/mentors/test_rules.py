"""Which three questions a mentor gets, out of all there could be."""

import datetime as dt

from competences.rules.voices import Said
from mentors.rules import CompetenceFacts, questions

TODAY = dt.date(2026, 11, 20)


def facts(competence: int, placement: int = 1, **known) -> CompetenceFacts:
    known.setdefault("came_up", True)
    return CompetenceFacts(placement=placement, competence=competence, position=competence, **known)


def days_ago(count: int) -> dt.date:
    return TODAY - dt.timedelta(days=count)


def asked(*known: CompetenceFacts, answered_today: int = 0) -> list[tuple[int, int]]:
    found = questions(known, today=TODAY, answered_today=answered_today)
    return [(item.placement, item.competence) for item in found]


def test_practised_and_unspoken_comes_before_apart_before_never_came_up():
    never = facts(1, came_up=False)
    apart = facts(2, student=Said(3), mentor=Said(1), mentor_said_on=days_ago(40))
    practised = facts(3, practised_on=days_ago(2))

    assert asked(never, apart, practised) == [(1, 3), (1, 2), (1, 1)]


def test_what_was_practised_last_is_asked_first():
    assert asked(facts(1, practised_on=days_ago(9)), facts(2, practised_on=days_ago(1))) == [
        (1, 2),
        (1, 1),
    ]


def test_the_voices_furthest_apart_are_asked_first():
    near = facts(1, student=Said(2), mentor=Said(1), mentor_said_on=days_ago(40))
    far = facts(2, student=Said(3), mentor=Said(0), mentor_said_on=days_ago(40))

    assert asked(near, far) == [(1, 2), (1, 1)]


def test_never_more_than_three_and_students_take_turns():
    amina = [facts(number, 1, practised_on=days_ago(1)) for number in range(5)]
    jonas = [facts(number, 2, practised_on=days_ago(5)) for number in range(5)]

    assert asked(*amina, *jonas) == [(1, 0), (2, 0), (1, 1)]


def test_three_a_day_whatever_the_number_of_visits():
    open_questions = [facts(number, practised_on=days_ago(1)) for number in range(5)]

    assert asked(*open_questions, answered_today=2) == [(1, 0)]
    assert asked(*open_questions, answered_today=3) == []


def test_what_the_mentor_said_rests_for_two_weeks():
    said = {"student": Said(3), "mentor": Said(1)}

    assert asked(facts(1, mentor_said_on=days_ago(13), **said)) == []
    assert asked(facts(1, mentor_said_on=days_ago(14), **said)) == [(1, 1)]


def test_did_not_come_up_is_an_answer_and_rests_too():
    silent = facts(1, came_up=False, mentor=Said(None), mentor_said_on=days_ago(3))

    assert asked(silent) == []


def test_a_mentor_who_spoke_is_not_asked_again_because_of_practice_alone():
    spoken = facts(
        1, practised_on=days_ago(1), mentor=Said(2), student=Said(2), mentor_said_on=days_ago(30)
    )

    assert asked(spoken) == []
