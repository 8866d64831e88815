"""Taking over tasks: shown, together, supervised, alone; it counts when both say so."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts import news, todo
from accounts.enums import Role
from competences.models import Competence
from config import clock
from config.refusal import Refusal
from mentors.actions import tasks, templates
from mentors.actions.templates import TemplateWords
from mentors.enums import TaskStage
from mentors.models import TaskSignOff, WorkTask
from mentors.news import start_news
from mentors.overviews.tasks import TakeOver, take_over
from mentors.rules.tasks import Standing
from mentors.todos import steps_to_answer
from placements.models import Placement
from tests.factories import make_placement, make_programme, make_user, person
from tests.mentors.starts import add_task, both_sign, page_of, queries_of

pytestmark = pytest.mark.django_db
SHOWN, TOGETHER, SUPERVISED, ALONE = TaskStage
BOTH = frozenset({Role.STUDENT, Role.MENTOR})
ONE = {role: frozenset({role}) for role in BOTH}


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def seen_by(placement: Placement, role: str) -> TakeOver:
    return take_over(placement, person(placement, role))


def sign(task: WorkTask, role: str, stage: int, words: str = "") -> TaskSignOff:
    return tasks.sign(by=person(task.placement, role), task=task, stage=stage, words=words)


def refused(action, *given, **more) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        action(*given, **more)
    return refusal.value.codes


@pytest.mark.parametrize(
    ("said", "reached", "offered_student", "offered_mentor"),
    [
        ({}, 0, SHOWN, SHOWN),
        ({SHOWN: ONE[Role.STUDENT]}, 0, TOGETHER, SHOWN),
        ({SHOWN: BOTH}, SHOWN, TOGETHER, TOGETHER),
        ({SHOWN: BOTH, TOGETHER: ONE[Role.MENTOR]}, SHOWN, TOGETHER, SUPERVISED),
        ({SUPERVISED: ONE[Role.STUDENT]}, 0, ALONE, SUPERVISED),
        ({SUPERVISED: BOTH}, SUPERVISED, ALONE, ALONE),
        ({SHOWN: ONE[Role.STUDENT], SUPERVISED: BOTH}, SUPERVISED, ALONE, ALONE),
        ({ALONE: BOTH}, ALONE, None, None),
    ],
)
def test_the_one_tap_is_what_the_other_said_or_what_comes_next(
    said, reached, offered_student, offered_mentor
):
    standing = Standing(said)

    assert standing.reached == reached
    assert standing.offered(Role.STUDENT) == offered_student
    assert standing.offered(Role.MENTOR) == offered_mentor


def test_a_step_is_reached_when_both_signed_it_off(placement):
    task = add_task(placement)

    sign(task, Role.STUDENT, SHOWN)
    [line] = seen_by(placement, Role.MENTOR).lines
    assert (line.standing.reached, line.asked) == (0, SHOWN)

    sign(task, Role.MENTOR, SHOWN)
    [line] = seen_by(placement, Role.MENTOR).lines
    assert (line.standing.reached, line.asked, line.offered) == (SHOWN, None, TOGETHER)


def test_signing_off_twice_is_once(placement):
    task = add_task(placement)

    assert sign(task, Role.STUDENT, SHOWN) == sign(task, Role.STUDENT, SHOWN)
    assert task.sign_offs.count() == 1


def test_a_step_is_skipped_with_words_and_agreed_by_the_other(placement):
    task = add_task(placement)

    assert refused(sign, task, Role.STUDENT, SUPERVISED) == ["stage-skipped"]
    sign(task, Role.STUDENT, SUPERVISED, "Dit doe ik al jaren op mijn werk.")
    sign(task, Role.MENTOR, SUPERVISED)

    [line] = seen_by(placement, Role.STUDENT).lines
    assert [step.where for step in line.steps] == ["skipped", "skipped", "now", ""]
    assert refused(sign, task, Role.MENTOR, SHOWN) == ["stage-passed"]


def test_a_mentor_who_disagrees_with_a_skip_goes_step_by_step(placement):
    task = add_task(placement)
    sign(task, Role.STUDENT, ALONE, "Dat kan ik al.")

    sign(task, Role.MENTOR, SHOWN)
    sign(task, Role.STUDENT, SHOWN)

    [line] = seen_by(placement, Role.STUDENT).lines
    assert line.standing.reached == SHOWN
    assert not line.standing.is_alone


def test_only_student_and_mentor_sign_off(placement):
    assert refused(sign, add_task(placement), Role.COACH, SHOWN) == ["not-your-role"]


def test_what_the_student_does_alone_is_there_for_the_coach(placement):
    first, _second = add_task(placement, "Inboeken"), add_task(placement, "Btw-aangifte")
    both_sign(first, *TaskStage)

    found = seen_by(placement, Role.COACH)

    assert [line.task.text for line in found.alone] == ["Inboeken"]
    assert [line.task.text for line in found.under_way] == ["Btw-aangifte"]
    page = page_of(placement, Role.COACH, reverse("mentors:task-list", args=[placement.pk]))
    assert "Amina does 1 of 2 tasks alone" in page


def test_nobody_but_student_and_mentor_is_asked_for_a_step(placement):
    sign(add_task(placement), Role.STUDENT, SHOWN)

    found = seen_by(placement, Role.COACH)

    assert (found.waiting, [line.offered for line in found.under_way]) == ([], [None])
    assert len(seen_by(placement, Role.MENTOR).waiting) == 1


def test_a_task_put_aside_keeps_what_was_said_and_comes_back_where_it_was(placement):
    task, student = add_task(placement), person(placement, Role.STUDENT)
    both_sign(task, SHOWN)

    tasks.remove(by=student, task=task)
    found = seen_by(placement, Role.STUDENT)
    assert (found.total, [line.task for line in found.aside]) == (0, [task])
    assert refused(sign, task, Role.MENTOR, TOGETHER) == ["task-removed"]

    tasks.restore(by=student, task=task)
    [line] = seen_by(placement, Role.STUDENT).under_way
    assert line.standing.reached == SHOWN


def test_a_task_may_practise_a_competence_of_this_framework_only(placement):
    mine = Competence.objects.filter(version=placement.dossier.version_id)[0]
    other = Competence.objects.filter(version=make_placement().dossier.version_id)[0]

    assert add_task(placement, competence=mine).competence == mine
    assert refused(add_task, placement, "Iets anders", competence=other) == ["other-framework"]


def test_a_competence_links_to_its_page_for_who_may_open_it(placement):
    competence = Competence.objects.filter(version=placement.dossier.version_id)[0]
    task = add_task(placement, competence=competence)
    client = Client()
    client.force_login(person(placement, Role.COACH))

    page = client.get(reverse("mentors:task", args=[task.pk])).content.decode()

    url = reverse("competences:competence", args=[placement.dossier_id, competence.pk])
    assert f'<a href="{url}">{competence.workplace_name}</a>' in page


def test_tasks_of_the_workplace_are_copied_once(placement):
    mentor = person(placement, Role.MENTOR)
    words = TemplateWords("Taken", [{"nl": "Inboeken", "en": "Booking"}, {"nl": "Btw", "en": ""}])
    template = templates.write(by=mentor, workplace=placement.workplace, kind="tasks", words=words)

    for _twice in range(2):
        tasks.take(by=mentor, placement=placement, template=template)

    assert [line.task.text for line in seen_by(placement, Role.MENTOR).lines] == ["Inboeken", "Btw"]


def test_the_database_keeps_one_sign_off_and_never_changes_it(placement):
    signed = sign(add_task(placement), Role.STUDENT, SHOWN)

    with pytest.raises(IntegrityError), transaction.atomic():
        TaskSignOff.objects.create(
            task=signed.task, stage=SHOWN, role=Role.STUDENT, person=signed.person
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        TaskSignOff.objects.filter(pk=signed.pk)._raw_delete("default")


def test_what_the_other_said_waits_on_today(placement):
    first, second = add_task(placement, "Inboeken"), add_task(placement, "Btw-aangifte")
    for task in (first, second):
        sign(task, Role.STUDENT, SHOWN)

    def waits(role: str) -> list[str]:
        with override("en"):
            found = todo.waiting_for(person(placement, role), clock.today())
        return [item.title for item in found if item.kind == "task-steps"]

    assert waits(Role.MENTOR) == ["Amina signed off a step of 2 tasks: do you say so too?"]
    assert waits(Role.STUDENT) == waits(Role.COACH) == []


def test_several_tasks_at_once_are_one_line_of_news(placement):
    for task in [add_task(placement, text) for text in ("Inboeken", "Btw-aangifte")]:
        sign(task, Role.STUDENT, SHOWN, "Alleen voor ons twee.")

    with override("en"):
        lines = [line.text for line in news.recent(person(placement, Role.COACH))]

    assert lines[:2] == [
        "Amina signed off “shown”: Btw-aangifte and Inboeken.",
        "Amina: Griet added to take over: Btw-aangifte and Inboeken.",
    ]


def test_a_step_is_signed_off_with_one_tap_from_the_list(placement):
    task = add_task(placement)
    client = Client()
    client.force_login(person(placement, Role.STUDENT))

    answer = client.post(reverse("mentors:task-tap", args=[task.pk]), {"stage": "1"})

    assert answer.url == f"{reverse('mentors:task-list', args=[placement.pk])}#task-{task.pk}"
    assert list(task.sign_offs.values_list("stage", "role")) == [(SHOWN, Role.STUDENT)]


def test_a_skip_without_words_comes_back_with_the_reason_beside_the_field(placement):
    task = add_task(placement)
    client = Client()
    client.force_login(person(placement, Role.STUDENT))

    page = client.post(reverse("mentors:task-sign", args=[task.pk]), {"stage": "3", "words": ""})

    assert list(page.context["form"].errors) == ["words"]
    assert task.sign_offs.count() == 0


def test_the_list_costs_as_much_for_three_tasks_as_for_one(placement, django_assert_num_queries):
    competence = Competence.objects.filter(version=placement.dossier.version_id)[0]
    address = reverse("mentors:task-list", args=[placement.pk])
    both_sign(add_task(placement, competence=competence), SHOWN)
    with django_assert_num_queries(2):  # tasks, sign-offs
        seen_by(placement, Role.MENTOR)
    page = queries_of(placement, Role.MENTOR, address)

    for text in ("Btw-aangifte", "Jaarrekening"):
        both_sign(add_task(placement, text, competence=competence), SHOWN, TOGETHER)

    with django_assert_num_queries(2):
        seen_by(placement, Role.MENTOR)
    assert queries_of(placement, Role.MENTOR, address) == page


@pytest.mark.parametrize("count", [1, 3])
def test_today_costs_as_much_for_three_students_as_for_one(count, django_assert_num_queries):
    mentor = make_user("Griet")
    for number in range(count):
        placement = make_placement(programme=make_programme(f"p{number}"), mentor=mentor)
        task = add_task(placement)
        both_sign(task, SHOWN)
        sign(task, Role.STUDENT, TOGETHER)

    with django_assert_num_queries(4):
        assert len(list(steps_to_answer(mentor, clock.today()))) == count
    with django_assert_num_queries(4):  # history, placements with their people, tasks
        assert len(list(start_news(mentor, 6))) == 2 * count
