"""One day and its mentor: confirm, return, and take a confirmation back."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import override

from accounts.models import HistoryEntry
from config import clock
from config.refusal import Refusal
from placements.actions import days, placements
from placements.enums import DayState
from placements.models import WorkplaceDay
from tests.factories import make_placement, make_user
from tests.placements.stories import work

pytestmark = pytest.mark.django_db
NOON = make_aware(dt.datetime(2026, 9, 22, 12, 0))


@pytest.fixture
def placement():
    return make_placement(mentor=make_user("Griet", language="en"))


@pytest.fixture
def confirmed(placement) -> WorkplaceDay:
    [day] = work(placement, 1, confirm=False)
    with clock.at(NOON):
        days.confirm(by=placement.mentor, days=[day])
    return WorkplaceDay.objects.get(pk=day.pk)


def undo(day: WorkplaceDay, by, at: dt.datetime) -> WorkplaceDay:
    with clock.at(at):
        return days.undo_confirm(by=by, days=[day])[0]


def test_a_confirmation_can_be_taken_back_for_24_hours(placement, confirmed):
    day = undo(confirmed, placement.mentor, NOON + dt.timedelta(hours=24))

    assert (day.state, day.confirmed_at, day.confirmed_by) == (DayState.LOGGED, None, None)


def test_after_24_hours_only_the_student_can_ask_for_a_correction(placement, confirmed):
    with pytest.raises(Refusal) as refused:
        undo(confirmed, placement.mentor, NOON + dt.timedelta(hours=24, seconds=1))

    assert refused.value.codes == ["undo-too-late"]


def test_nothing_is_taken_back_once_the_placement_has_ended(placement, confirmed):
    with clock.at(NOON):
        placements.end(
            by=placement.coach, placement=placement, moment=clock.now(), reason="Verhuisd"
        )

    with pytest.raises(Refusal) as refused:
        undo(confirmed, placement.mentor, NOON)

    assert refused.value.codes == ["placement-closed"]


def test_a_day_that_waits_has_nothing_to_undo(placement):
    [day] = work(placement, 1, confirm=False)

    with pytest.raises(Refusal) as refused:
        undo(day, placement.mentor, NOON)

    assert refused.value.codes == ["day-not-confirmed-now"]


def test_nobody_takes_back_what_somebody_else_confirmed(placement, confirmed):
    successor = make_user("Geert")
    with clock.at(NOON):
        placements.change_person(
            by=placement.coach, placement=placement, role="mentor", person=successor
        )

    with pytest.raises(Refusal) as refused:
        undo(confirmed, successor, NOON)

    assert refused.value.codes == ["not-your-confirmation"]


def test_the_student_cannot_take_back_a_confirmation(placement, confirmed):
    with pytest.raises(Refusal) as refused:
        undo(confirmed, placement.student, NOON)

    assert refused.value.codes == ["not-your-role"]


# --- a return that is taken back


@pytest.fixture
def returned(placement) -> WorkplaceDay:
    [day] = work(placement, 1, confirm=False)
    with clock.at(NOON):
        return days.give_back(by=placement.mentor, day=day, reason="Dit was dinsdag.")


def take_back(day: WorkplaceDay, by, at: dt.datetime) -> WorkplaceDay:
    with clock.at(at):
        return days.undo_give_back(by=by, day=day)


def test_a_return_can_be_taken_back_for_24_hours_and_history_keeps_the_reason(placement, returned):
    day = take_back(returned, placement.mentor, NOON + dt.timedelta(hours=24))

    told = HistoryEntry.objects.filter(subject=f"placements.workplaceday:{day.pk}").first()
    assert (day.state, day.returned_because) == (DayState.LOGGED, "")
    assert (told.action, told.by, told.data["because"]) == (
        "day-return-undone",
        placement.mentor,
        "Dit was dinsdag.",
    )


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("late", "undo-return-too-late"),
        ("changed", "day-not-returned-now"),
        ("ended", "placement-closed"),
        ("student", "not-your-role"),
        ("successor", "not-your-return"),
    ],
)
def test_a_return_stays_where_it_may_not_be_taken_back(placement, returned, case, code):
    by, at = placement.mentor, NOON + dt.timedelta(hours=1)
    with clock.at(NOON):
        if case == "changed":
            content = days.DayContent(date=returned.date, tasks="Toch dinsdag")
            days.change(by=placement.student, day=returned, content=content)
        elif case == "ended":
            placements.end(by=placement.coach, placement=placement, moment=NOON, reason="Verhuisd")
        elif case == "student":
            by = placement.student
        elif case == "successor":
            by = make_user("Geert")
            placements.change_person(
                by=placement.coach, placement=placement, role="mentor", person=by
            )
        else:
            at = NOON + dt.timedelta(hours=24, seconds=1)

    with pytest.raises(Refusal) as refused:
        take_back(returned, by, at)

    assert refused.value.codes == [code]


def test_of_two_returns_the_last_one_is_taken_back(placement, returned):
    later = NOON + dt.timedelta(hours=20)
    with clock.at(later):
        days.change(by=placement.student, day=returned, content=days.DayContent(date=returned.date))
        days.give_back(by=placement.mentor, day=returned, reason="Nog niet.")

    day = take_back(returned, placement.mentor, later + dt.timedelta(hours=23))

    assert day.state == DayState.LOGGED


def post(name: str, user, day: WorkplaceDay, **data):
    client = Client()
    client.force_login(user)
    with clock.at(NOON):
        return client.post(reverse(f"placements:{name}", args=[day.pk]), data)


def test_a_mentor_confirms_one_day_with_a_remark(placement):
    [day] = work(placement, 1, confirm=False)

    response = post("day-confirm", placement.mentor, day, remark="Goed gekeken.")

    day.refresh_from_db()
    assert response.url == reverse("mentors:desk")
    assert (day.state, day.remark) == (DayState.CONFIRMED, "Goed gekeken.")


def test_a_mentor_returns_one_day_with_a_reason(placement):
    [day] = work(placement, 1, confirm=False)

    post("day-return", placement.mentor, day, reason="Dit was dinsdag.")

    day.refresh_from_db()
    assert (day.state, day.returned_because) == (DayState.RETURNED, "Dit was dinsdag.")


def test_a_return_needs_a_reason(placement):
    [day] = work(placement, 1, confirm=False)

    response = post("day-return", placement.mentor, day, reason=" ")

    day.refresh_from_db()
    with override("en"):
        errors = [str(error) for error in response.context["form"]["reason"].errors]
    assert errors == ["Say why, so that the student can put it right."]
    assert day.state == DayState.LOGGED
