"""The desk: what one submit writes, and what it keeps when it may not write."""

import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts import todo
from accounts.enums import Role
from accounts.models import HistoryEntry, User
from competences.enums import Moment
from competences.models import Assessment, Competence, MasteryLevel
from config import clock
from mentors.actions import desk
from mentors.actions.desk import DayAnswer
from mentors.overviews import desk as overviews
from mentors.rules.desk import edition
from placements.actions import days
from placements.actions.days import DayContent
from placements.enums import DayState
from placements.models import Placement, WorkplaceDay
from tests.factories import make_placement, make_programme, make_user
from tests.mentors.desks import TODAY, field, open_desk, send, states
from tests.placements.stories import work

pytestmark = pytest.mark.django_db
DESK_QUERIES = 22


@pytest.fixture
def mentor() -> User:
    return make_user("Griet", "Moerman", language="en")


@pytest.fixture
def placement(mentor: User) -> Placement:
    return make_placement(student=make_user("Amina", "Bouzid"), mentor=mentor)


@pytest.fixture
def waiting(placement: Placement) -> list[WorkplaceDay]:
    return work(placement, 3, confirm=False)


def test_one_tap_confirms_all_days_of_one_student(mentor, placement, waiting):
    [other] = work(make_placement(mentor=mentor), 1, confirm=False)

    with clock.at(TODAY):
        response = send(mentor, f"confirm:{placement.pk}")

    assert response.status_code == 302
    assert states(*waiting, other) == [DayState.CONFIRMED] * 3 + [DayState.LOGGED]


def test_one_tap_confirms_everybody(mentor, waiting):
    [other] = work(make_placement(mentor=mentor), 1, confirm=False)

    with clock.at(TODAY):
        send(mentor, "confirm:all")

    assert states(*waiting, other) == [DayState.CONFIRMED] * 4


def test_a_remark_goes_with_its_day_and_a_ticked_day_is_returned(mentor, waiting):
    first, second, third = waiting

    with clock.at(TODAY):
        send(
            mentor,
            "confirm:all",
            **{
                field(first, "words"): "Mooi uitgezocht.",
                field(third, "words"): "Je was er niet.",
                field(third, "back"): "on",
            },
        )

    first.refresh_from_db(), third.refresh_from_db()
    assert states(first, second, third) == [
        DayState.CONFIRMED,
        DayState.CONFIRMED,
        DayState.RETURNED,
    ]
    assert first.remark == "Mooi uitgezocht."
    assert third.returned_because == "Je was er niet."


def test_a_return_without_a_reason_writes_nothing_and_keeps_what_was_typed(mentor, waiting):
    first, second, third = waiting

    with clock.at(TODAY):
        response = send(
            mentor,
            "confirm:all",
            **{field(first, "words"): "Mooi uitgezocht.", field(third, "back"): "on"},
        )

    form = response.context["form"]
    assert states(first, second, third) == [DayState.LOGGED] * 3
    assert [error for bound in form.wrong for error in bound.errors] == [
        "Amina, Wed 23 Sep: Say why, so that the student can put it right."
    ]
    assert form.days[first.pk]["words"].value() == "Mooi uitgezocht."
    assert form.days[third.pk]["back"].value() is True


def test_a_day_changed_meanwhile_is_not_confirmed_and_its_words_come_back(
    mentor, placement, waiting
):
    first, second, _third = waiting
    typed = {field(first, "words"): "Mooi uitgezocht.", field(second, "words"): "Klopt."}
    page = [edition(day.pk, day.changed_at) for day in waiting]
    with clock.at(TODAY):
        days.change(
            by=placement.student, day=second, content=DayContent(date=second.date, tasks="Anders")
        )
        response = send(mentor, "confirm:all", days=page, **typed)

    form = response.context["form"]
    assert states(*waiting) == [DayState.LOGGED] * 3
    assert form.problems == [
        (
            "Amina, Tue 22 Sep: The student changed this day after you opened this page. "
            "Read it again first."
        ),
        "You wrote: “Klopt.”",
    ]
    assert form.days[first.pk]["words"].value() == "Mooi uitgezocht."


def test_a_day_confirmed_elsewhere_is_named(mentor, waiting):
    page = [edition(day.pk, day.changed_at) for day in waiting]
    with clock.at(TODAY):
        days.confirm(by=mentor, days=[waiting[0]])
        response = send(mentor, "confirm:all", days=page)

    assert response.context["form"].problems == [
        "Amina, Mon 21 Sep: This day has already been confirmed."
    ]
    assert states(*waiting[1:]) == [DayState.LOGGED] * 2


