"""A student's route over course units and years."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.enums import Role
from competences.enums import Moment
from competences.models import AcademicYear, Competence, FrameworkVersion, MasteryLevel, Target
from config import clock
from config.pictures import DID_NOT_COME_UP
from placements.models import Enrolment
from placements.overviews.route import routes
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.stories import rate

TODAY = dt.date(2028, 2, 1)


def next_version(version: FrameworkVersion) -> FrameworkVersion:
    """The same competences, the first by another name, on a scale with one level more."""
    newer = FrameworkVersion.objects.create(framework=version.framework, number=2)
    codes = [*version.levels.values_list("code", flat=True), "B"]
    levels = [
        MasteryLevel.objects.create(version=newer, position=place, code=code, name_nl=code)
        for place, code in enumerate(["N", *codes[1:]])
    ]
    outcome = newer.outcomes.create(position=1, code="OLR1", name_nl="Uitkomst")
    for old in version.competences.all():
        new = Competence.objects.create(
            version=newer,
            outcome=outcome,
            position=old.position,
            code=old.code,
            identifier=old.identifier,
            name_nl=f"{old.name_nl} (nieuw)",
        )
        for target in old.targets.all():
            Target.objects.create(
                course_unit=target.course_unit,
                competence=new,
                level=levels[target.level.position],
            )
    return newer


@pytest.fixture
def world(db):
    """Amina: exploration in 2026-2027, deepening a year later under a newer framework version."""
    programme, amina = make_programme(), make_user("Amina", "Bouzid")
    first = make_placement(programme=programme, student=amina)
    second = make_placement(programme=programme, student=amina, unit="deepening")
    year = AcademicYear.objects.create(
        name="2027-2028", starts_on=dt.date(2027, 9, 20), ends_on=dt.date(2028, 9, 15)
    )
    enrolment = Enrolment.objects.create(
        student=amina,
        programme=programme,
        academic_year=year,
        student_number="2",
        persona="skiller",
    )
    type(second).objects.filter(pk=second.pk).update(enrolment=enrolment)
    newer = next_version(first.dossier.version)
    type(second.dossier).objects.filter(pk=second.dossier_id).update(version=newer)
    second = type(second).objects.with_people().get(pk=second.pk)
    with clock.at(dt.date(2026, 10, 1)):
        rate(first, Role.STUDENT, "0", count=2, moment=Moment.BASELINE)
        rate(first, Role.STUDENT, "K", count=2)
        rate(first, Role.MENTOR, "", count=1)
        rate(first, Role.COACH, "V", count=1, moment=Moment.FINAL)
    with clock.at(dt.date(2027, 10, 1)):
        rate(second, Role.MENTOR, "A", count=1)
    return amina, first, second


def test_the_route_has_a_stop_for_each_course_unit_and_the_one_to_come(world):
    amina, first, second = world

    with clock.at(TODAY):
        (route,) = routes(amina)

    assert route.placements == [first, second]
    assert [unit.code for unit in route.units_ahead] == ["autonomy"]
    row = route.groups[0][1][0]
    assert row.competence.name_nl == "Competentie 1 (nieuw)"
    assert [(stop.name, stop.when) for stop in row.picture.stops][:2] == [
        ("werkveldverkenning", "2026-2027"),
        ("werkveldverdieping", "2027-2028"),
    ]
    assert row.to_come[0][0].code == "autonomy"
    assert row.to_come[0][1].position == 3


def test_each_stop_shows_start_target_the_three_voices_and_what_the_coach_validated(world):
    amina, _first, _second = world

    with clock.at(TODAY):
        (route,) = routes(amina)

    before, after, ahead = route.groups[0][1][0].picture.stops
    assert (before.start, before.target, before.attained) == (0, 2, 2)
    assert before.voices == {"student": 1, "mentor": DID_NOT_COME_UP, "coach": 2}
    assert (after.start, after.attained, after.voices) == (None, None, {"mentor": 3})
    assert (ahead.target, ahead.voices) == (3, {})


def test_what_came_up_nowhere_stands_by_itself(world):
    amina, _first, _second = world

    with clock.at(TODAY):
        (route,) = routes(amina)

    assert [one.competence.code for one in route.never] == ["C3", "C4"]


def test_the_page_links_to_each_dossier(world, client):
    amina, first, second = world
    client.force_login(amina)

    with clock.at(TODAY):
        page = client.get(reverse("placements:route")).content.decode()

    for placement in (first, second):
        assert reverse("competences:dossier", args=[placement.dossier_id]) in page


def test_nobody_else_gets_the_route_of_a_student(world):
    _amina, first, _second = world

    with clock.at(TODAY):
        assert routes(person(first, Role.COACH)) == []
        assert routes(person(first, Role.MENTOR)) == []


@pytest.mark.parametrize("more", [0, 1])
def test_the_number_of_queries_does_not_grow_with_the_placements(
    world, more, django_assert_num_queries
):
    amina, first, _second = world
    if more:
        make_placement(programme=first.enrolment.programme, student=amina, unit="autonomy")

    with clock.at(TODAY), django_assert_num_queries(10):
        (route,) = routes(amina)
        assert len(route.placements) == 2 + more
