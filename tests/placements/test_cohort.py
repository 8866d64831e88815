"""A cohort without names: what lags, and what is left out."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from competences.models import CourseUnit, Framework
from config import clock
from placements.models import Placement, PlacementPolicy
from placements.overviews.cohort import cohort
from placements.rules.cohort import BY_LEVEL, BY_TARGET, Counted, Fact, ways
from tests.factories import make_placement, make_programme, make_user, make_workplace, make_year
from tests.placements.stories import rate

TODAY = dt.date(2027, 2, 1)
SCALE = ("0", "K", "V", "A")


def students(programme, unit: str, count: int, workplace=None, **said) -> list[Placement]:
    """So many students in a course unit; `said`: role -> code for all competences."""
    found = []
    for number in range(count):
        student = make_user(f"Geheim{unit}{number}", "Verborgen")
        placement = make_placement(programme=programme, unit=unit, student=student)
        if workplace:
            Placement.objects.filter(pk=placement.pk).update(workplace=workplace)
        with clock.at(dt.date(2026, 11, 1)):
            for role, code in said.items():
                rate(placement, role, code)
        found.append(placement)
    return found


@pytest.fixture
def world(db):
    """Six reach the target in exploration at one workplace, five do not; three are elsewhere."""
    wim = make_user("Wim", "Claes")
    programme = make_programme("accounting", coordinator=wim)
    place = make_workplace("Veldeman-Rys")
    students(programme, "exploration", 6, place, coach="V", student="V")
    students(programme, "exploration", 5, coach="K")
    students(programme, "deepening", 3, coach="V")
    return wim, programme


def counted(user, programme):
    with clock.at(TODAY):
        return cohort(user, programme.frameworks.get(), make_year())


def test_a_competence_says_how_many_reached_the_target_by_the_coachs_word(world):
    found = counted(*world)

    one = found.outcomes[0].competences[0]
    assert found.total.size == 14
    assert one.total.in_three == {"never": 0, "on the way": 5, "reached": 9}
    assert one.total.levels == {1: 5, 2: 9}


def test_the_outcome_where_the_fewest_reach_the_target_comes_first(world):
    wim, programme = world
    first, second = counted(wim, programme).outcomes
    for placement in Placement.objects.filter(course_unit__code="exploration"):
        with clock.at(dt.date(2026, 12, 1)):
            rate(placement, "coach", "V", count=2)  # the two competences of the first outcome
    found = counted(wim, programme)

    assert (first.total, second.total) == ((10, 18), (10, 18))
    assert [(one.outcome.code, one.total) for one in found.lagging] == [
        (second.outcome.code, (10, 18)),
        (first.outcome.code, (0, 28)),
    ]


def test_a_small_course_unit_is_hidden_and_cannot_be_found_by_subtraction(world):
    """Fourteen students, eleven in exploration: to show eleven would tell the three."""
    found = counted(*world)

    assert [group.path for group in found.groups] == [()]


def test_large_course_units_and_workplaces_stand_by_themselves(world):
    wim, programme = world
    students(programme, "deepening", 2, coach="V")
    found = counted(wim, programme)

    names = [
        (g.unit and g.unit.code, g.workplace and str(g.workplace), g.size) for g in found.groups
    ]
    assert names == [
        (None, None, 16),
        ("exploration", None, 11),
        ("exploration", "Veldeman-Rys, Gentbrugge", 6),
        ("deepening", None, 5),
    ]
    by_unit = found.outcomes[0].competences[0].by_group
    assert by_unit[found.groups[1].path].in_three == {"never": 0, "on the way": 5, "reached": 6}


def test_what_never_came_up_is_counted_by_itself(world):
    wim, programme = world
    students(programme, "autonomy", 7, coach="")
    found = counted(wim, programme)

    assert found.outcomes[0].competences[0].total.never == 7


def test_a_course_unit_without_targets_counts_in_the_cohort_and_in_no_competence(world):
    wim, programme = world
    unit = CourseUnit.objects.create(
        programme=programme, code="extra", name_nl="keuzestage", position=9
    )
    PlacementPolicy.objects.create(course_unit=unit)
    students(programme, "deepening", 2, coach="V")
    students(programme, "extra", 5, coach="V")
    found = counted(wim, programme)

    one = found.outcomes[0].competences[0]
    assert (found.total.size, one.total.size) == (21, 16)
    assert (found.groups[-1].unit.code, one.of(found.groups[-1])) == ("extra", None)


def test_who_coordinates_something_else_counts_nobody(world):
    _wim, programme = world

    assert counted(make_user("Dries"), programme).total is None


def fact(level: int, target: int) -> Fact:
    return Fact(never=False, level=level, target=target, scale=SCALE)


def test_counting_by_level_needs_one_target_for_all():
    alike = [fact(2, 2), fact(1, 2)]
    unlike = [fact(2, 2), fact(2, 3)]

    assert ways(alike)[BY_LEVEL] == [(2, "reached"), (1, "on the way")]
    assert ways(unlike)[BY_LEVEL] == ["reached", "on the way"]


def test_what_was_counted_coarsely_tells_nothing_finer():
    coarse = Counted(BY_TARGET, {"reached": 5, "not reached": 6})

    assert (coarse.reached, coarse.never, coarse.in_three, coarse.levels) == (5, None, None, None)


def test_workbook_and_paper_tell_the_published_counts_and_no_name(world, client):
    wim, programme = world
    client.force_login(wim)
    framework = programme.frameworks.get()
    Framework.objects.filter(pk=framework.pk).update(name_nl="=HYPERLINK(1)")
    students(programme, "deepening", 2, coach="V")
    programme.course_units.filter(code="deepening").update(name_nl="=1+1")

    with clock.at(TODAY):
        book = client.get(reverse("placements:cohort-export")).content
        paper = client.get(reverse("placements:cohort-paper")).content

    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    rows = list(sheet.iter_rows(values_only=True))
    first = next(row for row in rows if row[3] == "=1+1")
    assert first[5:9] == (5, 0, 0, 5)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert "11 van 16 (69 %)" in words
    for secret in ("Geheim", "Verborgen"):
        assert secret not in words + str(rows)


def test_the_page_names_nobody(world, client):
    wim, _programme = world
    client.force_login(wim)

    for cut in ("", "unit", "workplace", "nonsense"):
        with clock.at(TODAY):
            page = client.get(reverse("placements:cohort"), {"cut": cut}).content.decode()
        assert "Geheim" not in page
        assert "Verborgen" not in page


@pytest.mark.parametrize("more", [0, 2])
def test_the_number_of_queries_does_not_grow_with_the_students(
    world, more, django_assert_num_queries
):
    wim, programme = world
    students(programme, "deepening", 2 + more)
    framework, year = programme.frameworks.get(), make_year()

    with clock.at(TODAY), django_assert_num_queries(9):
        found = cohort(wim, framework, year)
        assert found.total.size == 16 + more
