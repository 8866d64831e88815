"""The API says and refuses what the pages say and refuse."""

import datetime as dt

import pytest
from rest_framework.test import APIClient

from accounts.enums import Role
from competences.models import Assessment
from config import clock
from placements.enums import DayState
from placements.models import Placement, WorkplaceDay
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import work

pytestmark = pytest.mark.django_db

TODAY = dt.datetime(2026, 10, 2, 18)


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def client(placement: Placement, role: str) -> APIClient:
    found = APIClient()
    found.force_authenticate(person(placement, role))
    return found


def log(placement: Placement, role: str = Role.STUDENT, **said):
    with clock.at(TODAY):
        data = {"date": "2026-10-01", "tasks": "Facturen", **said}
        address = f"/api/v1/placements/{placement.pk}/days/"
        return client(placement, role).post(address, data, format="json")


def test_a_student_logs_a_day_with_competences(placement):
    response = log(placement, competences=["C1", "C3"], workload=2)

    assert response.status_code == 201
    assert response.json()["competences"] == ["C1", "C3"]
    day = WorkplaceDay.objects.get()
    assert (day.date, day.workload, day.state) == (dt.date(2026, 10, 1), 2, DayState.LOGGED)


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"date": "2026-10-01", "workload": "\\ud800"}', '{"date": "\\udc00"}']
)
def test_what_is_no_proper_json_is_a_bad_request(placement, body):
    found = client(placement, Role.STUDENT)

    address = f"/api/v1/placements/{placement.pk}/days/"
    response = found.post(address, body, content_type="application/json")

    assert (response.status_code, list(response.json())) == (400, ["detail"])


@pytest.mark.parametrize(("field", "said"), [("competences", ["C1"] * 101), ("tasks", "a" * 2001)])
def test_more_than_a_day_can_hold_is_refused_as_on_the_page(placement, field, said):
    response = log(placement, **{field: said})

    assert (response.status_code, list(response.json())) == (400, [field])


def test_the_same_day_twice_is_refused_with_the_code_of_the_page(placement):
    log(placement)

    response = log(placement)

    assert response.status_code == 400
    assert response.json()["code"] == "day-already-logged"
    assert response.json()["obstacles"][0]["field"] == "date"


def test_every_obstacle_is_named_at_once(placement):
    response = log(placement, date="2031-01-01")

    codes = [obstacle["code"] for obstacle in response.json()["obstacles"]]
    assert codes == ["day-in-the-future", "day-outside-period"]


def test_an_unknown_competence_is_an_error_of_that_field(placement):
    response = log(placement, competences=["C1", "X9"])

    assert response.status_code == 400
    assert list(response.json()) == ["competences"]
    assert WorkplaceDay.objects.count() == 0


@pytest.mark.parametrize("role", [Role.MENTOR, Role.COACH])
def test_only_the_student_logs(placement, role):
    assert log(placement, role).status_code == 403
    assert WorkplaceDay.objects.count() == 0


def test_a_mentor_confirms_a_day_once(placement):
    [day] = work(placement, 1, confirm=False)
    mentor = client(placement, Role.MENTOR)

    first = mentor.post(f"/api/v1/days/{day.pk}/confirm/", {"remark": "Goed"}, format="json")
    second = mentor.post(f"/api/v1/days/{day.pk}/confirm/", format="json")

    assert (first.status_code, first.json()["state"]) == (200, "confirmed")
    assert (second.status_code, second.json()["code"]) == (409, "already-confirmed")


def test_a_mentor_returns_a_day_with_a_reason(placement):
    [day] = work(placement, 1, confirm=False)
    mentor = client(placement, Role.MENTOR)

    without = mentor.post(f"/api/v1/days/{day.pk}/return/", {}, format="json")
    with_reason = mentor.post(f"/api/v1/days/{day.pk}/return/", {"reason": "Ziek"}, format="json")

    assert without.status_code == 400
    assert with_reason.json()["returned_because"] == "Ziek"


def test_a_voice_rates_a_competence_and_the_three_stand_side_by_side(placement):
    mentor = client(placement, Role.MENTOR)
    said = {"competence": "C1", "came_up": True, "level": "V", "comment": "Zag ik zelf"}

    created = mentor.post(f"/api/v1/placements/{placement.pk}/assessments/", said, format="json")
    rows = mentor.get(f"/api/v1/placements/{placement.pk}/competences/").json()

    assert created.status_code == 201
    assert Assessment.objects.get().role == Role.MENTOR
    assert rows[0]["voices"]["mentor"]["level"] == "V"
    assert rows[0]["voices"]["student"] is None
    assert rows[0]["target"] == "V"


def test_did_not_come_up_is_a_full_answer_and_carries_no_level(placement):
    mentor = client(placement, Role.MENTOR)
    address = f"/api/v1/placements/{placement.pk}/assessments/"

    full = mentor.post(address, {"competence": "C1", "came_up": False}, format="json")
    mixed = mentor.post(
        address, {"competence": "C1", "came_up": False, "level": "V"}, format="json"
    )

    assert (full.status_code, full.json()["level"]) == (201, None)
    assert (mixed.status_code, mixed.json()["code"]) == (400, "level-without-coming-up")


def test_somebody_elses_placement_does_not_exist(placement):
    other = make_placement(student=make_user("Bram"))

    response = client(other, Role.STUDENT).get(f"/api/v1/placements/{placement.pk}/")

    assert response.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three_rows(count, django_assert_num_queries):
    coordinator = make_user("Wim")
    programme = make_programme("accounting", coordinator=coordinator)
    for number in range(count):
        make_placement(programme=programme, student=make_user(f"Student{number}"))
    api = APIClient()
    api.force_authenticate(coordinator)

    with django_assert_num_queries(3):  # count, page, voices
        response = api.get("/api/v1/placements/")

    assert response.json()["count"] == count


@pytest.mark.parametrize("count", [1, 3])
def test_days_cost_the_same_with_one_and_with_three_rows(
    placement, count, django_assert_num_queries
):
    work(placement, count)
    api = client(placement, Role.STUDENT)

    with django_assert_num_queries(5):  # placement, voices, count, page, competences
        response = api.get(f"/api/v1/placements/{placement.pk}/days/")

    assert response.json()["count"] == count


def test_the_description_names_every_operation(client):
    schema = client.get("/api/v1/schema/", {"format": "json"})

    assert schema.status_code == 200
    assert set(schema.json()["paths"]) == {
        "/api/v1/days/{id}/",
        "/api/v1/days/{id}/confirm/",
        "/api/v1/days/{id}/return/",
        "/api/v1/me/",
        "/api/v1/placements/",
        "/api/v1/placements/{id}/",
        "/api/v1/placements/{id}/assessments/",
        "/api/v1/placements/{id}/competences/",
        "/api/v1/placements/{id}/days/",
        "/api/v1/todos/",
    }
