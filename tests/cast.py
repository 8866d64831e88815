"""The cast: the same few people play in every test of pages and access.

Amina (skiller, exploration) learns with Griet as mentor and Katrien as coach; Wim coordinates.
Geert was her mentor before; Tine teaches in the programme, and Noor is Amina's classmate in the
Talent lab. Bram, Olga, Ciska and Dries are the same roles somewhere else.
Everything private carries a mark of its own, so that a leak is found by searching answers.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from accounts.actions import jobs
from accounts.enums import Role
from accounts.models import Job, User
from competences.actions.assessments import say
from competences.enums import Moment
from competences.models import Competence, MasteryLevel
from config import clock
from mentors.actions import guides, training
from mentors.enums import TrainingKind
from mentors.models import Guide, TrainingEntry
from placements.actions import (
    agreements,
    days,
    fact_checks,
    placements,
    reflection_comments,
    reflections,
    shortenings,
    trialogue_notes,
    trialogues,
)
from placements.actions.days import DayContent
from placements.enums import Audience
from placements.models import (
    Agreement,
    AgreementTextVersion,
    Placement,
    Reflection,
    ReflectionComment,
    ShorteningProposal,
    Trialogue,
    TrialogueAction,
    WorkplaceDay,
)
from placements.overviews.plan import planned_days
from quality.actions import checklists
from quality.models import ChecklistItem
from tests.cast_board import BOARD_MARKS, OnBoard, set_board
from tests.cast_days import UNSENT_MARK, Unsent, leave_unsent
from tests.cast_evidence import EVIDENCE_MARKS, Shown, marks_for, show
from tests.cast_plan import PLAN_MARKS, Planned, make_plan
from tests.cast_prepare import PREPARED_MARKS, Prepared, bring, prepare
from tests.cast_scans import SCAN_MARKS, Scanned, scan
from tests.cast_texts import write_texts
from tests.cast_visit import VISIT_MARKS, Visited, make_visited
from tests.delivery.stories import swept
from tests.factories import make_placement, make_programme, make_user
from tests.lab import LAB_MARKS, LabWorld, make_lab

# A Friday; nine days of Amina lie behind it.
TODAY = dt.datetime(2026, 11, 20, 17, 0)
MARKS = {
    Audience.PRIVATE: "mark-7f3a-only-me",
    Audience.COACH: "mark-51c9-me-and-coach",
    Audience.TRIAD: "mark-e02b-all-three",
}
# Said under each by Amina herself; whoever reads the reflection reads it too.
COMMENT_MARKS = {
    Audience.PRIVATE: "mark-a610-under-only-me",
    Audience.COACH: "mark-c4d2-under-coach",
    Audience.TRIAD: "mark-90be-under-all-three",
}

ALL_MARKS = {
    UNSENT_MARK,
    *MARKS.values(),
    *COMMENT_MARKS.values(),
    *EVIDENCE_MARKS.values(),
    *LAB_MARKS,
    *PLAN_MARKS,
    *BOARD_MARKS,
    *PREPARED_MARKS,
    *SCAN_MARKS,
    *VISIT_MARKS,
}


@dataclass
class Cast:
    """Everybody and everything; `actor("mentor")` gives the person (None for anonymous)."""

    student: User
    mentor: User
    coach: User
    coordinator: User
    former_mentor: User
    teacher: User
    classmate: User
    other_student: User
    other_mentor: User
    other_coach: User
    other_coordinator: User
    placement: Placement
    other_placement: Placement
    confirmed_day: WorkplaceDay
    logged_day: WorkplaceDay
    unsent: Unsent
    held: Trialogue
    planned: Trialogue
    action: TrialogueAction
    agreement: Agreement
    proposal: ShorteningProposal
    competence: Competence
    level: MasteryLevel
    point: ChecklistItem
    guide: Guide
    training: TrainingEntry
    job: Job
    shown: Shown
    lab: LabWorld
    plan: Planned
    board: OnBoard
    prepared: Prepared
    visited: Visited
    scanned: Scanned
    reflections: dict[str, Reflection] = field(default_factory=dict)
    comments: dict[str, ReflectionComment] = field(default_factory=dict)
    texts: dict[str, AgreementTextVersion] = field(default_factory=dict)

    def actor(self, name: str) -> User | None:
        return None if name == "anonymous" else getattr(self, name)

    def may_read(self, actor: str) -> set[str]:
        """The marks of what students keep to themselves that this actor may come across."""
        everything = set(MARKS)
        allowed = {
            "student": everything,
            "coach": everything - {Audience.PRIVATE},
            "mentor": {Audience.TRIAD},
        }
        told = LAB_MARKS | PLAN_MARKS | BOARD_MARKS | PREPARED_MARKS | SCAN_MARKS | VISIT_MARKS
        of_lab = {mark for mark, readers in told.items() if actor in readers}
        audiences = allowed.get(actor, set())
        of_reflections = {marks[one] for marks in (MARKS, COMMENT_MARKS) for one in audiences}
        unsent = {UNSENT_MARK} if actor == "student" else set()
        return of_reflections | marks_for(actor) | of_lab | unsent


def make_cast() -> Cast:
    coordinator = make_user("Wim", "Claes", email="wim@example.org")
    other_coordinator = make_user("Dries", "Maes", email="dries@example.org")
    programme = make_programme("accounting", coordinator=coordinator)
    elsewhere = make_programme("marketing", coordinator=other_coordinator)
    student = make_user("Amina", "Bouzid", email="amina@example.org")
    mentor = make_user("Griet", "Moerman", email="griet@example.org")
    coach = make_user("Katrien", "Dhaeseleer", email="katrien@example.org")
    former_mentor = make_user("Geert", "Lootens", email="geert@example.org")
    teacher = make_user("Tine", "Verhaege", email="tine@example.org")
    programme.teachers.add(teacher)
    classmate = make_user("Noor", "Adriaens", email="noor@example.org")
    other_student = make_user("Bram", "Wouters", email="bram@example.org")
    other_mentor = make_user("Olga", "Petit", email="olga@example.org")
    other_coach = make_user("Ciska", "Nys", email="ciska@example.org")
    placement = make_placement(
        programme=programme, student=student, mentor=former_mentor, coach=coach
    )
    other_placement = make_placement(
        programme=elsewhere, student=other_student, mentor=other_mentor, coach=other_coach
    )
    beside = make_placement(programme=programme, student=classmate)
    with clock.at(dt.date(2026, 9, 18)):
        placements.change_person(by=coach, placement=placement, role=Role.MENTOR, person=mentor)
    placement = Placement.objects.with_people().get(pk=placement.pk)
    agreement = _agreement(placement, coordinator)
    worked = [_work(placement, student, number) for number in range(9)]
    with clock.at(TODAY):
        days.confirm(by=mentor, days=worked[:8])
    three = {"student": student, "mentor": mentor, "coach": coach}
    held, action = _meeting(placement, three)
    proposal = _proposal(placement, student)
    with clock.at(TODAY):
        planned = trialogues.plan(
            by=coach,
            placement=placement,
            starts_at=clock.now() + dt.timedelta(days=14),
            kind="assessment",
            place="Gentbrugge",
        )
        written = {
            audience: reflections.write(
                by=student, placement=placement, day=worked[0], text=mark, audience=audience
            )
            for audience, mark in MARKS.items()
        }
        comments = {
            audience: reflection_comments.comment(
                by=student, reflection=written[audience], text=mark
            )
            for audience, mark in COMMENT_MARKS.items()
        }
    checklists.load()
    guides.load()
    swept(TODAY)
    return Cast(
        student=student,
        mentor=mentor,
        coach=coach,
        coordinator=coordinator,
        former_mentor=former_mentor,
        teacher=teacher,
        classmate=classmate,
        other_student=other_student,
        other_mentor=other_mentor,
        other_coach=other_coach,
        other_coordinator=other_coordinator,
        placement=placement,
        other_placement=other_placement,
        confirmed_day=WorkplaceDay.objects.get(pk=worked[0].pk),
        logged_day=worked[8],
        unsent=leave_unsent(placement, student, worked[8], TODAY),
        held=held,
        planned=planned,
        action=action,
        agreement=agreement,
        proposal=proposal,
        competence=Competence.objects.filter(version=placement.dossier.version_id)[0],
        level=MasteryLevel.objects.filter(version=placement.dossier.version_id)[2],
        point=ChecklistItem.objects.get(key="agreement"),
        guide=Guide.objects.get(key="mentor-first-week"),
        training=_training(mentor),
        job=_job(coordinator),
        lab=make_lab(placement, beside, teacher),
        board=set_board(placement, student=student, coach=coach, now=TODAY),
        plan=make_plan(placement, student=student, coordinator=coordinator),
        prepared=prepare(planned, three),
        visited=make_visited(placement, coach),
        scanned=scan(placement, three, TODAY),
        shown=show(placement, student=student, mentor=mentor, coach=coach),
        reflections=written,
        comments=comments,
        texts=write_texts(programme, coordinator, TODAY),
    )


def _agreement(placement: Placement, coordinator: User) -> Agreement:
    """Checked by the workplace and out for signature; nobody has signed yet."""
    with clock.at(dt.date(2026, 9, 18)):
        agreement = agreements.open_agreement(by=coordinator, placement=placement)
        fact_checks.ask(by=coordinator, agreement=agreement)
        said = {"week": {"value": "", "why": "Liever niet op woensdag"}}
        check = fact_checks.say(by=placement.mentor, agreement=agreement, corrections=said)
        answers = {"week": {"taken": False, "why": "Dat spreek je met Amina af"}}
        fact_checks.answer(by=coordinator, check=check, answers=answers)
        return agreements.send(by=coordinator, agreement=agreement)


def _work(placement: Placement, student: User, number: int) -> WorkplaceDay:
    date = planned_days(placement)[number].date
    with clock.at(dt.datetime.combine(date, dt.time(18))):
        content = DayContent(date=date, tasks=f"Facturen ingeboekt, stapel {number + 1}")
        return days.log(by=student, placement=placement, content=content)


def _meeting(placement: Placement, three: dict[str, User]) -> tuple[Trialogue, TrialogueAction]:
    coach = three["coach"]
    with clock.at(dt.date(2026, 10, 2)):
        moment = clock.now() + dt.timedelta(hours=1)
        meeting = trialogues.plan(by=coach, placement=placement, starts_at=moment)
        bring(meeting, three)
        meeting = trialogues.hold(by=coach, trialogue=meeting)
        action = trialogue_notes.agree(
            by=coach,
            trialogue=meeting,
            what="Twee aangiften alleen voorbereiden",
            who=Role.STUDENT,
            due_on=dt.date(2026, 11, 27),
        )
    return meeting, action


def _proposal(placement: Placement, student: User) -> ShorteningProposal:
    version = placement.dossier.version_id
    level = MasteryLevel.objects.get(version=version, code="V")
    with clock.at(dt.date(2026, 10, 5)):
        for competence in Competence.objects.filter(version=version)[:4]:
            say(
                by=student,
                dossier=placement.dossier,
                competence=competence,
                came_up=True,
                level=level,
                moment=Moment.PROCESS,
                topic=placement.topic,
            )
        return shortenings.propose(
            by=student,
            placement=placement,
            competences=list(Competence.objects.filter(version=version)[:4]),
            reason="Inboeken kan ik al.",
            freed_time_for="Aangiftes oefenen.",
        )


def _training(mentor: User) -> TrainingEntry:
    with clock.at(TODAY):
        return training.add(
            by=mentor,
            person=mentor,
            kind=TrainingKind.COURSE,
            title="Feedback geven",
            on=dt.date(2026, 10, 8),
        )


def _job(coordinator: User) -> Job:
    job = jobs.start("documents-zip", by=coordinator, placements=[])
    job.file.save("agreements.zip", ContentFile(b"PK"))
    return job
