"""The Talent lab around the goals: groups, the pitch, looking back, the form that grows."""

import datetime as dt

import pytest

from accounts.enums import Role
from accounts.models import HistoryEntry, Notification, User
from competences.actions import goal_reminders, goals, groups, lab
from competences.actions.groups import LabDates
from competences.enums import IdeaKind, LabStage, ReflectionVariant
from competences.lab import feedback_questions, reflection_questions, stage_on
from competences.models import (
    GoalGroup,
    GoalPlan,
    LabFeedback,
    PitchIdea,
    Programme,
    SelfReflection,
)
from competences.overviews.plans import choosable, feedback_on
from config import clock
from config.refusal import Refusal
from placements.models import Placement
from tests.factories import make_placement, make_programme, make_user, person
from tests.lab import DATES, START, answer, hand_in, join, look_back, make_group

pytestmark = pytest.mark.django_db

PITCH = dt.date(2026, 11, 6)
FINAL = dt.date(2026, 11, 20)


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def programme(wim) -> Programme:
    return make_programme("accounting", coordinator=wim)


@pytest.fixture
def tine(programme) -> User:
    tine = make_user("Tine", "Verhaege")
    programme.teachers.add(tine)
    return tine


@pytest.fixture
def placements(programme) -> list[Placement]:
    students = [make_user("Amina", "Bouzid"), make_user("Noor", "Adriaens")]
    return [make_placement(programme=programme, student=one) for one in students]


@pytest.fixture
def group(programme, tine) -> GoalGroup:
    make_placement(programme=programme)  # the year
    return make_group(programme, tine)


@pytest.fixture
def plans(group, tine, placements) -> list[GoalPlan]:
    """Amina's and Noor's."""
    return join(group, tine, *placements)


@pytest.fixture(autouse=True)
def _at_the_start():
    with clock.at(START):
        yield


def refused(action, **said) -> list[str]:
    with pytest.raises(Refusal) as no:
        action(**said)
    return no.value.codes


# --- groups


def test_a_group_is_made_by_who_teaches_or_coordinates(programme, tine, wim, group):
    unit, year = group.course_unit, group.academic_year
    said = {"course_unit": unit, "academic_year": year, "dates": DATES}

    groups.make_group(by=wim, name="Donderdag", **said)

    assert refused(groups.make_group, by=make_user("Bram"), name="Vrijdag", **said) == [
        "not-your-role"
    ]
    assert refused(groups.make_group, by=tine, name="Donderdag", **said) == ["name-taken"]


def test_the_days_of_a_group_stand_in_order(tine, group):
    dates = LabDates(dt.date(2026, 11, 1), dt.date(2026, 10, 1), dt.date(2026, 9, 1))

    found = refused(groups.change_group, by=tine, group=group, name="Dinsdag", dates=dates)

    assert found == ["pitch-before-answer", "final-before-pitch"]


def test_a_student_with_a_goal_is_not_dropped_silently(tine, group, plans, placements):
    hand_in(plans[0])
    keep_noor = [placements[1].dossier]

    found = refused(groups.choose_members, by=tine, group=group, dossiers=keep_noor)
    groups.choose_members(by=tine, group=group, dossiers=[placements[0].dossier])

    assert found == ["plan-started"]
    assert [plan.student.first_name for plan in group.plans.all()] == ["Amina"]


def test_nobody_is_in_two_groups_of_a_unit(programme, tine, plans, placements):
    other = make_group(programme, tine, name="Donderdag")

    found = refused(groups.choose_members, by=tine, group=other, dossiers=[placements[0].dossier])

    assert found == ["in-another-group"]
    assert placements[0].dossier_id not in set(choosable(other).values_list("pk", flat=True))


def test_only_students_of_the_unit_are_chosen(programme, tine, group):
    deepening = make_placement(programme=programme, unit="deepening", student=make_user("Bram"))

    found = refused(groups.choose_members, by=tine, group=group, dossiers=[deepening.dossier])

    assert found == ["other-unit"]


def test_the_coordinator_chooses_who_teaches(programme, wim, tine, plans):
    new = groups.add_teacher(
        by=wim, programme=programme, email="lien@example.org", first_name="Lien", last_name="Smet"
    )
    groups.remove_teacher(by=wim, programme=programme, teacher=tine)

    seen = [GoalPlan.objects.visible_to(one).count() for one in (new, tine, wim)]
    assert seen == [2, 0, 0]
    assert refused(groups.add_teacher, by=tine, programme=programme, email=tine.email) == [
        "not-your-role"
    ]


# --- the pitch