def test_a_day_of_somebody_else_is_never_touched(mentor, waiting):
    [strange] = work(make_placement(), 1, confirm=False)

    with clock.at(TODAY):
        response = send(mentor, "confirm:all", days=[edition(strange.pk, strange.changed_at)])

    assert response.context["form"].problems == ["One of these days is no longer on your desk."]
    assert states(strange) == [DayState.LOGGED]


@pytest.mark.parametrize(
    ("do", "key"), [("confirm:all", "9" * 5000), ("confirm:" + "9" * 5000, "1")]
)
def test_a_number_no_day_can_have_is_nobodys(mentor, waiting, do, key):
    with clock.at(TODAY):
        response = send(mentor, do, days=[f"{key}-1"])

    assert response.context["form"].problems == ["One of these days is no longer on your desk."]


def test_words_at_another_student_stay_on_the_page(mentor, placement, waiting):
    [other] = work(make_placement(mentor=mentor), 1, confirm=False)

    with clock.at(TODAY):
        response = send(
            mentor, f"confirm:{placement.pk}", **{field(other, "words"): "Vraag ik nog na."}
        )

    assert states(*waiting, other) == [DayState.CONFIRMED] * 3 + [DayState.LOGGED]
    assert response.context["form"].days[other.pk]["words"].value() == "Vraag ik nog na."


def test_answers_become_the_mentors_voice_and_empty_ones_nothing(mentor, placement):
    work(placement, 3)
    version = placement.dossier.version_id
    first, second, _third = Competence.objects.filter(version=version)[:3]
    level = MasteryLevel.objects.get(version=version, code="V")
    key = f"question-{placement.pk}"

    with clock.at(TODAY):
        send(
            mentor,
            "answers",
            **{
                f"{key}-{first.pk}-answer": str(level.pk),
                f"{key}-{first.pk}-sentence": "Vond zelf het verschil.",
                f"{key}-{second.pk}-answer": "none",
            },
        )

    said = Assessment.objects.values_list(
        "competence", "role", "came_up", "level", "moment", "comment"
    )
    assert list(said) == [
        (first.pk, Role.MENTOR, True, level.pk, Moment.PROCESS, "Vond zelf het verschil."),
        (second.pk, Role.MENTOR, False, None, Moment.PROCESS, ""),
    ]


def test_a_sentence_without_an_answer_is_kept_and_asked_about(mentor, placement, waiting):
    question = overviews.desk(mentor).questions[0]

    with clock.at(TODAY):
        response = send(mentor, "confirm:all", **{f"question-{question.key}-sentence": "Knap."})

    form = response.context["form"]
    assert states(*waiting) == [DayState.LOGGED] * 3
    with override("en"):
        errors = [str(error) for error in form.questions[0]["answer"].errors]
    assert errors == ["Choose an answer to go with your sentence, or leave the sentence empty."]
    assert form.questions[0]["sentence"].value() == "Knap."


@pytest.mark.django_db(transaction=True)
def test_an_answer_about_two_students_waits_before_it_holds_anything():
    """Else two who answer about the same students in another order wait for each other."""
    mentor = make_user("Griet", "Moerman")
    first, second = (make_placement(mentor=mentor) for _ in range(2))
    given = [DayAnswer(work(each, 1, confirm=False)[0]) for each in (second, first)]
    rows = Placement.objects.order_by().select_for_update(nowait=True)

    def answer() -> None:
        with clock.at(TODAY):
            desk.answer(by=mentor, days=given)
        connection.close()

    with transaction.atomic():
        rows.get(pk=first.pk)
        answering = threading.Thread(target=answer)
        answering.start()
        until_somebody_waits()
        free = rows.filter(pk=second.pk).exists()
    answering.join()

    assert free is True
    assert states(*(one.day for one in given)) == [DayState.CONFIRMED, DayState.CONFIRMED]


