"""The administration arranges an institution; the process itself is written by actions only."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import HistoryEntry, User
from competences.models import AcademicYear, CourseUnit, Programme
from placements.models import Closure, Organisation, PlacementPolicy, Workplace
from tests.factories import make_programme, make_user

pytestmark = pytest.mark.django_db

ARRANGED = {
    User,
    AcademicYear,
    Programme,
    CourseUnit,
    PlacementPolicy,
    Closure,
    Organisation,
    Workplace,
}


@pytest.fixture
def administrator() -> User:
    return User.objects.create_superuser(
        "beheer@example.org", "a long enough password", first_name="Bea", last_name="Heer"
    )


def test_only_what_an_institution_arranges_can_be_changed_and_nothing_removed(administrator):
    request = RequestFactory().get("/")
    request.user = administrator
    pages = admin.site._registry
    changed = {model for model, page in pages.items() if page.has_change_permission(request)}
    removed = {model for model, page in pages.items() if page.has_delete_permission(request)}

    assert changed - {LogEntry} == ARRANGED
    assert removed == {Closure}  # nothing hangs on a day in the calendar


@pytest.mark.parametrize(
    ("page", "field"),
    [("programme", "code"), ("courseunit", "programme"), ("courseunit", "code")],
)
def test_what_others_find_a_row_by_is_said_once(administrator, page, field):
    programme, other = make_programme("accounting"), make_programme("marketing")
    row = programme if page == "programme" else programme.course_units.get(code="autonomy")
    client = Client()
    client.force_login(administrator)
    said = {
        "code": "elsewhere",
        "programme": other.pk,
        "name_nl": "Nieuwe naam",
        "name_en": "",
        "position": 9,
    }

    client.post(reverse(f"admin:competences_{page}_change", args=[row.pk]), said)

    found = type(row).objects.get(pk=row.pk)
    assert (found.name_nl, getattr(found, field)) == ("Nieuwe naam", getattr(row, field))


def test_a_policy_stays_with_its_course_unit(administrator):
    programme = make_programme("accounting")
    held = PlacementPolicy.objects.get(course_unit__code="exploration")
    PlacementPolicy.objects.filter(course_unit__code="autonomy").delete()
    client = Client()
    client.force_login(administrator)
    address = reverse("admin:placements_placementpolicy_change", args=[held.pk])
    shown = client.get(address).context["adminform"].form.initial
    said = {name: value for name, value in shown.items() if value not in (None, False)}

    client.post(
        address,
        said
        | {
            "course_unit": programme.course_units.get(code="autonomy").pk,
            "shortening_personas": "skiller",
            "required_days": 30,
        },
    )

    assert list(
        PlacementPolicy.objects.order_by("pk").values_list("course_unit__code", "required_days")
    ) == [("exploration", 30), ("deepening", 40)]


def test_who_is_no_administrator_does_not_come_in():
    client = Client()
    client.force_login(make_user())

    assert client.get(reverse("admin:index")).status_code == 302


def test_a_new_address_is_told_in_the_history_and_nobody_sets_a_password(administrator, client):
    person = make_user("Griet", email="griet@old.example.org")
    client.force_login(administrator)
    said = {"email": "Griet@new.example.org", "first_name": "Griet", "last_name": "Moerman"}

    client.post(
        reverse("admin:accounts_user_change", args=[person.pk]),
        {**said, "language": "nl", "is_active": "on", "password": "chosen by somebody else"},
    )

    before, person = person.password, User.objects.get(pk=person.pk)
    assert (person.email, person.password) == ("griet@new.example.org", before)
    told = HistoryEntry.objects.get(action="person-changed")
    assert (told.by, told.data["old"]["email"]) == (administrator, "griet@old.example.org")


def test_a_new_person_comes_in_by_mail(administrator, client):
    client.force_login(administrator)
    said = {"email": "nieuw@example.org", "first_name": "Nina", "last_name": "Nieuw"}

    client.post(reverse("admin:accounts_user_add"), {**said, "language": "nl", "is_active": "on"})

    assert not User.objects.get(email="nieuw@example.org").has_usable_password()
