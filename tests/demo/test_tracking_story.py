"""The demo shows competence tracking in full: every part has somebody in whose story it happens."""

import datetime as dt
import io

import pytest
from PIL import Image

from accounts.models import User
from competences.enums import EvidenceAudience, EvidenceKind, GapKind, GoalState
from competences.models import (
    Assessment,
    CourseUnit,
    Evidence,
    FrameworkVersion,
    GoalGroup,
    PersonalGoal,
    PitchIdea,
    Programme,
    Recognition,
    Statement,
)
from competences.overviews.tracking import tracking
from config import clock
from mentors.overviews.desk import desk
from placements.models import Placement
from placements.overviews.gaps import known_to, missing
from tests.demo.world import TODAY, placement_of

pytestmark = pytest.mark.django_db


def competence_of(placement: Placement, place: int):
    return tracking(placement.dossier).rows[place]


def test_prior_learning_is_recognised_at_a_level_and_refused_with_a_reason(world):
    amina = placement_of("Amina")
    decided = Recognition.objects.filter(dossier=amina.dossier).order_by("competence__position")

    assert [row.level.code if row.level else "" for row in decided] == ["", "K", "K"]
    assert all(row.reason for row in decided)
    assert competence_of(amina, 3).start.level.code == "K"


def test_a_photo_a_link_and_feedback_stand_behind_a_competence(world):
    found = Evidence.objects.filter(dossier=placement_of("Amina").dossier).order_by("added_at")

    assert [(piece.kind, piece.audience) for piece in found] == [
        (EvidenceKind.FILE, EvidenceAudience.TRIAD),
        (EvidenceKind.LINK, EvidenceAudience.COACH),
        (EvidenceKind.FEEDBACK, EvidenceAudience.TRIAD),
    ]


def test_the_photo_keeps_neither_place_nor_camera(world, settings):
    settings.MEDIA_ROOT = world
    with Evidence.objects.get(kind=EvidenceKind.FILE).file.open("rb") as file:
        picture = Image.open(io.BytesIO(file.read()))

    assert (dict(picture.getexif()), picture.size) == ({}, (1280, 960))


def test_the_coach_entered_what_the_mentor_said_by_phone(world):
    entered = Assessment.objects.exclude(note_on_entry="").select_related("entered_by", "voice")

    assert {(one.entered_by.first_name, one.role, one.note_on_entry) for one in entered} == {
        ("Katrien", "mentor", "telefonisch, tijdens haar pauze")
    }
    assert entered.count() == 3


def test_a_mentor_corrected_what_she_said_and_both_stay(world):
    [said] = Assessment.objects.filter(corrects__isnull=False).select_related("corrects__level")

    assert (said.role, said.corrects.level.code, said.level.code) == ("mentor", "K", "V")
    assert competence_of(placement_of("Jonas"), 5).voices["mentor"].level.code == "V"


def test_in_a_blind_first_round_the_mentor_hears_what_he_spoke_on(world):
    robbe = placement_of("Robbe")
    with clock.at(TODAY):
        rows = tracking(robbe.dossier, reader=robbe.mentor).rows

    assert CourseUnit.objects.get(pk=robbe.course_unit_id).first_round_is_blind
    assert [row.competence.code for row in rows if row.voices["student"]] == [
        "OLR1.1",
        "OLR1.2",
        "OLR1.4",
    ]


def test_the_next_version_of_a_framework_is_being_written(world):
    versions = FrameworkVersion.objects.filter(framework__programme__code="accounting")
    published, draft = versions.order_by("number")

    assert (published.is_published, draft.is_published) == (True, False)
    assert (published.competences.count(), draft.competences.count()) == (12, 13)


def test_a_student_shows_a_statement_of_part_of_what_was_validated(world):
    statement = Statement.objects.get()

    assert statement.dossier == placement_of("Noor").dossier
    assert set(statement.shown) == {"name", "unit", "period"}


def test_the_lab_has_a_confirmed_a_challenged_and_a_waiting_goal_and_ideas_at_the_pitch(world):
    group = GoalGroup.objects.get()
    goals = PersonalGoal.objects.filter(plan__group=group).order_by("state")

    assert group.plans.count() == 3
    assert [goal.state for goal in goals] == [
        GoalState.CHALLENGED,
        *[GoalState.CONFIRMED] * 3,
        GoalState.HANDED_IN,
    ]
    assert PitchIdea.objects.filter(plan__group=group).count() == 4


def test_a_teacher_of_the_programme_is_in_the_cast(world):
    tine = User.objects.get(first_name="Tine")

    assert [one.code for one in Programme.objects.taught_by(tine)] == ["accounting"]


def test_one_students_route_runs_over_two_years(world):
    placements = Placement.objects.filter(
        enrolment__student__first_name="Milan", dossier__voices__person__first_name="Katrien"
    )

    assert [
        (str(one.enrolment.academic_year), one.course_unit.code, one.finalised_at is not None)
        for one in placements.with_people().distinct().order_by("starts_on")
    ] == [("2025-2026", "exploration", True), ("2026-2027", "deepening", False)]


def test_enough_students_were_rated_by_their_coach_for_a_cohort(world):
    rated = Assessment.objects.filter(
        role="coach", dossier__course_unit__code="exploration", competence__code="OLR1.1"
    )

    assert rated.values("dossier").distinct().count() >= 10


def test_the_rules_find_something_of_every_kind_among_the_cast(world):
    katrien = User.objects.get(first_name="Katrien")
    with clock.at(TODAY):
        mine = Placement.objects.visible_to(katrien).open().with_people()
        kinds = {gap.kind for gap in missing(list(mine), known_to(katrien)).gaps}

    assert kinds == set(GapKind.values)


def test_a_mentor_with_three_students_is_asked_about_each(world):
    with clock.at(dt.datetime.combine(TODAY, dt.time(17))):
        asked = desk(User.objects.get(first_name="Griet")).questions

    assert [one.placement.student.first_name for one in asked] == ["Amina", "Milan", "Jonas"]