def until_somebody_waits() -> None:
    for _attempt in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def test_undo_within_a_day_opens_the_days_again_and_history_keeps_both(mentor, placement, waiting):
    with clock.at(TODAY):
        days.confirm(by=mentor, days=waiting)
    with clock.at(TODAY + dt.timedelta(hours=23)):
        send(mentor, f"undo:{placement.pk}")

    told = HistoryEntry.objects.filter(subject=f"placements.workplaceday:{waiting[0].pk}")
    assert states(*waiting) == [DayState.LOGGED] * 3
    assert list(told.values_list("action", flat=True)) == [
        "day-confirmation-undone",
        "day-confirmed",
        "day-logged",
    ]


def test_undo_keeps_what_was_typed_elsewhere(mentor, placement, waiting):
    [other] = work(make_placement(mentor=mentor), 1, confirm=False)
    with clock.at(TODAY):
        days.confirm(by=mentor, days=waiting)
        response = send(
            mentor, f"undo:{placement.pk}", **{field(other, "words"): "Vraag ik nog na."}
        )

    assert response.context["form"].days[other.pk]["words"].value() == "Vraag ik nog na."


def test_opening_the_desk_writes_nothing_and_being_on_a_screen_marks_days_seen(mentor, waiting):
    with clock.at(TODAY):
        open_desk(mentor).get(reverse("mentors:desk"))
        unseen = WorkplaceDay.objects.filter(seen_by_mentor_at__isnull=True).count()
        open_desk(mentor).post(reverse("mentors:desk-seen"))

    assert unseen == 3
    assert set(WorkplaceDay.objects.values_list("seen_by_mentor_at", flat=True)) == {TODAY}


def test_who_is_no_mentor_finds_an_empty_page_without_data(placement, waiting):
    response = open_desk(placement.student).get(reverse("mentors:desk"))

    assert response.status_code == 200
    assert response.context["desk"].cards == []
    assert "Amina Bouzid" not in response.content.decode()


def queries_of_the_page(user: User) -> int:
    client = open_desk(user)
    with clock.at(TODAY), CaptureQueriesContext(connection) as captured:
        client.get(reverse("mentors:desk"))
    return len(captured)


def answer(user: User, pk: str, level: str) -> None:
    send(user, "answers", **{f"question-{pk}-answer": level})


def test_three_questions_a_week_and_did_not_come_up_rests_for_two(mentor, placement):
    work(placement, 3)
    first, second, third = overviews.desk(mentor).questions
    with clock.at(TODAY):
        for question in (first, second, third):
            answer(mentor, question.key, "none")
        today = overviews.desk(mentor).questions
    with clock.at(TODAY + dt.timedelta(days=7)):
        [next_week] = overviews.desk(mentor).questions
    with clock.at(TODAY + dt.timedelta(days=14)):
        later = overviews.desk(mentor).questions

    assert today == []
    assert next_week.competence.code == "C4"
    assert [one.competence.code for one in later] == ["C1", "C2", "C3"]


def test_every_question_says_why_it_is_asked(mentor, placement):
    work(placement, 3)

    with clock.at(TODAY):
        page = open_desk(mentor).get(reverse("mentors:desk"))

    assert [form.fields["answer"].help_text for form in page.context["form"].questions] == [
        "This question, because it did not come up in 3 workplace days."
    ] * 3
    assert page.content.decode().count("because it did not come up in 3 workplace days.") == 3


def test_the_desk_costs_as_much_for_three_students_and_for_ten_as_for_one(
    mentor, waiting, django_assert_num_queries
):
    """Of each student a day waits, one is just confirmed and one just returned."""

    def answer_days(some: list[WorkplaceDay]) -> None:
        with clock.at(TODAY):
            days.confirm(by=mentor, days=some[:1])
            days.give_back(by=mentor, day=some[1], reason="Klopt de datum?")

    answer_days(waiting)
    page = queries_of_the_page(mentor)
    for students in (1, 3, 10):
        for number in range(len(overviews.my_placements(mentor)), students):
            programme = make_programme(f"programme-{number}")
            answer_days(work(make_placement(programme=programme, mentor=mentor), 3, confirm=False))
        with clock.at(TODAY), django_assert_num_queries(DESK_QUERIES):
            assert len(overviews.desk(mentor).cards) == students
        assert queries_of_the_page(mentor) == page


def test_days_wait_as_one_line_per_student(mentor, placement, waiting):
    with clock.at(TODAY), override("en"):
        found = [
            item for item in todo.waiting_for(mentor, TODAY.date()) if item.kind == "days-waiting"
        ]

    assert [(item.title, item.since) for item in found] == [
        ("Confirm 3 days of Amina", dt.date(2026, 9, 21))
    ]
