"""A deputy speaks with the mentor's voice, from a date until a date; who spoke stays named."""

import datetime as dt

import pytest

from accounts.enums import Role
from competences.actions import dossiers
from competences.actions.assessments import say
from competences.enums import Moment
from competences.models import Assessment, Competence, MasteryLevel
from competences.overviews.tracking import tracking
from config import clock
from config.refusal import Refusal
from mentors.overviews.desk import my_placements
from placements.actions import days
from placements.actions.days import DayContent
from placements.models import Placement
from tests.factories import make_placement, make_user

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 9, 21)


def fresh(placement: Placement) -> Placement:
    return Placement.objects.with_people().get(pk=placement.pk)


def with_deputy(last_day: dt.date | None = None):
    griet, bo = make_user("Griet", "Moerman"), make_user("Bo", "Rys")
    placement = make_placement(mentor=griet)
    with clock.at(MONDAY):
        voice = dossiers.add_deputy(
            by=griet,
            dossier=placement.dossier,
            person=bo,
            topic=placement.topic,
            last_day=last_day,
        )
    return fresh(placement), griet, bo, voice


def codes(act) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        act()
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_a_deputy_has_the_mentors_role_and_the_mentor_stays_the_first():
    with clock.at(MONDAY):
        placement, griet, bo, _voice = with_deputy()

        assert (placement.role_of(bo), placement.role_of(griet)) == (Role.MENTOR, Role.MENTOR)
        assert placement.person(Role.MENTOR) == placement.mentor == griet
        assert placement.people(Role.MENTOR) == [griet, bo]
        assert my_placements(bo) == [placement]


def test_a_mandate_with_a_last_day_ends_by_itself_the_day_after():
    placement, _griet, bo, voice = with_deputy(last_day=MONDAY + dt.timedelta(days=3))

    seen = {}
    for later in range(6):
        with clock.at(MONDAY + dt.timedelta(days=later)):
            seen[later] = Placement.objects.visible_to(bo).filter(pk=placement.pk).exists()

    assert voice.until == MONDAY + dt.timedelta(days=4)
    assert seen == {0: True, 1: True, 2: True, 3: True, 4: False, 5: False}


def test_a_deputy_who_is_ended_sees_nothing_on_the_same_day():
    with clock.at(MONDAY):
        placement, griet, bo, voice = with_deputy()
        dossiers.end_deputy(by=griet, voice=voice, topic=placement.topic)

        assert not Placement.objects.visible_to(bo).exists()
        assert codes(lambda: dossiers.end_deputy(by=griet, voice=voice, topic="")) == [
            "ended-already"
        ]


def test_nobody_is_a_deputy_and_something_else_in_the_same_placement():
    with clock.at(MONDAY):
        placement, griet, bo, _voice = with_deputy()

        def adding(person):
            return codes(
                lambda: dossiers.add_deputy(
                    by=griet, dossier=placement.dossier, person=person, topic=""
                )
            )

        found = [adding(placement.student), adding(placement.coach), adding(griet), adding(bo)]

        assert found == [
            ["two-roles"],
            ["two-roles"],
            ["mentoring-already"],
            ["mentoring-already"],
        ]
        assert codes(
            lambda: dossiers.hand_over(
                by=None, dossier=placement.dossier, role=Role.COACH, person=bo, topic=""
            )
        ) == ["two-roles"]


def test_a_deputy_who_becomes_the_mentor_is_a_deputy_no_more():
    with clock.at(MONDAY):
        placement, griet, bo, _voice = with_deputy()
        dossiers.hand_over(
            by=None, dossier=placement.dossier, role=Role.MENTOR, person=bo, topic=""
        )
        placement = fresh(placement)

        assert placement.people(Role.MENTOR) == [bo]
        assert placement.role_of(griet) is None


def test_a_deputy_confirms_a_day_under_their_own_name():
    with clock.at(dt.datetime(2026, 9, 21, 18)):
        placement, _griet, bo, _voice = with_deputy()
        content = DayContent(date=MONDAY, tasks="Facturen")
        day = days.log(by=placement.student, placement=placement, content=content)
        [day] = days.confirm(by=bo, days=[day])

    assert day.confirmed_by == bo


def test_what_a_deputy_says_is_the_mentors_voice_and_names_who_said_it():
    with clock.at(MONDAY):
        placement, griet, bo, voice = with_deputy()
        version = placement.dossier.version_id
        competence = Competence.objects.filter(version=version)[0]
        said = say(
            by=bo,
            dossier=placement.dossier,
            competence=competence,
            came_up=True,
            level=MasteryLevel.objects.get(version=version, code="V"),
            moment=Moment.PROCESS,
        )
        heard = tracking(placement.dossier).row(competence.pk).voices[Role.MENTOR]

    assert (said.role, said.voice.person, said.entered_by) == (Role.MENTOR, griet, bo)
    assert (heard.person, heard.entered_by, heard.note) == ("Griet Moerman", "Bo Rys", "")
    assert Assessment.objects.filter(voice=voice).count() == 0
