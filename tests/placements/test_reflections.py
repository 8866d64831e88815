"""Who reads what a student writes: only whom the student chose, and from that moment on."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts import news
from accounts.enums import Role
from accounts.models import HistoryEntry
from config import clock
from config.refusal import Refusal
from placements.actions import reflection_comments, reflections
from placements.enums import Audience
from placements.models import Placement, Reflection
from placements.prompts import OFFERED, Situation, offer, prompts
from tests.factories import make_placement, make_user, person

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 11, 20)
WORDS = "Ik durfde niet te zeggen dat ik het niet begreep."


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def write(placement: Placement, audience: str = Audience.COACH, **fields) -> Reflection:
    with clock.at(FRIDAY):
        return reflections.write(
            by=person(placement, Role.STUDENT),
            placement=placement,
            audience=audience,
            **{"text": WORDS, **fields},
        )


def readers(placement: Placement) -> list[str]:
    """The roles that can reach the one reflection of this placement."""
    with clock.at(FRIDAY):
        return [
            role.value
            for role in (Role.STUDENT, Role.MENTOR, Role.COACH)
            if Reflection.objects.visible_to(person(placement, role)).exists()
        ]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience.PRIVATE, ["student"]),
        (Audience.COACH, ["student", "coach"]),
        (Audience.TRIAD, ["student", "mentor", "coach"]),
    ],
)
def test_a_reflection_is_read_by_whom_the_student_chose(placement, audience, expected):
    write(placement, audience)

    assert readers(placement) == expected


def test_a_coordinator_and_a_stranger_read_no_reflection(placement):
    coordinator, stranger = make_user("Wim"), make_user("Bram")
    placement.enrolment.programme.coordinators.add(coordinator)
    write(placement, Audience.TRIAD)

    assert not Reflection.objects.visible_to(coordinator).exists()
    assert not Reflection.objects.visible_to(stranger).exists()


def test_a_narrower_audience_holds_at_once_everywhere(placement, client: Client):
    entry = write(placement, Audience.TRIAD)
    mentor = person(placement, Role.MENTOR)
    client.force_login(mentor)
    address = reverse("placements:reflection-list", args=[placement.pk])
    with clock.at(FRIDAY):
        before = client.get(address).content.decode()
        told = [line.text for line in news.recent(mentor)]
        reflections.change(
            by=person(placement, Role.STUDENT),
            reflection=entry,
            text=WORDS,
            audience=Audience.PRIVATE,
        )
        after = client.get(address).content.decode()
        told_after = [line.text for line in news.recent(mentor)]

    assert (WORDS in before, WORDS in after) == (True, False)
    assert len(told) - len(told_after) == 1
    assert readers(placement) == ["student"]


def test_the_words_never_enter_history(placement):
    write(placement, Audience.TRIAD)

    assert all(WORDS not in str(entry.data) for entry in HistoryEntry.objects.all())


def test_even_that_a_private_reflection_exists_is_private(placement):
    write(placement, Audience.PRIVATE)

    told = HistoryEntry.objects.filter(topic=placement.topic, action__startswith="reflection")
    assert not told.exists()


def test_a_reflection_can_be_written_without_a_day(placement, client):
    client.force_login(person(placement, Role.STUDENT))
    with clock.at(FRIDAY):
        client.post(
            reverse("placements:reflection-write", args=[placement.pk]),
            {"prompt": "", "text": WORDS, "audience": "triad"},
        )

    entry = Reflection.objects.get(placement=placement)
    assert (entry.day, entry.prompt, entry.audience) == (None, "", Audience.TRIAD)


@pytest.mark.parametrize("asked", ["9" * 5000, "-1", "x", "0"])
def test_a_day_that_cannot_be_is_no_day(client, placement, asked):
    client.force_login(person(placement, Role.STUDENT))

    with clock.at(FRIDAY):
        page = client.get(
            reverse("placements:reflection-write", args=[placement.pk]), {"day": asked}
        )

    assert (page.status_code, page.context["day"]) == (200, None)


def test_an_empty_reflection_is_refused(placement):
    with pytest.raises(Refusal) as refused:
        write(placement, text="  ")

    assert refused.value.codes == ["no-words"]


def test_only_the_student_writes_changes_and_removes(placement):
    entry = write(placement)
    coach = person(placement, Role.COACH)

    for attempt in (
        lambda: reflections.write(by=coach, placement=placement, text="x", audience="coach"),
        lambda: reflections.change(by=coach, reflection=entry, text="x", audience="triad"),
        lambda: reflections.remove(by=coach, reflection=entry),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.codes == ["not-your-role"]

    entry.refresh_from_db()
    assert (entry.text, entry.audience) == (WORDS, Audience.COACH)


def test_a_removed_reflection_is_gone(placement, client):
    entry = write(placement)
    client.force_login(person(placement, Role.STUDENT))
    with clock.at(FRIDAY):
        client.post(reverse("placements:reflection-remove", args=[entry.pk]))

    assert not Reflection.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    placement, client, count, django_assert_num_queries: Callable
):
    coach = person(placement, Role.COACH)
    for _number in range(count):
        for word in ("Mooi.", "Hoe kwam dat?"):
            reflection_comments.comment(by=coach, reflection=write(placement), text=word)
    client.force_login(person(placement, Role.STUDENT))
    with clock.at(FRIDAY), django_assert_num_queries(13):
        client.get(reverse("placements:reflection-list", args=[placement.pk]))


# --- the question to look back with ------------------------------------------------------------


@pytest.mark.parametrize(
    ("situation", "moment"),
    [
        (Situation(days_logged=2, days_left=38), "first_week"),
        (Situation(days_logged=12, days_left=28, day_came_back=True), "after_mistake"),
        (Situation(days_logged=8, days_left=32, trialogue_near=True), "before_trialogue"),
        (Situation(days_logged=36, days_left=4), "end"),
        (Situation(days_logged=12, days_left=28), "any"),
    ],
)
def test_the_first_question_fits_the_moment(situation, moment):
    offered = offer(situation)

    assert offered[0].moment == moment
    assert len(offered) == OFFERED
    assert offered[0].why


def test_the_side_that_was_visited_least_comes_first():
    answered = ["what_worked", "felt", "who_benefits", "task_view"]

    offered = offer(Situation(days_logged=12, days_left=28, answered=answered))

    assert offered[0].dimension == "political"


def test_a_question_that_was_answered_makes_room_for_another():
    ordinary = Situation(days_logged=12, days_left=28)
    first = offer(ordinary)[0]

    second = offer(Situation(days_logged=12, days_left=28, answered=[first.key]))[0]

    assert second.key != first.key


def test_every_question_is_there_in_both_languages():
    assert {bool(prompt.nl and prompt.en) for prompt in prompts().values()} == {True}
