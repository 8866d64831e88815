"""Rules 6 to 8 of the domain: half days, refused days, confirmed days; with the worked examples."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import HistoryEntry
from competences.models import Competence
from config import clock
from config.refusal import Refusal
from placements.actions import days
from placements.actions.days import DayContent
from placements.enums import DayState
from placements.models import Placement, WorkplaceDay
from placements.overviews.counts import day_counts
from tests.factories import make_placement, make_programme, person
from tests.placements.stories import work

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 9, 21)  # the first day of the placement
FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def placement() -> Placement:
    return make_placement()


def log(placement: Placement, **content) -> WorkplaceDay:
    return days.log(
        by=person(placement, Role.STUDENT), placement=placement, content=DayContent(**content)
    )


def counts(placement: Placement) -> tuple[Decimal, Decimal]:
    found = day_counts(Placement.objects.with_days().get(pk=placement.pk))
    return found.logged, found.confirmed


def give_back(placement: Placement, day: WorkplaceDay) -> WorkplaceDay:
    return days.give_back(by=person(placement, Role.MENTOR), day=day, reason="Klopt de datum?")


# --- rule 6: what counts, and for what ---------------------------------------------------------


def test_two_half_days_are_one_day(placement):
    with clock.at(FRIDAY):
        log(placement, date=MONDAY, afternoon=False)
        log(placement, date=MONDAY, morning=False)

    assert counts(placement) == (Decimal("1.0"), Decimal("0"))


def test_a_day_counts_as_worked_when_logged_and_as_required_once_confirmed(placement):
    work(placement, 2, confirm=False)
    assert counts(placement) == (Decimal("2.0"), Decimal("0"))

    first = placement.days.earliest("date")
    days.confirm(by=person(placement, Role.MENTOR), days=[first])

    assert counts(placement) == (Decimal("2.0"), Decimal("1.0"))


def test_a_returned_day_counts_for_nothing_until_it_is_corrected(placement):
    day = work(placement, 1, confirm=False)[0]

    give_back(placement, day)
    assert counts(placement) == (Decimal("0"), Decimal("0"))

    with clock.at(FRIDAY):
        changed = days.change(
            by=person(placement, Role.STUDENT), day=day, content=DayContent(date=day.date)
        )
    assert (changed.state, changed.returned_because) == (DayState.LOGGED, "")
    assert counts(placement) == (Decimal("1.0"), Decimal("0"))


# --- rule 7: days that are refused, with the reason --------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"date": MONDAY - dt.timedelta(days=1)}, "day-outside-period"),
        ({"date": FRIDAY + dt.timedelta(days=1)}, "day-in-the-future"),
        ({"date": MONDAY}, "day-already-logged"),
        ({"date": MONDAY, "morning": False}, "day-already-logged"),
        ({"date": FRIDAY, "morning": False, "afternoon": False}, "no-half"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_reason(placement, content, code):
    with clock.at(FRIDAY):
        log(placement, date=MONDAY)
        with pytest.raises(Refusal) as refused:
            log(placement, **content)

    assert refused.value.codes == [code]
    assert placement.days.count() == 1


def test_the_refusal_names_the_period(placement):
    with clock.at(FRIDAY), pytest.raises(Refusal) as refused:
        log(placement, date=dt.date(2026, 9, 1))

    assert "21 september 2026" in refused.value.message
    assert refused.value.obstacles[0].field == "date"


def test_moving_a_day_onto_another_is_refused(placement):
    first, second = work(placement, 2, confirm=False)

    with clock.at(FRIDAY), pytest.raises(Refusal) as refused:
        days.change(
            by=person(placement, Role.STUDENT), day=second, content=DayContent(date=first.date)
        )

    assert refused.value.codes == ["day-already-logged"]


def test_the_database_refuses_one_and_a_half_days_on_one_date(placement):
    WorkplaceDay.objects.create(placement=placement, date=MONDAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkplaceDay.objects.create(placement=placement, date=MONDAY, afternoon=False)


def test_competences_of_another_framework_are_refused(placement):
    elsewhere = make_programme("marketing")
    foreign = Competence.objects.filter(outcome__version__framework__programme=elsewhere)[0]

    with clock.at(FRIDAY), pytest.raises(Refusal) as refused:
        log(placement, date=MONDAY, competences=[foreign])

    assert refused.value.codes == ["other-framework"]


# --- rule 8: a confirmed day -------------------------------------------------------------------


def test_a_confirmed_day_cannot_be_changed(placement):
    day = work(placement, 1)[0]

    with clock.at(FRIDAY), pytest.raises(Refusal) as refused:
        days.change(by=person(placement, Role.STUDENT), day=day, content=DayContent(date=day.date))

    assert refused.value.codes == ["day-confirmed"]


def test_a_correction_opens_the_day_again_and_its_story_stays(placement):
    day = work(placement, 1)[0]

    with clock.at(FRIDAY):
        day = days.ask_correction(
            by=person(placement, Role.STUDENT), day=day, reason="Het was een halve dag."
        )

    assert (day.state, day.confirmed_by, day.correction_asked) == (
        DayState.LOGGED,
        None,
        "Het was een halve dag.",
    )
    story = HistoryEntry.objects.filter(subject=f"placements.workplaceday:{day.pk}")
    assert list(story.order_by("at", "pk").values_list("action", flat=True)) == [
        "day-logged",
        "day-confirmed",
        "day-reopened",
    ]


def test_a_correction_needs_a_sentence_and_a_confirmed_day(placement):
    open_day = work(placement, 1, confirm=False)[0]

    with pytest.raises(Refusal) as refused:
        days.ask_correction(by=person(placement, Role.STUDENT), day=open_day, reason=" ")

    assert refused.value.codes == ["day-not-confirmed", "reason-missing"]


@pytest.mark.parametrize("role", [Role.MENTOR, Role.COACH])
def test_only_the_student_logs_a_day(placement, role):
    with clock.at(FRIDAY), pytest.raises(Refusal) as refused:
        days.log(by=person(placement, role), placement=placement, content=DayContent(date=MONDAY))

    assert refused.value.codes == ["not-your-role"]


def test_nothing_is_logged_after_the_end(placement):
    Placement.objects.filter(pk=placement.pk).update(ended_at=clock.now())

    with clock.at(FRIDAY), pytest.raises(Refusal) as refused:
        log(placement, date=MONDAY)

    assert refused.value.codes == ["placement-closed"]
