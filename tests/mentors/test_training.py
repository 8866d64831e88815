"""What a mentor learnt to be a mentor: who writes it, who reads it, who takes it out."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from config import clock
from config.refusal import Refusal
from mentors.actions import guides, training
from mentors.models import Guide, GuideReading, TrainingEntry
from mentors.overviews.training import coordinated_mentors, training_record
from placements.actions import placements
from tests.factories import make_placement, make_programme, make_user, person

TODAY = dt.datetime(2026, 11, 20, 17)
COURSE = {"kind": "course", "title": "Feedback geven", "on": dt.date(2026, 10, 8)}


@pytest.fixture
def wim(db) -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim):
    return make_placement(programme=make_programme(coordinator=wim))


@pytest.fixture
def griet(placement) -> User:
    return person(placement, "mentor")


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def test_guides_read_come_by_themselves_each_as_it_was_read_last(wim, griet):
    guides.load()
    first_week = Guide.objects.get(key="mentor-first-week")
    of_students = Guide.objects.get(key="student-ending")
    version = first_week.versions.get()
    guides.read(by=griet, version=version)
    guides.read(by=griet, version=of_students.versions.get())
    words = {**guides.words_of(version), "title_nl": "Anders"}
    newer = guides.change(by=wim, guide=first_week, words=words, seen=1)
    guides.read(by=griet, version=newer)

    record = training_record(wim, griet)

    assert [one.version.title_nl for one in record.read] == ["Anders"]


def test_what_somebody_read_as_a_student_is_nobody_elses_business(wim, placement, griet):
    guides.load()
    mentors, students = (
        Guide.objects.get(key=key).versions.get() for key in ("mentor-roles", "student-ending")
    )
    for version in (mentors, students):
        guides.read(by=griet, version=version)

    def seen_by(user: User) -> list[str]:
        rows = GuideReading.objects.visible_to(user).filter(person=griet)
        return [one.version.guide.key for one in rows]

    assert seen_by(griet) == ["mentor-roles", "student-ending"]
    assert seen_by(wim) == ["mentor-roles"]
    assert seen_by(person(placement, "coach")) == []


def test_the_record_adds_up_hours(wim, griet):
    training.add(by=griet, person=griet, **COURSE, hours=Decimal("3.5"))
    training.add(
        by=wim, person=griet, kind="exchange", title="Mentorcafé", on=TODAY.date(), hours=Decimal(2)
    )
    training.add(by=griet, person=griet, kind="other", title="Boek", on=TODAY.date())

    record = training_record(griet, griet)

    assert [entry.title for entry in record.entries] == ["Boek", "Mentorcafé", "Feedback geven"]
    assert record.hours == Decimal("5.5")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "guide"}, "guides-by-themselves"),
        ({"title": "  "}, "no-title"),
        ({"on": dt.date(2026, 11, 21)}, "in-the-future"),
        ({"hours": Decimal(0)}, "odd-hours"),
        ({"hours": Decimal("200.5")}, "odd-hours"),
    ],
)
def test_what_is_not_kept(griet, fields, code):
    with pytest.raises(Refusal) as refused:
        training.add(by=griet, person=griet, **{**COURSE, **fields})

    assert refused.value.code == code
    assert TrainingEntry.objects.count() == 0


def test_only_the_mentor_and_the_coordinators_write(placement, griet):
    strangers = [
        placement.student,
        person(placement, "coach"),
        make_user("Dries", "Maes"),
    ]

    for stranger in strangers:
        with pytest.raises(Refusal) as refused:
            training.add(by=stranger, person=griet, **COURSE)
        assert refused.value.code == "not-your-role"


def test_a_line_is_taken_out_by_who_added_it_and_then_gone_for_everybody(wim, griet):
    entry = training.add(by=wim, person=griet, **COURSE)

    with pytest.raises(Refusal) as refused:
        training.remove(by=griet, entry=entry)
    training.remove(by=wim, entry=entry)

    assert refused.value.code == "not-added-by-you"
    assert training_record(griet, griet).entries == []
    assert list(TrainingEntry.objects.visible_to(wim)) == []


@pytest.mark.django_db(transaction=True)
def test_a_line_sent_twice_at_once_is_one_line():
    placement = make_placement()
    griet, meet = person(placement, "mentor"), threading.Barrier(2)

    def send() -> None:
        meet.wait()
        with clock.at(TODAY):
            training.add(by=griet, person=griet, **COURSE)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert TrainingEntry.objects.count() == 1


def test_after_a_hand_over_the_record_is_the_mentors_own_again(wim, placement, griet):
    training.add(by=griet, person=griet, **COURSE)
    with clock.at(dt.date(2026, 10, 20)):
        placements.change_person(
            by=wim, placement=placement, role=Role.MENTOR, person=make_user("Nina", "Bal")
        )

    assert list(TrainingEntry.objects.visible_to(wim)) == []
    assert TrainingEntry.objects.visible_to(griet).count() == 1
    assert griet not in coordinated_mentors(wim)


def test_a_coordinator_sees_the_mentors_with_what_they_learnt(
    wim, placement, griet, django_assert_num_queries
):
    guides.load()
    for key in ("mentor-roles", "mentor-ending", "student-ending"):
        guides.read(by=griet, version=Guide.objects.get(key=key).versions.get())
    training.add(by=griet, person=griet, **COURSE, hours=Decimal("3.5"))
    removed = training.add(by=griet, person=griet, **{**COURSE, "title": "Weg"}, hours=Decimal(9))
    training.remove(by=griet, entry=removed)
    make_placement(mentor=make_user("Olga", "Petit"))

    with django_assert_num_queries(1):
        rows = [
            (one.pk, one.guides_read, one.training_hours, one.last_training)
            for one in coordinated_mentors(wim)
        ]
    for name in ("Els", "Jo"):
        make_placement(programme=placement.enrolment.programme, mentor=make_user(name, "Aa"))
    with django_assert_num_queries(1):
        names = [one.first_name for one in coordinated_mentors(wim)]

    assert rows == [(griet.pk, 2, Decimal("3.5"), dt.date(2026, 10, 8))]
    assert names == ["Els", "Jo", "Griet"]


def test_the_record_costs_the_same_however_long(griet, django_assert_num_queries):
    guides.load()
    training.add(by=griet, person=griet, **COURSE)
    with django_assert_num_queries(2):
        training_record(griet, griet)
    for number, key in enumerate(("mentor-roles", "mentor-ending", "mentor-feedback")):
        guides.read(by=griet, version=Guide.objects.get(key=key).versions.get())
        training.add(by=griet, person=griet, **{**COURSE, "title": f"Nog een {number}"})

    with django_assert_num_queries(2):
        training_record(griet, griet)


def test_the_mentor_adds_a_course_on_the_page(griet):
    client = Client()
    client.force_login(griet)
    data = {"kind": "course", "title": "Feedback geven", "on": "2026-10-08", "hours": "3,5"}

    answer = client.post(reverse("mentors:training-add", args=[griet.pk]), data)
    page = client.get(answer.url).content.decode()

    assert answer.url == reverse("mentors:training", args=[griet.pk])
    assert TrainingEntry.objects.get().hours == Decimal("3.5")
    assert page.count("Feedback geven") == 2  # the line, and which line the button takes out