def test_a_pitch_is_read_by_the_group_once_it_is_open(plans):
    mine, classmates = plans
    lab.prepare_pitch(by=mine.student, plan=mine, text="Mijn weg.", shown=False)
    before = GoalPlan.objects.pitched_to(classmates.student).filter(pk=mine.pk).exists()

    lab.prepare_pitch(by=mine.student, plan=mine, text="Mijn weg.", shown=True)

    after = GoalPlan.objects.pitched_to(classmates.student).filter(pk=mine.pk).exists()
    whole = GoalPlan.objects.visible_to(classmates.student).filter(pk=mine.pk).exists()
    assert (before, after, whole) == (False, True, False)


def test_an_idea_pressed_twice_is_one_idea_and_stays_with_the_plan(plans):
    mine, classmates = plans
    lab.prepare_pitch(by=mine.student, plan=mine, text="Mijn weg.", shown=True)
    said = {"by": classmates.student, "plan": mine, "kind": IdeaKind.TIP, "text": "Bel hen."}

    first, second = lab.add_idea(**said), lab.add_idea(**said)

    assert first == second
    assert Notification.objects.filter(rule="idea-added", recipient=mine.student).count() == 1


def test_ideas_come_from_the_others_and_a_source_has_an_address(plans, placements):
    mine, classmates = plans
    lab.prepare_pitch(by=mine.student, plan=mine, text="Mijn weg.", shown=True)
    idea = {"plan": mine, "kind": IdeaKind.IDEA, "text": "Bel hen."}
    source = {"plan": mine, "kind": IdeaKind.SOURCE, "text": "Vakblad"}

    assert refused(lab.add_idea, by=mine.student, **idea) == ["own-pitch"]
    assert refused(lab.add_idea, by=person(placements[0], Role.COACH), **idea) == ["not-your-group"]
    assert refused(lab.add_idea, by=classmates.student, **source) == ["source-missing"]
    assert refused(lab.add_idea, by=classmates.student, **source, url="javascript:alert(1)") == [
        "address-unknown"
    ]


def test_an_author_takes_an_idea_back_within_a_day_and_a_teacher_at_any_time(plans, tine):
    mine, classmates = plans
    lab.prepare_pitch(by=mine.student, plan=mine, text="Mijn weg.", shown=True)
    said = {"by": classmates.student, "plan": mine, "kind": IdeaKind.IDEA}
    kept, removed = (lab.add_idea(**said, text=text) for text in ("Bel hen.", "Zoek op."))
    lab.remove_idea(by=classmates.student, idea=removed)

    with clock.at(START + dt.timedelta(days=2)):
        late = refused(lab.remove_idea, by=classmates.student, idea=kept)
        owner = refused(lab.remove_idea, by=mine.student, idea=kept)
        lab.remove_idea(by=tine, idea=kept)

    assert (late, owner) == (["idea-kept"], ["not-author"])
    assert PitchIdea.objects.count() == 0


# --- looking back


def test_looking_back_is_the_students_until_handed_in_then_the_teachers_too(
    plans, placements, tine, wim
):
    mine, classmates = plans
    others = [person(placements[0], role) for role in (Role.MENTOR, Role.COACH)]
    readers = [mine.student, tine, *others, wim, classmates.student]

    look_back(mine, "Ik twijfelde.", hand_in=False)
    kept = [SelfReflection.objects.visible_to(one).count() for one in readers]
    look_back(mine, "Ik twijfelde.")
    given = [SelfReflection.objects.visible_to(one).count() for one in readers]

    assert kept == [1, 0, 0, 0, 0, 0]
    assert given == [1, 1, 0, 0, 0, 0]


def test_its_words_stand_in_no_history_and_no_message(plans):
    look_back(plans[0], "mark-ik-twijfelde")

    rows = [*HistoryEntry.objects.all(), *Notification.objects.all()]
    told = [str(getattr(row, "data", "")) + str(getattr(row, "context", "")) for row in rows]
    assert len(told) > 3
    assert [line for line in told if "mark-ik-twijfelde" in line] == []


def test_together_asks_of_the_cooperation_and_alone_does_not():
    together = {one.key for one in reflection_questions(ReflectionVariant.GROUP)}
    alone = {one.key for one in reflection_questions(ReflectionVariant.ALONE)}

    assert together - alone == {"division", "my_part", "from_them", "together_again"}
    assert alone - together == {"on_my_own"}


