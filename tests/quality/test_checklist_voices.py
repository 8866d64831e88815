"""What an answer is about, how the point read when it was given, and who is told of a clash."""

import pytest

from accounts.enums import Role
from accounts.models import User
from config.append_only import HistoryIsAppendOnly
from config.refusal import Refusal
from placements.models import Placement
from quality.actions import checklists
from quality.enums import AnswerValue
from quality.models import ChecklistAnswer, ChecklistItem, PointWording
from quality.overviews import checklist
from quality.overviews.checklists import workplace_points
from quality.overviews.points import history_of
from tests.factories import make_placement, make_programme, make_user, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement() -> Placement:
    checklists.load()
    wim = make_user("Wim", email="wim@example.org")
    return make_placement(programme=make_programme("accounting", coordinator=wim))


@pytest.fixture
def wim(placement) -> User:
    return placement.enrolment.programme.coordinators.get()


def item(key: str) -> ChecklistItem:
    return ChecklistItem.objects.get(key=key)


def said(placement: Placement, by: User, key: str, value: str = AnswerValue.YES, **more):
    told = {"placement": placement, "item": item(key), "value": value}
    return checklists.answer(by=by, **told, **more)


def reword(wim: User, key: str) -> ChecklistItem:
    words = {"name_nl": "De weg is kort.", "name_en": "The way is short."}
    told = {"weight": "important", "parties": ["student"]}
    return checklists.change_point(by=wim, item=item(key), **words, **told)


def test_an_answer_is_about_what_its_point_is_about(placement, wim):
    mentor = person(placement, Role.MENTOR)
    answers = [
        said(placement, mentor, "welcome"),
        said(placement, mentor, "safety_rules"),
        said(placement, mentor, "guide_training"),
    ]

    assert [(one.placement, one.workplace, one.programme) for one in answers] == [
        (placement, None, None),
        (None, placement.workplace, None),
        (None, None, placement.enrolment.programme),
    ]


def test_what_is_said_about_the_programme_is_for_its_coordinators_and_oneself(placement, wim):
    mentor, coach = person(placement, Role.MENTOR), person(placement, Role.COACH)
    said(placement, mentor, "guide_training", AnswerValue.NO, remark="Geen tijd.")

    def read(reader: User) -> str | None:
        points = checklist(placement, reader).points
        answer = next(one for one in points if one.item.key == "guide_training").answers["mentor"]
        return answer and answer.remark

    assert [read(mentor), read(wim), read(coach)] == ["Geen tijd.", "Geen tijd.", None]


def test_a_workplace_has_a_voice_of_everybody_who_learns_and_guides_there(placement, wim):
    student, mentor = (person(placement, role) for role in (Role.STUDENT, Role.MENTOR))
    said(placement, student, "current_tools", AnswerValue.NO)
    checklists.answer_about_workplace(
        by=mentor,
        workplace=placement.workplace,
        role=Role.MENTOR,
        item=item("current_tools"),
        value=AnswerValue.YES,
    )

    points = workplace_points(placement.workplace, wim)

    tools = next(point for point in points if point.item.key == "current_tools")
    assert {role: one.value for role, one in tools.answers.items()} == {
        "mentor": "yes",
        "student": "no",
    }


def test_nobody_answers_about_a_workplace_in_a_role_they_do_not_have(placement):
    with pytest.raises(Refusal) as refused:
        checklists.answer_about_workplace(
            by=person(placement, Role.STUDENT),
            workplace=placement.workplace,
            role=Role.MENTOR,
            item=item("welcome"),
            value=AnswerValue.YES,
        )

    assert refused.value.codes == ["other-level", "not-asked-of-you"]


def test_an_answer_stays_with_the_words_it_was_given_to(placement, wim):
    student = person(placement, Role.STUDENT)
    first = said(placement, student, "travel")
    reword(wim, "travel")

    voice = next(one for one in checklist(placement).points if one.item.key == "travel").voices[0]

    assert (voice.answer, voice.asked_then.number, voice.asked_then.name_nl) == (
        first,
        1,
        "De student raakt vlot op de werkplek en terug.",
    )
    assert said(placement, student, "travel").wording.number == 2


def test_the_history_of_a_point_counts_answers_per_wording(placement, wim):
    student = person(placement, Role.STUDENT)
    for _ in range(2):
        said(placement, student, "travel")
    reword(wim, "travel")
    said(placement, student, "travel")

    lines = history_of(item("travel"))

    assert [(one.wording.number, one.answers, one.is_now, one.dated) for one in lines] == [
        (2, 1, True, True),
        (1, 2, False, False),
    ]


def test_the_same_words_again_are_no_new_wording_and_none_can_be_changed(placement, wim):
    reword(wim, "travel")
    reword(wim, "travel")

    assert item("travel").wordings.count() == 2
    with pytest.raises(HistoryIsAppendOnly):
        PointWording.objects.first().save()


def test_a_point_from_before_wordings_were_kept_gets_its_first_ones(placement, wim):
    own = ChecklistItem.objects.create(
        key="old",
        question=item("travel").question,
        position=99,
        weight="depends",
        level="placement",
        parties=["student"],
        name_nl="Vroeger.",
        name_en="Before.",
    )
    answer = said(placement, person(placement, Role.STUDENT), "old")
    reword(wim, "old")

    assert (answer.wording, [one.answers for one in history_of(own)]) == (None, [0, 1])
    assert ChecklistAnswer.objects.count() == 1


def test_who_may_act_is_told_where_answers_and_data_part_ways(placement, wim):
    said(placement, wim, "agreement")

    def told(reader: User) -> list[str]:
        return [point.item.key for point in checklist(placement, reader).contradictions]

    readers = [person(placement, role) for role in (Role.STUDENT, Role.MENTOR, Role.COACH)]
    assert [told(one) for one in (*readers, wim)] == [[], [], ["agreement"], ["agreement"]]


def test_a_training_record_is_not_told_to_those_whom_it_does_not_concern(placement, wim):
    def fact(reader: User) -> str:
        points = checklist(placement, reader).points
        return next(one for one in points if one.item.key == "guide_training").proof.fact

    facts = [fact(person(placement, role)) for role in (Role.STUDENT, Role.COACH, Role.MENTOR)]

    assert facts[0] == facts[1] != facts[2] == fact(wim)
