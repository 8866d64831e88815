"""A goal made personal: kept alone, handed in, challenged or confirmed, concluded in words."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest

from accounts.enums import Role
from accounts.models import Notification, User
from competences.actions import goals
from competences.enums import GoalState
from competences.models import Competence, GoalPlan, GoalReply, PersonalGoal, Programme
from competences.overviews.goals import goals_beside, open_goals
from competences.rules.goals import answer_by
from config import clock
from config.append_only import HistoryIsAppendOnly
from config.refusal import Refusal
from placements.models import Placement
from tests.accounts.factories import at_once
from tests.factories import make_placement, make_programme, make_user, person
from tests.lab import (
    PHRASE,
    START,
    answer,
    first_competence,
    hand_in,
    join,
    look_back,
    make_group,
    words,
    write,
)

pytestmark = pytest.mark.django_db

FINAL = dt.date(2026, 11, 20)


@pytest.fixture
def programme() -> Programme:
    return make_programme("accounting", coordinator=make_user("Wim", "Claes"))


@pytest.fixture
def tine(programme) -> User:
    tine = make_user("Tine", "Verhaege")
    programme.teachers.add(tine)
    return tine


@pytest.fixture
def placement(programme) -> Placement:
    return make_placement(programme=programme)


@pytest.fixture
def plan(placement, tine) -> GoalPlan:
    with clock.at(START):
        return join(make_group(placement.enrolment.programme, tine), tine, placement)[0]


@pytest.fixture(autouse=True)
def _at_the_start():
    with clock.at(START):
        yield


def codes(refused: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return refused.value.codes


# --- writing


def test_a_goal_is_the_students_alone_until_it_is_handed_in(plan, placement, tine):
    goal = write(plan)
    readers = [tine, *(person(placement, role) for role in (Role.MENTOR, Role.COACH))]

    kept = [PersonalGoal.objects.visible_to(reader).count() for reader in readers]
    hand_in(plan, goal)
    given = [PersonalGoal.objects.visible_to(reader).count() for reader in readers]

    assert (kept, given) == ([0, 0, 0], [1, 1, 1])


def test_pressing_twice_gives_one_goal_and_tells_once(plan, tine):
    key = uuid.uuid4()
    said = {"by": plan.student, "plan": plan, "key": key, "competence": first_competence(plan)}

    for _press in range(2):
        goals.hand_in(**said, words=words())

    told = Notification.objects.filter(rule="goal-handed-in", recipient=tine)
    assert (PersonalGoal.objects.count(), told.count()) == (1, 1)


def test_a_goal_that_is_handed_in_says_everything_that_was_asked(plan):
    with pytest.raises(Refusal) as refused:
        goals.hand_in(
            by=plan.student,
            plan=plan,
            key=uuid.uuid4(),
            competence=None,
            words=words(actions=" ", moments="", feedback_from=""),
        )

    assert [obstacle.field for obstacle in refused.value.obstacles] == [
        "competence",
        "actions",
        "moments",
        "feedback_from",
    ]
    assert PersonalGoal.objects.count() == 0


def test_nobody_writes_in_the_plan_of_another(plan, tine, placement):
    refused = []
    for other in (tine, person(placement, Role.COACH), make_user("Bram")):
        with pytest.raises(Refusal) as no:
            goals.write(by=other, plan=plan, key=uuid.uuid4(), competence=None, words=words())
        refused += codes(no)

    assert refused == ["not-your-role"] * 3


def test_a_competence_of_another_framework_is_refused(plan):
    make_programme("marketing")
    strange = Competence.objects.exclude(version=plan.dossier.version_id)[0]

    with pytest.raises(Refusal) as refused:
        goals.write(by=plan.student, plan=plan, key=uuid.uuid4(), competence=strange, words=words())

    assert codes(refused) == ["other-framework"]


def test_what_was_handed_in_is_not_changed_behind_a_back(plan):
    goal = hand_in(plan)

    with pytest.raises(Refusal) as refused:
        goals.write(
            by=plan.student,
            plan=plan,
            key=goal.key,
            competence=goal.competence,
            words=words(reached_when="iets anders"),
        )

    assert codes(refused) == ["goal-was-handed-in"]


# --- the answer


def test_a_challenge_needs_words_and_a_confirmation_does_not(plan, tine):
    first, second = hand_in(plan), hand_in(plan)

    with pytest.raises(Refusal) as refused:
        answer(first, tine, confirmed=False, said="  ")
    answer(second, tine, confirmed=True)

    assert codes(refused) == ["words-missing"]
    assert [first.state, second.state] == [GoalState.HANDED_IN, GoalState.CONFIRMED]


def test_the_thread_keeps_what_the_goal_read_when_it_was_challenged(plan, tine):
    goal = answer(hand_in(plan), tine, confirmed=False, said="Wie ziet dat?")
    hand_in(plan, goal, reached_when="mijn mentor dat elke maand hoort")

    answer(goal, tine, confirmed=True)

    assert list(GoalReply.objects.values_list("confirmed", "words", "about")) == [
        (False, "Wie ziet dat?", PHRASE),
        (True, "", "mijn mentor dat elke maand hoort"),
    ]


def test_a_challenged_goal_is_rewritten_before_it_is_handed_in_again(plan, tine):
    goal = answer(hand_in(plan), tine, confirmed=False, said="Wie ziet dat?")

    with pytest.raises(Refusal) as refused:
        hand_in(plan, goal)

    assert codes(refused) == ["goal-unchanged"]


def test_new_words_for_a_confirmed_goal_wait_for_an_answer_again(plan, tine):
    goal = answer(hand_in(plan), tine, confirmed=True)

    again = hand_in(plan, goal, moments="elke maandag")

    assert again.state == GoalState.HANDED_IN


def test_nobody_answers_words_they_did_not_read(plan, tine):
    goal = hand_in(plan)
    seen = goal.changed_at
    with clock.at(dt.datetime(2026, 9, 28, 20)):
        hand_in(plan, goal, reached_when="iets heel anders")

    with pytest.raises(Refusal) as refused:
        goals.reply(by=tine, goal=goal, confirmed=True, words="", seen=seen)

    assert codes(refused) == ["goal-changed"]


def test_a_goal_that_was_put_aside_is_answered_by_nobody(plan, tine):
    goal = goals.drop(by=plan.student, goal=hand_in(plan))

    with pytest.raises(Refusal) as refused:
        answer(goal, tine, confirmed=True)

    assert codes(refused) == ["goal-dropped"]


def test_what_a_teacher_said_is_never_changed(plan, tine):
    answer(hand_in(plan), tine, confirmed=True)
    said = GoalReply.objects.get()

    with pytest.raises(HistoryIsAppendOnly):
        said.save()


@pytest.mark.parametrize(
    ("handed_in", "expected"),
    [
        (dt.date(2026, 9, 28), dt.date(2026, 10, 16)),  # in time: the agreed day
        (dt.date(2026, 10, 9), dt.date(2026, 10, 16)),
        (dt.date(2026, 10, 14), dt.date(2026, 10, 21)),  # late: within a week
    ],
)
def test_the_answer_is_there_by_the_agreed_day_or_within_a_week(handed_in, expected):
    with clock.at(handed_in) as moment:
        goal = SimpleNamespace(handed_in_at=moment)
    group = SimpleNamespace(answer_by=dt.date(2026, 10, 16))

    assert answer_by(goal, group) == expected


# --- the end


def test_a_goal_is_concluded_in_words_after_looking_back(plan, tine):
    goal = answer(hand_in(plan), tine, confirmed=True)
    look_back(plan, "Ik ben gegroeid.")

    with clock.at(FINAL):
        concluded = goals.conclude(
            by=tine, goal=goal, reached=True, words="Je map bewijst het.", seen=goal.changed_at
        )

    assert (concluded.reached, concluded.reached_words) == (True, "Je map bewijst het.")


def test_a_goal_is_not_concluded_too_early_without_words_or_before_looking_back(plan, tine):
    goal = answer(hand_in(plan), tine, confirmed=True)
    said = {"by": tine, "goal": goal, "reached": False, "seen": goal.changed_at}

    with pytest.raises(Refusal) as early:
        goals.conclude(**said, words="Nog niet.")
    with clock.at(FINAL), pytest.raises(Refusal) as late:
        goals.conclude(**said, words=" ")

    assert codes(early) == ["too-early"]
    assert codes(late) == ["self-reflection-missing", "words-missing"]


def test_who_never_looked_back_is_not_waited_for_after_the_day(plan, tine):
    goal = answer(hand_in(plan), tine, confirmed=True)

    with clock.at(FINAL + dt.timedelta(days=1)):
        goals.conclude(by=tine, goal=goal, reached=False, words="Nog niet.", seen=goal.changed_at)

    goal.refresh_from_db()
    assert goal.reached is False


def test_after_the_final_evaluation_the_student_changes_nothing(plan):
    goal = write(plan)

    with clock.at(FINAL + dt.timedelta(days=1)), pytest.raises(Refusal) as refused:
        hand_in(plan, goal)

    assert codes(refused) == ["lab-over"]


# --- read by others


def test_open_goals_of_many_dossiers_cost_one_query(
    plan, placement, tine, programme, django_assert_num_queries
):
    hand_in(plan)
    write(plan)
    goals.drop(by=plan.student, goal=hand_in(plan))
    others = [make_placement(programme=programme, student=make_user(name)) for name in "ABC"]
    dossiers = [one.dossier_id for one in (placement, *others)]

    with django_assert_num_queries(1):
        found = open_goals(dossiers)

    assert {dossier: [goal.text for goal in held] for dossier, held in found.items()} == {
        dossiers[0]: [PHRASE],
        **{dossier: [] for dossier in dossiers[1:]},
    }
    assert found[dossiers[0]][0].touched_on == START


def test_the_triad_reads_goals_and_a_teacher_of_elsewhere_does_not(plan, placement):
    hand_in(plan)
    elsewhere = make_programme("marketing")
    stranger = make_user("Sam")
    elsewhere.teachers.add(stranger)
    readers = [person(placement, role) for role in (Role.STUDENT, Role.MENTOR, Role.COACH)]

    found = [goals_beside(placement.dossier_id, one).count() for one in (*readers, stranger)]

    assert found == [1, 1, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_of_two_teachers_at_once_one_answers(plan, tine, programme):
    goal = hand_in(plan)
    seen = goal.changed_at

    def reply(_number: int) -> str:
        try:
            with clock.at(START):
                goals.reply(by=tine, goal=goal, confirmed=True, words="", seen=seen)
        except Refusal as refusal:
            return refusal.code
        return "answered"

    assert sorted(at_once(reply, 2)) == ["answered", "goal-answered"]
    assert GoalReply.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_hand_in_one_goal(plan):
    key = uuid.uuid4()

    def press(_number: int) -> int:
        with clock.at(START):
            return goals.hand_in(
                by=plan.student,
                plan=plan,
                key=key,
                competence=first_competence(plan),
                words=words(),
            ).pk

    assert len(set(at_once(press, 2))) == 1
    assert PersonalGoal.objects.count() == 1