def test_every_question_stands_in_both_languages():
    questions = [
        *reflection_questions(ReflectionVariant.GROUP),
        *reflection_questions(ReflectionVariant.ALONE),
        *feedback_questions(),
    ]

    assert [one.key for one in questions if not one.nl or not one.en or one.nl == one.en] == []


def test_a_self_reflection_is_whole_when_handed_in_and_stays_so(plans):
    mine = plans[0]
    said = {"by": mine.student, "plan": mine, "variant": "A", "hand_in": True}
    missing = refused(lab.look_back, **said, answers={"made": "Een map."})
    look_back(mine, "Ik ben gegroeid.")

    again = refused(lab.look_back, **said, answers={"made": "Iets anders."})

    assert missing == ["answer-missing"] * 8
    assert "handed-in" in again


def test_an_answer_of_the_other_variant_is_not_handed_in(plans):
    answers = {one.key: "Samen." for one in reflection_questions(ReflectionVariant.GROUP)}
    alone = {one.key: "Alleen." for one in reflection_questions(ReflectionVariant.ALONE)}

    held = lab.look_back(
        by=plans[0].student, plan=plans[0], variant="B", answers=answers | alone, hand_in=True
    )

    assert set(held.answers) == set(alone)


# --- the form that grows


def test_the_form_grows_and_earlier_rows_stay(plans, tine):
    mine = plans[0]
    said = {"by": tine, "plan": mine}
    lab.give_feedback(**said, stage=LabStage.START, words={"goals": "Nog vaag."})
    for _press in range(2):
        lab.give_feedback(**said, stage=LabStage.PITCH, words={"goals": "Nu scherp."})

    grown = [
        (line.question.key, [(row.stage, row.text) for row in line.entries])
        for line in feedback_on(mine)
    ]

    assert grown == [("goals", [("start", "Nog vaag."), ("pitch", "Nu scherp.")])]


def test_only_a_teacher_fills_the_form(plans, placements, wim):
    words = {"goals": "Goed."}
    people = [plans[0].student, person(placements[0], Role.COACH), wim]

    found = [
        refused(lab.give_feedback, by=one, plan=plans[0], stage="start", words=words)
        for one in people
    ]

    assert found == [["not-your-role"]] * 3
    assert LabFeedback.objects.count() == 0


@pytest.mark.parametrize(
    ("date", "stage"),
    [
        (START, LabStage.START),
        (PITCH - dt.timedelta(days=1), LabStage.START),
        (PITCH, LabStage.PITCH),
        (FINAL, LabStage.END),
    ],
)
def test_the_form_opens_at_the_moment_the_group_has_reached(group, date, stage):
    assert stage_on(group, date) == stage


# --- reminders


def due(date: dt.date) -> list[tuple[str, str]]:
    with clock.at(date) as now:
        return sorted((one.rule, one.recipient.first_name) for one in goal_reminders.pending(now))


def test_the_dates_remind_teacher_and_student_once(plans, tine):
    hand_in(plans[0])
    week = [dt.date(2026, 10, 13), dt.date(2026, 10, 14), dt.date(2026, 10, 17)]

    found = [due(date) for date in week]
    with clock.at(week[1]) as now:
        written = [goal_reminders.collect(now), goal_reminders.collect(now)]

    assert found == [
        [],
        [("goals-to-answer", "Tine"), ("goals-to-hand-in", "Noor")],
        [("goals-unanswered", "Tine")],
    ]
    assert written == [2, 0]


def test_who_looked_back_is_not_reminded(plans):
    look_back(plans[0], "Ik ben gegroeid.")

    assert due(dt.date(2026, 11, 18)) == [("self-reflection-due", "Noor")]


def test_an_answered_goal_reminds_nobody(plans, tine):
    for plan in plans:
        answer(hand_in(plan), tine, confirmed=True)

    assert due(dt.date(2026, 10, 15)) == []


def test_a_group_that_moved_its_day_is_reminded_of_the_new_one(plans, tine, group):
    hand_in(plans[0])
    hand_in(plans[1])
    with clock.at(dt.date(2026, 10, 14)) as now:
        goal_reminders.collect(now)
    later = LabDates(dt.date(2026, 10, 30), PITCH, FINAL)
    groups.change_group(by=tine, group=group, name=group.name, dates=later)

    assert due(dt.date(2026, 10, 17)) == []
    assert due(dt.date(2026, 10, 28)) == [("goals-to-answer", "Tine")]


def test_dropping_the_last_goal_is_no_waiting_goal(plans):
    goals.drop(by=plans[0].student, goal=hand_in(plans[0]))

    assert ("goals-to-answer", "Tine") not in due(dt.date(2026, 10, 15))
