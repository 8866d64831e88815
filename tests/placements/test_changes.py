"""Who changes a placement that runs: the coordinator its days, the coach its calendar as well."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from accounts import reminders
from accounts.enums import Role
from accounts.models import Notification, User
from config import clock
from config.refusal import Refusal
from placements.actions import imports, placements
from placements.actions.placements import Plan
from placements.models import Placement, PlacementPolicy
from tests.factories import make_placement, make_programme, make_user, make_workplace, person
from tests.placements.rosters import csv_of, faults, make_coordinator, plan

pytestmark = pytest.mark.django_db

EARLIER = dt.date(2027, 5, 28)


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes", language="en")


@pytest.fixture
def placement(wim: User) -> Placement:
    return make_placement(programme=make_programme(coordinator=wim))


def codes(call) -> list[str]:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.codes


def with_days(placement: Placement, days: int) -> Plan:
    return Plan(placement.starts_on, placement.ends_on, tuple(placement.weekdays), days)


def kept(placement: Placement) -> tuple[dt.date, int]:
    found = Placement.objects.get(pk=placement.pk)
    return found.ends_on, found.required_days


# --- how many days


def test_a_coach_moves_the_dates_and_leaves_the_days(placement):
    plan = Plan(placement.starts_on, EARLIER, (0, 1), 40)

    placements.change_plan(by=placement.coach, placement=placement, plan=plan)

    assert kept(placement) == (EARLIER, 40)


@pytest.mark.parametrize("days", [35, 45])
def test_a_coach_changes_no_required_days(placement, days):
    plan = with_days(placement, days)

    assert codes(
        lambda: placements.change_plan(by=placement.coach, placement=placement, plan=plan)
    ) == ["days-are-the-coordinators"]


def test_the_coordinator_changes_the_required_days_down_to_the_minimum(wim, placement):
    PlacementPolicy.objects.filter(pk=placement.course_unit_id).update(minimum_days=30)

    placements.change_plan(by=wim, placement=placement, plan=with_days(placement, 30))

    assert kept(placement)[1] == 30
    assert codes(
        lambda: placements.change_plan(by=wim, placement=placement, plan=with_days(placement, 29))
    ) == ["days-below-minimum"]


def test_dates_still_move_where_the_minimum_was_raised_later(wim, placement):
    PlacementPolicy.objects.filter(pk=placement.course_unit_id).update(
        required_days=50, minimum_days=45
    )

    placements.change_plan(
        by=wim, placement=placement, plan=Plan(placement.starts_on, EARLIER, (0,), 40)
    )

    assert kept(placement) == (EARLIER, 40)


def test_the_number_stands_fixed_on_the_coachs_page(client, placement):
    client.force_login(placement.coach)
    address = reverse("placements:placement-change-plan", args=[placement.pk])
    asked = {"starts_on": "2026-09-21", "ends_on": "2027-05-28", "weekdays": ["0"]}

    shown = client.get(address).context["form"].fields["required_days"].disabled
    client.post(address, {**asked, "required_days": "20"})

    assert shown is True
    assert kept(placement) == (EARLIER, 40)


def test_the_coordinators_page_says_what_the_course_unit_asks(client, wim, placement):
    client.force_login(wim)
    address = reverse("placements:placement-change-plan", args=[placement.pk])
    asked = {"starts_on": "2026-09-21", "ends_on": "2027-05-28", "weekdays": ["0"]}

    response = client.post(address, {**asked, "required_days": "19"})

    assert response.context["form"].errors == {
        "required_days": ["This course unit asks at least 20 days."]
    }


def test_a_list_that_asks_fewer_days_than_the_course_unit_has_a_fault():
    wim = make_coordinator()

    assert faults(plan(csv_of({"required_days": "19"}), wim)) == [
        (2, "required_days", "days_below_minimum")
    ]
    imports.apply(by=wim, plan=plan(csv_of({"required_days": "20"}), wim))
    assert faults(plan(csv_of({"required_days": "19"}), wim)) == [
        (2, "required_days", "days_below_minimum")
    ]


# --- who acts


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR])
def test_student_and_mentor_change_no_plan_no_people_and_no_end(placement, role):
    by = person(placement, role)
    plan = with_days(placement, 40)
    new = {"role": Role.MENTOR, "person": make_user("Nadia")}

    assert [
        codes(lambda: placements.change_plan(by=by, placement=placement, plan=plan)),
        codes(lambda: placements.change_person(by=by, placement=placement, **new)),
        codes(lambda: placements.end(by=by, placement=placement, moment=clock.now(), reason="-")),
    ] == [["not-your-role"]] * 3


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR, Role.COACH])
def test_only_the_coordinator_changes_the_workplace(wim, placement, role):
    elsewhere = make_workplace("Elders")

    def change(by: User) -> Placement:
        return placements.change_workplace(by=by, placement=placement, workplace=elsewhere)

    assert codes(lambda: change(person(placement, role))) == ["not-your-role"]
    assert change(wim).workplace == elsewhere


def test_only_the_coordinator_of_the_programme_opens_a_placement(wim, placement):
    told = {
        "enrolment": placement.enrolment,
        "course_unit": placement.enrolment.programme.course_units.get(code="deepening"),
        "workplace": placement.workplace,
        "mentor": placement.mentor,
        "coach": placement.coach,
        "plan": with_days(placement, 40),
    }
    elsewhere = make_user("Dries")
    make_programme("marketing", coordinator=elsewhere)

    for by in (placement.student, placement.coach, elsewhere):
        assert codes(lambda by=by: placements.open_placement(by=by, **told)) == ["not-your-role"]
    assert placements.open_placement(by=wim, **told).is_open


def test_a_placement_does_not_open_below_the_minimum(wim, placement):
    told = {
        "enrolment": placement.enrolment,
        "course_unit": placement.enrolment.programme.course_units.get(code="deepening"),
        "workplace": placement.workplace,
        "mentor": placement.mentor,
        "coach": placement.coach,
    }

    assert codes(
        lambda: placements.open_placement(by=wim, plan=with_days(placement, 19), **told)
    ) == ["days-below-minimum"]


# --- who reads along


def test_a_coordinator_cannot_make_themselves_the_coach(placement, wim):
    found = codes(
        lambda: placements.change_person(by=wim, placement=placement, role=Role.COACH, person=wim)
    )

    assert found == ["not-to-yourself"]


@pytest.mark.parametrize(
    ("role", "title"),
    [(Role.MENTOR, "Je mentor is nu Nel Nys"), (Role.COACH, "Je competentiecoach is nu Nel Nys")],
)
def test_the_student_hears_at_once_who_reads_along_now(placement, wim, role, title):
    placements.change_person(by=wim, placement=placement, role=role, person=make_user("Nel", "Nys"))

    told = Notification.objects.get(rule="reader-changed")
    with translation.override("nl"):
        line = reminders.rule("reader-changed").render(told)
    assert (told.recipient, told.urgent, line.title) == (placement.student, True, title)
