"""The blind first round: a voice hears the others on a competence after its own first word."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from accounts.enums import Role
from competences.actions.assessments import say
from competences.actions.dossiers import close_dossier, open_voices
from competences.enums import Moment
from competences.models import Assessment, Competence, CourseUnit, Dossier, MasteryLevel
from competences.models.assessment import AssessmentQuerySet
from competences.overviews.moves import used_levels
from competences.overviews.plans import standings
from competences.overviews.tracking import distances, tracking
from competences.rules.voices import may_hear
from config import clock
from config.refusal import Refusal
from placements.actions import trialogues
from placements.models import Placement
from tests import cast as cast_module
from tests import factories
from tests.access import FORBIDDEN, NOT_FOUND, Row
from tests.cast import TODAY, Cast
from tests.factories import make_placement, make_programme, make_user, person
from tests.lab import START, join, make_group
from tests.test_access import ask
from tests.walk import ROWS, session_of, words_in

FRIDAY = dt.datetime(2026, 11, 20, 10)
THREE = (Role.STUDENT, Role.MENTOR, Role.COACH)


def make_blind(placement: Placement) -> None:
    CourseUnit.objects.filter(pk=placement.course_unit_id).update(first_round_is_blind=True)
    Dossier.objects.filter(pk=placement.dossier_id).update(voices_opened_at=None)


def dossier_of(placement: Placement) -> Dossier:
    return Dossier.objects.select_related("course_unit").get(pk=placement.dossier_id)


def competences(placement: Placement) -> list[Competence]:
    return list(Competence.objects.filter(version=placement.dossier.version_id))


def speak(placement, role, competence, code="V", moment=Moment.PROCESS, comment="", **more):
    level = MasteryLevel.objects.get(version=placement.dossier.version_id, code=code)
    with clock.at(more.pop("at", FRIDAY)):
        return say(
            by=person(placement, role),
            dossier=placement.dossier,
            competence=competence,
            came_up=True,
            level=level,
            moment=moment,
            comment=comment,
            topic=placement.topic,
            **more,
        )


# --- the rule ----------------------------------------------------------------------------------


@pytest.fixture
def placement(db) -> Placement:
    found = make_placement(programme=make_programme(coordinator=make_user("Wim")))
    make_blind(found)
    return found


@pytest.mark.parametrize("is_blind", [True, False])
@pytest.mark.parametrize("is_open", [True, False])
def test_the_rule_and_its_sql_say_the_same(placement, is_blind, is_open):
    """On the first competence all spoke, on the second one only the mentor, on the third the
    student told where they start; each listens, and so does the coordinator."""
    first, second, third, _fourth = competences(placement)
    CourseUnit.objects.update(first_round_is_blind=is_blind)
    Dossier.objects.update(voices_opened_at=clock.now() if is_open else None)
    for role in THREE:
        speak(placement, role, first)
    speak(placement, Role.MENTOR, second)
    speak(placement, Role.STUDENT, third, "0", Moment.BASELINE)
    coordinator = placement.course_unit.programme.coordinators.get()
    listeners = {role.value: person(placement, role) for role in THREE} | {"": coordinator}
    spoke = {(first.pk, role.value) for role in THREE} | {(second.pk, "mentor")}

    with clock.at(FRIDAY):
        heard = {
            (role, event.pk)
            for role, reader in listeners.items()
            for event in Assessment.objects.heard_by(reader)
        }

    assert heard == {
        (role, event.pk)
        for role, event in itertools.product(listeners, Assessment.objects.all())
        if may_hear(
            is_blind=is_blind and not is_open,
            listener=role,
            speaker=event.role,
            has_spoken=(event.competence_id, role) in spoke,
        )
    }


def test_a_page_tells_where_the_others_are_still_covered(placement):
    first, second, *_others = competences(placement)
    speak(placement, Role.STUDENT, first, "A")
    speak(placement, Role.MENTOR, first, "K")
    speak(placement, Role.MENTOR, second, "K")
    student = person(placement, Role.STUDENT)

    with clock.at(FRIDAY):
        found = tracking(dossier_of(placement), reader=student)

    assert [row.is_veiled for row in found.rows] == [False, True, True, True]
    assert [row.distance for row in found.rows] == [2, 0, 0, 0]
    assert found.row(second.pk).never_came_up


def test_the_board_measures_only_what_its_reader_hears(placement):
    first, *_others = competences(placement)
    speak(placement, Role.STUDENT, first, "A")
    speak(placement, Role.MENTOR, first, "0")
    coach = person(placement, Role.COACH)

    with clock.at(FRIDAY):
        before = distances([placement.dossier_id], coach)
        speak(placement, Role.COACH, first, "V")
        after = distances([placement.dossier_id], coach)

    assert (before, after) == ({}, {placement.dossier_id: {first.pk: 3}})


def test_who_has_no_voice_hears_all(placement):
    first, *_others = competences(placement)
    speak(placement, Role.MENTOR, first)
    coordinator = placement.course_unit.programme.coordinators.get()

    with clock.at(FRIDAY):
        row = tracking(dossier_of(placement), reader=coordinator).row(first.pk)

    assert (row.voices["mentor"].level.code, row.is_veiled) == ("V", False)


# --- opening -----------------------------------------------------------------------------------


def test_a_coach_who_also_teaches_does_not_read_the_start_in_the_plan(placement):
    first, *_others = competences(placement)
    programme, coach = placement.course_unit.programme, person(placement, Role.COACH)
    teacher = make_user("Tine")
    programme.teachers.add(coach, teacher)
    with clock.at(START):
        [plan] = join(make_group(programme, coach), coach, placement)
    speak(placement, Role.STUDENT, first, "A", Moment.BASELINE)

    def start_read_by(reader) -> str:
        with clock.at(FRIDAY):
            start = standings(plan, reader)[0].start
        return start.code if start else ""

    before = start_read_by(coach), start_read_by(teacher), start_read_by(plan.student)
    speak(placement, Role.COACH, first)

    assert before == ("", "A", "A")
    assert start_read_by(coach) == "A"


def test_what_a_move_asks_does_not_tell_which_levels_were_said(placement):
    speak(placement, Role.MENTOR, competences(placement)[0], "A")
    every = {level.pk: level.code for level in placement.dossier.version.levels.all()}

    while_blind = used_levels(dossier_of(placement))
    Dossier.objects.update(voices_opened_at=clock.now())
    opened = used_levels(dossier_of(placement))

    assert while_blind == set(every)
    assert [every[pk] for pk in opened] == ["A"]


def hears_the_mentor(placement: Placement) -> bool:
    first, *_others = competences(placement)
    speak(placement, Role.MENTOR, first)
    with clock.at(FRIDAY):
        found = tracking(dossier_of(placement), reader=person(placement, Role.STUDENT))
    return found.row(first.pk).voices["mentor"] is not None


def test_opening_a_meeting_opens_the_voices(placement):
    coach = person(placement, Role.COACH)
    with clock.at(FRIDAY):
        meeting = trialogues.plan(by=coach, placement=placement, starts_at=clock.now())
    assert not hears_the_mentor(placement)

    with clock.at(FRIDAY):
        trialogues.hold(by=coach, trialogue=meeting)

    assert hears_the_mentor(placement)


def test_the_coach_opens_the_voices_by_hand_and_once(placement, client):
    client.force_login(person(placement, Role.COACH))
    with clock.at(FRIDAY):
        client.post(reverse("competences:voices-open", args=[placement.dossier_id]))
    opened = dossier_of(placement).voices_opened_at
    with clock.at(FRIDAY + dt.timedelta(days=1)):
        client.post(reverse("competences:voices-open", args=[placement.dossier_id]))

    assert clock.local_date(opened) == FRIDAY.date()
    assert dossier_of(placement).voices_opened_at == opened
    assert hears_the_mentor(placement)


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR])
def test_only_the_coach_opens_them(placement, role):
    with pytest.raises(Refusal) as refused, clock.at(FRIDAY):
        open_voices(by=person(placement, role), dossier=placement.dossier)

    assert refused.value.codes == ["not-the-coach"]


def test_when_a_placement_ends_nobody_waits_any_longer(placement):
    first, *_others = competences(placement)
    speak(placement, Role.MENTOR, first)
    with clock.at(FRIDAY):
        close_dossier(dossier=placement.dossier, moment=clock.now())
        found = tracking(dossier_of(placement), reader=person(placement, Role.STUDENT))

    assert found.row(first.pk).voices["mentor"].level.code == "V"


# --- no page, paper or answer of the API tells it ----------------------------------------------

# Where each mark stands: said by this role on this competence (its number).
MARKED = {"mark-s1": (Role.STUDENT, 0), "mark-c1": (Role.COACH, 0)}
MARKED |= {"mark-m5": (Role.MENTOR, 4), "mark-c6": (Role.COACH, 5)}
# The student spoke on the first four, the coach on the first and the sixth, the mentor on one.
UNHEARD = {
    "student": {"mark-m5", "mark-c6"},
    "mentor": {"mark-s1", "mark-c1", "mark-c6"},
    "coach": {"mark-m5"},
}


ONE_COMPETENCE = {
    "competences:competence",
    "competences:assessment-say",
    "competences:assessment-correct",
    "competences:assessment-enter",
}


@pytest.fixture
def world(db, tmp_path: Path, monkeypatch) -> Iterator[Cast]:
    """The cast in a blind first round, with six competences."""
    monkeypatch.setattr(
        factories, "make_framework", partial(factories.make_framework, competences=6)
    )
    with override_settings(MEDIA_ROOT=tmp_path):
        cast = cast_module.make_cast()
        make_blind(cast.placement)
        rated = competences(cast.placement)
        for mark, (role, number) in MARKED.items():
            code = "0" if role == Role.STUDENT else "A"
            speak(cast.placement, role, rated[number], code, comment=mark, at=TODAY)
        yield cast


# The papers of a meeting: opening it opened the voices.
AFTERWARDS = {
    "placements:trialogue-sign-off",
    "placements:trialogue-report",
    "placements:sign-off-ticket",
    "placements:report-earlier",
    "placements:report-earlier-paper",
}
# What answers with words: pages, the API, and what makes a paper. A refused form shows no more than
# the page on which it stands.
TELLING = [
    row
    for row in ROWS
    if (row.method == "get" or "portfolio" in row.name) and row.name not in AFTERWARDS
]
ABOUT_COMPETENCES = re.compile("dossier|competence|assessment|trialogue|board|desk")


def found_in_answers(cast: Cast, rows: list[Row]) -> set[tuple[str, str, str]]:
    """(actor, address, mark) of every mark that its reader should not have heard."""
    found = set()
    rated = competences(cast.placement)
    sessions = {actor: session_of(cast.actor(actor)) for actor in UNHEARD}
    for row in rows:
        about = [rated[0], rated[4], rated[5]] if row.name in ONE_COMPETENCE else [cast.competence]
        for competence, (actor, marks) in itertools.product(about, UNHEARD.items()):
            if row.expected(actor) in {FORBIDDEN, NOT_FOUND}:
                continue  # the same refusal in every world: tests/test_access.py
            point = transaction.savepoint()
            words = words_in(ask(row, sessions[actor], replace(cast, competence=competence)))
            transaction.savepoint_rollback(point)
            found |= {(actor, row.name, mark) for mark in marks if mark in words}
    return found


def test_nobody_reads_another_voice_before_speaking(world):
    assert found_in_answers(world, TELLING) == set()


def test_without_the_guard_the_same_search_finds_every_mark(world, monkeypatch):
    monkeypatch.setattr(AssessmentQuerySet, "heard_by", AssessmentQuerySet.visible_to)

    found = found_in_answers(world, [row for row in TELLING if ABOUT_COMPETENCES.search(row.name)])

    assert {(actor, mark) for actor, _address, mark in found} == {
        (actor, mark) for actor, marks in UNHEARD.items() for mark in marks
    }
    leaking = {name for _, name, _ in found}
    assert leaking >= {"competences:competence", "api-placement-competences"}
    print(sorted(leaking))
