"""The table of placements: whose turn it is, and what it costs to ask."""

import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import reminders
from accounts.enums import Role, SignInMethod
from accounts.models import Job, Notification, User
from competences.models import Programme
from config import clock
from config.refusal import Refusal
from placements.actions import agreements, placements, sightings, signing
from placements.actions.signing import Evidence
from placements.enums import WaitsFor
from placements.models import Placement
from placements.overviews.placements import overseen_by, turn_counts, with_agreement
from placements.overviews.story import story_of
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import work

pytestmark = pytest.mark.django_db
SENT = dt.date(2026, 9, 15)
NOW = dt.date(2026, 9, 25)
TABLE = "placements:placement-list"


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def programme(wim: User) -> Programme:
    return make_programme(coordinator=wim)


def sent(wim: User, placement: Placement, *signed_by: str) -> Placement:
    """Its agreement is out, and these roles have signed."""
    with clock.at(SENT):
        agreement = agreements.open_agreement(by=wim, placement=placement)
        agreement = agreements.send(by=wim, agreement=agreement)
        for role in signed_by:
            who = person(placement, role)
            sightings.shown(by=who, agreement=agreement)
            signing.sign(
                by=who,
                agreement=agreement,
                sha256=agreement.sha256,
                typed_name=who.get_full_name(),
                language="nl",
                evidence=Evidence(SignInMethod.CODE, clock.now()),
            )
    return placement


def table(client: Client, reader: User, **asked: str):
    client.force_login(reader)
    with clock.at(NOW):
        return client.get(reverse(TABLE), asked)


def names(response) -> list[str]:
    lines = [line for group in response.context["groups"] for line in group.lines]
    return [line.placement.student.first_name for line in lines]


@pytest.mark.parametrize(
    ("signed_by", "turn"),
    [
        ((), WaitsFor.MENTOR),
        (("mentor",), WaitsFor.STUDENT),
        (("mentor", "student"), WaitsFor.COACH),
        (("mentor", "student", "coach"), WaitsFor.NOBODY),
    ],
)
def test_the_table_says_whose_turn_it_is(wim, programme, signed_by, turn):
    placement = sent(wim, make_placement(programme=programme), *signed_by)

    assert with_agreement(overseen_by(wim)).get(pk=placement.pk).waits_for == turn


def test_without_agreement_or_with_a_draft_it_is_up_to_the_coordinator(wim, programme):
    make_placement(programme=programme)
    drafted = make_placement(programme=programme, student=make_user("Bram"))
    agreements.open_agreement(by=wim, placement=drafted)

    assert turn_counts(with_agreement(overseen_by(wim))) == {WaitsFor.COORDINATOR: 2}


def test_an_ended_placement_waits_for_nobody(wim, programme):
    placement = make_placement(programme=programme)
    placements.end(by=wim, placement=placement, moment=clock.now(), reason="Gestopt.")

    assert turn_counts(with_agreement(overseen_by(wim))) == {WaitsFor.NOBODY: 1}


def test_a_coach_sees_own_students_and_a_coordinator_own_programmes(wim, programme):
    katrien = make_user("Katrien", "Dhaeseleer")
    mine = make_placement(programme=programme, coach=katrien)
    other = make_placement(programme=programme, student=make_user("Bram"))
    elsewhere = make_placement(coach=katrien, student=make_user("Ciska"))

    assert set(overseen_by(katrien)) == {mine, elsewhere}
    assert set(overseen_by(wim)) == {mine, other}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "zeg boek"}, ["Zeger"]),
        ({"q": "2026zz"}, ["Zeger"]),
        ({"agreement": "none"}, ["Zeger"]),
        ({"agreement": "out"}, ["Amina"]),
        ({"who": "mentor"}, ["Amina"]),
        ({"sort": "student"}, ["Zeger", "Amina"]),
        ({"state": "ended"}, []),
        ({"state": "nonsense"}, ["Zeger", "Amina"]),
    ],
)
def test_filters_live_in_the_address(client, wim, programme, asked, found):
    sent(wim, make_placement(programme=programme))
    boekel = make_placement(programme=programme, student=make_user("Zeger", "Boekel"))
    boekel.enrolment.student_number = "2026ZZ"
    boekel.enrolment.save()

    assert names(table(client, wim, **asked)) == found


