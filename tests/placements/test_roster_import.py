"""A list of a coordinator becomes placements: all of it, or nothing, and only once."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Max

from accounts.enums import Role
from accounts.models import HistoryEntry, User
from config import clock
from config.refusal import Refusal
from placements.actions import imports, placements
from placements.actions.imports import Counts
from placements.models import (
    Organisation,
    Placement,
    PlacementPolicy,
    ShorteningProposal,
    Workplace,
)
from tests.factories import make_user
from tests.placements.rosters import (
    ACCOUNTING,
    MARKETING,
    WITH_ERRORS,
    a_student,
    changes,
    csv_of,
    faults,
    make_coordinator,
    plan,
)
from tests.placements.stories import hold_trialogue, work

pytestmark = pytest.mark.django_db
IN_SEPTEMBER = dt.date(2026, 9, 15)


@pytest.fixture(autouse=True)
def _in_september():
    with clock.at(IN_SEPTEMBER):
        yield


@pytest.fixture
def wim():
    return make_coordinator()


def bring_in(by, *rows: dict[str, str]) -> Counts:
    return imports.apply(by=by, plan=plan(csv_of(*rows), by))


def everything() -> dict[str, tuple[int, object]]:
    """Of every table how many rows it has and its highest key."""
    return {
        model._meta.label: (
            model._default_manager.count(),
            model._default_manager.aggregate(last=Max("pk"))["last"],
        )
        for model in apps.get_models(include_auto_created=True)
    }


def the_placement(**given) -> Placement:
    return Placement.objects.with_people().get(**given)


def test_both_real_lists_come_in_unaided_and_a_second_time_change_nothing(wim):
    first = [imports.apply(by=wim, plan=plan(path, wim)) for path in (ACCOUNTING, MARKETING)]

    assert first == [Counts(120, 0, 0), Counts(60, 0, 0)]
    assert Placement.objects.coordinated_by(wim).count() == 180
    held = everything()
    again = [imports.apply(by=wim, plan=plan(path, wim)) for path in (ACCOUNTING, MARKETING)]
    assert again == [Counts(0, 0, 120), Counts(0, 0, 60)]
    assert everything() == held


def test_a_row_becomes_a_placement_with_its_people_place_and_plan(wim):
    bring_in(wim, {})

    made = the_placement()
    assert (made.student.get_full_name(), made.student.email) == ("An Maes", "an@s.example")
    assert not made.student.has_usable_password()
    assert (made.mentor.email, made.mentor.phone) == ("luc@w.example", "0470 12 34 56")
    assert (made.coach.first_name, made.coach.last_name) == ("Dirk", "De Cock")
    assert made.enrolment.student_number == "20260001"
    assert (made.enrolment.has_working_student_status, made.enrolment.distance_track) == (
        True,
        False,
    )
    assert (made.workplace.organisation.company_number, made.workplace.contact_name) == (
        "BE0675695367",
        "Camille Vissers",
    )
    assert (made.starts_on, made.ends_on) == (dt.date(2026, 10, 1), dt.date(2027, 5, 31))
    assert (made.weekdays, made.required_days) == ([3, 4], 40)
    opened = HistoryEntry.objects.get(topic=made.topic, action="placement-opened")
    assert opened.by == wim


def test_where_the_list_says_no_number_of_days_the_course_unit_decides(wim):
    PlacementPolicy.objects.filter(course_unit__code="exploration").update(required_days=35)

    bring_in(wim, {"required_days": ""})

    assert the_placement().required_days == 35


def test_two_students_at_one_workplace_share_it(wim):
    bring_in(wim, {}, a_student(2, contact_name="", street="KERKSTRAAT 1"))

    assert [Organisation.objects.count(), Workplace.objects.count()] == [1, 1]
    assert User.objects.filter(email="luc@w.example").count() == 1


def test_every_difference_is_shown_before_it_is_made(wim):
    bring_in(wim, {"mentor_phone": "", "company_number": ""})
    second = {
        "last_name": "Maes-Bouzid",
        "persona": "reskiller",
        "city": "Gentbrugge",
        "mentor_email": "mia@w.example",
        "mentor_first_name": "Mia",
        "ends_on": "30/06/2027",
        "required_days": "35",
        "weekdays": "ma",
        "street": "Nieuwstraat 2",
    }

    found = plan(csv_of(second), wim)

    assert changes(found) == [
        (2, "last_name", "Maes", "Maes-Bouzid"),
        (2, "persona", "skiller", "reskiller"),
        (2, "company_number", "", "BE0675695367"),
        (2, "ends_on", dt.date(2027, 5, 31), dt.date(2027, 6, 30)),
        (2, "required_days", 40, 35),
        (2, "weekdays", (3, 4), (0,)),
        (2, "mentor_email", "luc@w.example", "mia@w.example"),
        (2, "street", "Kerkstraat 1", "Nieuwstraat 2"),
    ]
    assert imports.apply(by=wim, plan=found) == Counts(0, 1, 0)
    made = the_placement()
    assert (made.student.last_name, made.mentor.first_name) == ("Maes-Bouzid", "Mia")
    assert (made.workplace.street, made.workplace.city) == ("Nieuwstraat 2", "Gentbrugge")
    assert (made.ends_on, made.required_days, made.weekdays) == (dt.date(2027, 6, 30), 35, [0])
    assert made.enrolment.persona == "reskiller"
    assert Organisation.objects.get().company_number == "BE0675695367"
    assert changes(plan(csv_of(second), wim)) == []


def test_a_new_mentor_replaces_the_old_one_who_keeps_the_authorship(wim):
    bring_in(wim, {})
    bring_in(wim, {"mentor_email": "mia@w.example"})

    voices = the_placement().dossier.voices.filter(role=Role.MENTOR)
    assert [(one.person.email, one.until) for one in voices] == [
        ("luc@w.example", IN_SEPTEMBER),
        ("mia@w.example", None),
    ]


def test_a_coach_who_becomes_the_mentor_is_first_followed_as_coach(wim):
    bring_in(wim, {})
    coach = {"mentor_email": "dirk@h.example", "mentor_first_name": "Dirk",
             "mentor_last_name": "De Cock", "coach_email": "els@h.example",
             "coach_name": "Els Nys"}  # fmt: skip

    bring_in(wim, coach)

    made = the_placement()
    assert (made.mentor.email, made.coach.email) == ("dirk@h.example", "els@h.example")


def test_empty_cells_leave_what_the_portal_knows(wim):
    bring_in(wim, {})
    empty = dict.fromkeys(
        ("required_days", "weekdays", "street", "postcode", "city", "contact_name",
         "contact_email", "mentor_phone", "company_number"), ""
    )  # fmt: skip

    assert changes(plan(csv_of(empty), wim)) == []


def test_a_shared_fact_is_one_change_at_its_first_row(wim):
    bring_in(wim, {}, a_student(2))
    moved = {"contact_name": "Bo Rys"}

    found = plan(csv_of(moved, a_student(2, **moved)), wim)

    assert changes(found) == [(2, "contact_name", "Camille Vissers", "Bo Rys")]


def test_a_programme_of_somebody_else_is_a_fault_that_names_it(wim):
    other = make_user("Dries", "Maes")

    found = plan(csv_of({}), other)

    assert faults(found) == [(2, "programme", "not_your_programme")]
    assert "Graduaat Accounting Administration" in found.faults[0].message
    with pytest.raises(Refusal):
        imports.apply(by=other, plan=found)
    assert Placement.objects.count() == 0


def test_a_student_number_stays_with_the_person_it_belongs_to(wim):
    bring_in(wim, {})

    found = plan(csv_of({"student_email": "an.maes@s.example"}), wim)

    assert faults(found) == [(2, "student_number", "number_known_as")]


def test_people_of_others_keep_the_name_they_have(wim):
    make_user("Lucas", "Bol", email="luc@w.example")
    make_user("Anna", "Maes", email="an@s.example")

    found = plan(csv_of({}), wim)

    assert [(one.field, one.code) for one in found.notices] == [
        ("last_name", "known_as"),
        ("mentor_last_name", "known_as"),
    ]
    imports.apply(by=wim, plan=found)
    assert the_placement().student.first_name == "Anna"


def test_a_placement_with_days_keeps_them_inside_its_period(wim):
    bring_in(wim, {})
    work(the_placement(), 2)

    found = plan(csv_of({"starts_on": "01/11/2026"}), wim)

    assert faults(found) == [(2, "starts_on", "days_outside_period")]


def test_a_placement_that_ended_no_longer_changes(wim):
    bring_in(wim, {})
    placements.end(by=wim, placement=the_placement(), moment=clock.now(), reason="Verhuisd")

    assert faults(plan(csv_of({}), wim)) == []
    assert faults(plan(csv_of({"ends_on": "30/06/2027"}), wim)) == [
        (2, "ends_on", "placement_closed")
    ]


def test_a_shortened_placement_keeps_its_full_number_of_days(wim):
    bring_in(wim, {})
    placement = the_placement()
    ShorteningProposal.objects.create(
        placement=placement,
        trialogue=hold_trialogue(placement, placement.starts_on),
        days=5,
        reason="Inboeken kan ik al.",
        proposed_by=placement.student,
    )

    assert faults(plan(csv_of({}), wim)) == []
    assert faults(plan(csv_of({"required_days": "30"}), wim)) == [
        (2, "required_days", "days_shortened")
    ]


def test_mentor_and_coach_who_change_places_are_refused_before_it_begins(wim):
    bring_in(wim, {})
    swapped = {"mentor_email": "dirk@h.example", "mentor_first_name": "Dirk",
               "mentor_last_name": "De Cock", "coach_email": "luc@w.example",
               "coach_name": "Luc Bol"}  # fmt: skip

    assert faults(plan(csv_of(swapped), wim)) == [(2, "mentor_email", "places_changed")]


def test_the_list_with_faults_changes_nothing_at_all(wim):
    held = everything()

    found = plan(WITH_ERRORS, wim)

    assert len(found.faults) == 15
    with pytest.raises(Refusal):
        imports.apply(by=wim, plan=found)
    assert everything() == held


def test_what_goes_wrong_in_the_last_row_undoes_the_first(wim):
    bring_in(wim, a_student(2))
    found = plan(csv_of({}, a_student(2, ends_on="30/06/2027")), wim)
    placements.end(by=wim, placement=the_placement(), moment=clock.now(), reason="Meanwhile")
    held = everything()

    with pytest.raises(Refusal):
        imports.apply(by=wim, plan=found)

    assert everything() == held


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_costs_the_same_queries_for_one_row_and_for_three(
    wim, count, django_assert_num_queries
):
    rows = [a_student(number) for number in range(2, 2 + count)]
    bring_in(wim, *rows)

    with django_assert_num_queries(15):
        plan(csv_of(*rows), wim)


def test_the_command_says_what_it_does_and_does_it_once(wim, capsys, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(csv_of({}, a_student(2)))

    call_command("import_roster", str(path), "--dry-run", "--language", "en")
    assert Placement.objects.count() == 0
    call_command("import_roster", str(path), "--language", "en", "--by", wim.email)
    call_command("import_roster", str(path), "--language", "en")

    said = capsys.readouterr().out.splitlines()
    counts = [line for line in said if line.startswith("New placements")]
    assert counts == [
        "New placements: 2. Changed: 0. Left as they were: 0.",
        "New placements: 2. Changed: 0. Left as they were: 0.",
        "New placements: 0. Changed: 0. Left as they were: 2.",
    ]


def test_the_command_names_each_fault_and_ends_with_one(wim, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("import_roster", str(WITH_ERRORS), "--language", "en")

    assert ended.value.code == 1
    said = capsys.readouterr().err.splitlines()
    assert said[1].split(" · ")[:2] == ["Row 3", "E-mail mentor"]
    assert len([line for line in said if line.startswith("Row ")]) == 15
