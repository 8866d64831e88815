"""Groups of the Talent lab: a course unit, its dates, and who goes through it together."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.actions.people import known_or_new
from accounts.models import User
from competences.actions.lab_parties import require_organiser
from competences.models import AcademicYear, CourseUnit, Dossier, GoalGroup, GoalPlan, Programme
from competences.overviews.plans import started
from competences.rules import lab as rules
from config import clock
from config.constraints import breaks
from config.refusal import Refusal, refuse_if


@dataclass(frozen=True)
class LabDates:
    """By when the teacher answers, when the pitch is, when the final evaluation (local dates)."""

    answer_by: dt.date
    pitch_on: dt.date | None = None
    final_on: dt.date | None = None


@transaction.atomic
def make_group(
    *,
    by: User,
    course_unit: CourseUnit,
    academic_year: AcademicYear,
    name: str,
    dates: LabDates,
) -> GoalGroup:
    """A group without students yet; its name is its own within the course unit and the year."""
    require_organiser(by, course_unit)
    refuse_if(rules.dates_obstacles(dates.answer_by, dates.pitch_on, dates.final_on))
    group = GoalGroup(
        course_unit=course_unit, academic_year=academic_year, created_by=by, name=name.strip()
    )
    _save(group, dates)
    record("goal-group-made", group, by=by, name=group.name)
    return group


@transaction.atomic
def change_group(*, by: User, group: GoalGroup, name: str, dates: LabDates) -> GoalGroup:
    """Another name or other days; whoever waits for a day is reminded of the new one."""
    group = _locked(group)
    require_organiser(by, group.course_unit)
    refuse_if(rules.dates_obstacles(dates.answer_by, dates.pitch_on, dates.final_on))
    before = [str(day) for day in (group.answer_by, group.pitch_on, group.final_on)]
    group.name = name.strip()
    _save(group, dates)
    record("goal-group-changed", group, by=by, name=group.name, before=before)
    return group


@transaction.atomic
def choose_members(*, by: User, group: GoalGroup, dossiers: Collection[Dossier]) -> list[GoalPlan]:
    """Exactly these students go through the lab together; answers the plans that were opened.

    Who is left out loses an empty plan. A plan in which something stands keeps its student.
    """
    group = _locked(group)
    require_organiser(by, group.course_unit)
    # Held until the end: no goal is begun in a plan while it is decided whether it is empty.
    list(group.plans.select_for_update(of=["self"]).order_by("pk"))
    chosen = {dossier.pk: dossier for dossier in dossiers}
    plans = {plan.dossier_id: plan for plan in group.plans.with_people()}
    left = [plan for key, plan in plans.items() if key not in chosen]
    elsewhere = GoalPlan.objects.filter(dossier__in=chosen).exclude(group=group)
    kept = started([plan.pk for plan in left])
    names = [plan.student.get_full_name() for plan in left if plan.pk in kept]
    refuse_if(
        rules.members_obstacles(
            group, chosen.values(), set(elsewhere.values_list("dossier_id", flat=True)), names
        )
    )
    GoalPlan.objects.filter(pk__in=[plan.pk for plan in left]).delete()
    opened = [_open(group, dossier) for key, dossier in chosen.items() if key not in plans]
    if left or opened:
        counts = {"added": len(opened), "dropped": len(left), "members": len(chosen)}
        record("goal-group-members", group, by=by, **counts)
    return opened


@transaction.atomic
def add_teacher(
    *, by: User, programme: Programme, email: str, first_name: str = "", last_name: str = ""
) -> User:
    """Let somebody teach in a programme; who is new signs in by a link from their mail."""
    _require_coordinator(by, programme)
    teacher = known_or_new(by=by, email=email, first_name=first_name, last_name=last_name)
    if not programme.teachers.filter(pk=teacher.pk).exists():
        programme.teachers.add(teacher)
        record("teacher-added", programme, by=by, teacher=teacher.get_full_name())
    return teacher


@transaction.atomic
def remove_teacher(*, by: User, programme: Programme, teacher: User) -> None:
    """From the next page on this person sees no plan of the programme; what they said stays."""
    _require_coordinator(by, programme)
    if programme.teachers.filter(pk=teacher.pk).exists():
        programme.teachers.remove(teacher)
        record("teacher-removed", programme, by=by, teacher=teacher.get_full_name())


def _require_coordinator(by: User, programme: Programme) -> None:
    if not Programme.objects.coordinated_by(by).filter(pk=programme.pk).exists():
        raise Refusal(
            "not-your-role", _("Only a coordinator of this programme chooses its teachers.")
        )


def _locked(group: GoalGroup) -> GoalGroup:
    GoalGroup.objects.select_for_update(of=["self"]).get(pk=group.pk)
    return GoalGroup.objects.select_related("course_unit__programme").get(pk=group.pk)


def _save(group: GoalGroup, dates: LabDates) -> None:
    group.answer_by, group.pitch_on, group.final_on = (
        dates.answer_by,
        dates.pitch_on,
        dates.final_on,
    )
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        if not breaks(error, "goal_group_name_once"):
            raise
        raise Refusal(
            "name-taken",
            _("There is a group with this name already; choose another one."),
            field="name",
        ) from None


def _open(group: GoalGroup, dossier: Dossier) -> GoalPlan:
    try:
        with transaction.atomic():
            plan = GoalPlan.objects.create(group=group, dossier=dossier)
    except IntegrityError as error:  # another group took the student at the same moment
        if not breaks(error, "competences_goalplan_dossier_id_key"):
            raise
        refuse_if(rules.members_obstacles(group, [], {dossier.pk}, []))
    plan = GoalPlan.objects.with_people().get(pk=plan.pk)
    if plan.student.is_active:
        notify(
            "goal-plan-opened",
            subject=plan,
            recipient=plan.student,
            due_on=clock.today(),
            context={"group": group.name, "answer_by": group.answer_by.isoformat()},
            url=reverse("competences:plan", args=[plan.pk]),
        )
    return plan