def fill(wim: User, programme: Programme, count: int) -> None:
    for number in range(count):
        student = make_user("Student", f"Nummer {number}")
        sent(wim, make_placement(programme=programme, student=student), "student")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_table_costs_the_same_for_one_row_and_for_three(
    client, wim, programme, rows, django_assert_num_queries
):
    fill(wim, programme, rows)
    client.force_login(wim)

    with clock.at(NOW), django_assert_num_queries(17):
        response = client.get(reverse(TABLE))

    assert len(names(response)) == rows


def test_the_workbook_holds_what_the_filters_ask_and_no_formula(client, wim, programme):
    student = make_user("=1+1", "Kwaad", email="kwaad@example.org")
    make_placement(programme=programme, student=student)
    sent(wim, make_placement(programme=programme, student=make_user("Bram")))
    client.force_login(wim)

    response = client.get(reverse("placements:placement-export"), {"agreement": "none"})

    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows())
    assert len(rows) == 2
    assert (rows[1][2].value, rows[1][2].data_type) == ("=1+1", "s")


def test_everything_of_a_view_can_be_chosen_at_once(client, wim, programme):
    make_placement(programme=programme)
    make_placement(programme=programme, student=make_user("Bram"))
    sent(wim, make_placement(programme=programme, student=make_user("Ciska")))
    client.force_login(wim)

    address = reverse("placements:agreement-open")
    response = client.post(f"{address}?agreement=none", {"all": "1"})

    assert response["Location"].startswith("/jobs/")
    assert len(Job.objects.get(by=wim).arguments["placements"]) == 2


def test_the_story_tells_the_process_and_no_words(wim, programme):
    placement = sent(wim, make_placement(programme=programme))
    work(placement, 1)

    with translation.override("en"):
        story = story_of(placement)

    assert [(line.name, line.text) for line in story] == [
        ("Griet Moerman", "confirmed a workplace day"),
        ("Amina Bouzid", "logged a workplace day"),
        ("Wim Claes", "sent the agreement out for signature"),
        ("Wim Claes", "prepared the agreement"),
        ("Trialoog", "opened the placement"),
    ]


def test_handing_over_takes_the_old_mentor_out_and_keeps_the_new_one_in(client, wim, programme):
    placement = make_placement(programme=programme)
    griet = person(placement, Role.MENTOR)
    client.force_login(wim)

    client.post(
        reverse("placements:placement-change-person", args=[placement.pk, "mentor"]),
        {"email": "Nadia@Example.org", "first_name": "Nadia", "last_name": "Ozturk"},
    )

    nadia = User.objects.get(email="nadia@example.org")
    assert Placement.objects.visible_to(nadia).get() == placement
    assert not Placement.objects.visible_to(griet).exists()
    told = Notification.objects.get(rule="role-received")
    assert (told.recipient, told.urgent) == (nadia, True)
    with translation.override("en"):
        assert reminders.rule("role-received").render(told).title == (
            "You are now the mentor of Amina Bouzid"
        )


def test_who_gets_no_role_is_not_made_known_either(client, wim, programme):
    placement = make_placement(programme=programme)
    placements.end(by=wim, placement=placement, moment=clock.now(), reason="Gestopt.")
    client.force_login(wim)

    client.post(
        reverse("placements:placement-change-person", args=[placement.pk, "mentor"]),
        {"email": "nadia@example.org", "first_name": "Nadia", "last_name": "Ozturk"},
    )

    assert not User.objects.filter(email="nadia@example.org").exists()


def test_a_new_address_needs_a_name(client, wim, programme):
    placement = make_placement(programme=programme)
    client.force_login(wim)

    response = client.post(
        reverse("placements:placement-change-person", args=[placement.pk, "mentor"]),
        {"email": "nadia@example.org"},
    )

    assert set(response.context["form"].errors) == {"first_name"}


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (dt.date(1, 1, 1), dt.date(9999, 12, 31)),
        (dt.date(9999, 12, 1), dt.date(9999, 12, 31)),
        (dt.date(1999, 12, 1), dt.date(2000, 6, 30)),
        (dt.date(2026, 9, 1), dt.date(2029, 9, 30)),
    ],
)
def test_a_plan_that_no_placement_has_is_refused(starts_on, ends_on):
    placement = make_placement()
    plan = placements.Plan(starts_on, ends_on, (0, 1), 40)

    with pytest.raises(Refusal) as refused:
        placements.change_plan(by=None, placement=placement, plan=plan)

    assert refused.value.codes == ["period-unlikely"]
