import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import User
from competences.actions.dossiers import close_dossier, hand_over, open_dossier
from competences.models import CourseUnit, FrameworkVersion, Voice
from config import clock
from config.refusal import Obstacle, Refusal, refuse_if
from placements.actions import (
    agreements,
    amendments,
    mandates,
    quiet_words,
    shortenings,
    trialogues,
)
from placements.actions.parties import locked, require_changer, require_coordinator
from placements.enums import PlacementKind
from placements.models import Enrolment, Placement, Workplace
from placements.overviews.counts import policy_of, policy_of_unit
from placements.rules import placements as rules
from placements.rules.access import is_coordinator

# Pages walk through the days of a placement: one that lasts to the year 9999 stops them all.
LONGEST = dt.timedelta(days=3 * 366)
FIRST, LAST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)


@dataclass(frozen=True)
class Plan:
    """When somebody is at the workplace: local dates, pattern week (0 = Monday), days to reach."""

    starts_on: dt.date
    ends_on: dt.date
    weekdays: tuple[int, ...]
    required_days: int

    def obstacles(self) -> list[Obstacle]:
        found = []
        if self.ends_on < self.starts_on:
            found.append(
                Obstacle("end-before-start", _("The end lies before the start."), "ends_on")
            )
        too_long = self.ends_on - self.starts_on > LONGEST
        if too_long or self.starts_on < FIRST or self.ends_on > LAST:
            found.append(
                Obstacle(
                    "period-unlikely",
                    _("This cannot be right: a placement lasts three years at most."),
                    "ends_on",
                )
            )
        if self.required_days <= 0:
            found.append(Obstacle("no-days", _("At least one day is required."), "required_days"))
        if not set(self.weekdays) <= set(range(7)):
            found.append(Obstacle("no-weekday", _("Choose days of the week."), "weekdays"))
        return found


def newest_version(course_unit: CourseUnit) -> FrameworkVersion:
    """The published version that a new placement of this unit keeps."""
    version = (
        FrameworkVersion.objects.filter(
            framework__programme=course_unit.programme_id, published_at__isnull=False
        )
        .order_by("-published_at", "-pk")
        .first()
    )
    if version is None:
        raise Refusal(
            "no-framework",
            _("This programme has no published competence framework yet; publish one first."),
        )
    return version


@transaction.atomic
def open_placement(
    *,
    by: User | None,
    enrolment: Enrolment,
    course_unit: CourseUnit,
    workplace: Workplace,
    mentor: User,
    coach: User,
    plan: Plan,
    version: FrameworkVersion | None = None,
    kind: str = PlacementKind.WORKPLACE,
) -> Placement:
    """Open a placement with its dossier and three voices; it starts with the full days."""
    require_coordinator(by, enrolment.programme)
    minimum = policy_of_unit(course_unit.pk).minimum_days
    obstacles = [
        *plan.obstacles(),
        *rules.too_few_days_obstacles(plan.required_days, minimum),
    ]
    if course_unit.programme_id != enrolment.programme_id:
        obstacles.append(
            Obstacle("other-programme", _("This course unit belongs to another programme."))
        )
    if Placement.objects.filter(enrolment=enrolment, course_unit=course_unit).exists():
        obstacles.append(
            Obstacle(
                "placement-exists", _("This student already has a placement in this course unit.")
            )
        )
    refuse_if(obstacles)
    dossier = open_dossier(
        by=by,
        version=version or newest_version(course_unit),
        course_unit=course_unit,
        people={Role.STUDENT: enrolment.student, Role.MENTOR: mentor, Role.COACH: coach},
    )
    placement = Placement.objects.create(
        dossier=dossier,
        enrolment=enrolment,
        course_unit=course_unit,
        workplace=workplace,
        kind=kind,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        weekdays=sorted(plan.weekdays),
        required_days=plan.required_days,
    )
    record("placement-opened", placement, by=by, topic=placement.topic)
    return placement


@transaction.atomic
def change_plan(*, by: User | None, placement: Placement, plan: Plan) -> Placement:
    """Move dates, pattern week or full days of an open placement; days already logged stay."""
    placement = locked(placement)
    require_changer(by, placement)
    obstacles = [
        *plan.obstacles(),
        *rules.closed_obstacles(placement),
        *rules.full_days_obstacles(
            placement,
            required_days=plan.required_days,
            minimum=policy_of(placement).minimum_days,
            shortened=placement.shortenings.standing().exists(),
            decides=by is None or is_coordinator(by, placement),
        ),
    ]
    outside = placement.days.exclude(date__range=(plan.starts_on, plan.ends_on))
    if outside.exists():
        obstacles.append(
            Obstacle(
                "days-outside-period",
                _("Days have been logged outside this period; choose dates that include them."),
                "starts_on",
            )
        )
    refuse_if(obstacles)
    before = [placement.starts_on.isoformat(), placement.ends_on.isoformat()]
    placement.starts_on, placement.ends_on = plan.starts_on, plan.ends_on
    placement.weekdays = sorted(plan.weekdays)
    placement.required_days = plan.required_days
    placement.save(update_fields=["starts_on", "ends_on", "weekdays", "required_days"])
    record("plan-changed", placement, by=by, topic=placement.topic, before=before)
    amendments.follow(by=by, placement=placement)
    return placement


@transaction.atomic
def change_workplace(*, by: User | None, placement: Placement, workplace: Workplace) -> Placement:
    placement = locked(placement)
    require_coordinator(by, placement.enrolment.programme)
    refuse_if(rules.closed_obstacles(placement))
    placement.workplace = workplace
    placement.save(update_fields=["workplace"])
    record("workplace-changed", placement, by=by, topic=placement.topic, new=str(workplace))
    amendments.follow(by=by, placement=placement)
    return placement


@transaction.atomic
def change_kind(*, by: User | None, placement: Placement, kind: str) -> Placement:
    """Agreements opened from now on are written with the text of this kind; others keep theirs."""
    placement = locked(placement)
    require_coordinator(by, placement.enrolment.programme)
    refuse_if(rules.closed_obstacles(placement))
    if placement.kind == kind:
        return placement
    old, placement.kind = placement.kind, kind
    placement.save(update_fields=["kind"])
    record("kind-changed", placement, by=by, topic=placement.topic, old=old, new=kind)
    return placement


@transaction.atomic
def change_person(*, by: User | None, placement: Placement, role: str, person: User) -> Voice:
    """A new mentor or coach: the old one sees nothing from now on, what was said stays theirs.

    What was asked of the old one is asked of the new one at once: messages, meetings, and the
    agreement, which is drafted anew where it names the old one.
    """
    placement = locked(placement)
    require_changer(by, placement)
    refuse_if(rules.change_person_obstacles(placement, role, person, by))
    old = placement.person(role)
    voice = hand_over(
        by=by, dossier=placement.dossier, role=role, person=person, topic=placement.topic
    )
    placement = Placement.objects.with_people().get(pk=placement.pk)
    notify(
        "role-received",
        subject=voice,
        recipient=person,
        due_on=clock.today(),
        context={
            "student": placement.student.get_full_name(),
            "organisation": placement.workplace.organisation.name,
            "role": str(role),
        },
        url=reverse("placements:placement", args=[placement.pk]),
        urgent=True,
    )
    notify(
        "reader-changed",
        subject=voice,
        recipient=placement.student,
        due_on=clock.today(),
        context={"person": person.get_full_name(), "role": str(role)},
        url=reverse("placements:reflection-list", args=[placement.pk]),
        urgent=True,
    )
    if role == Role.COACH:
        quiet_words.left_behind(placement=placement)
    mandates.hand_on(by=by, placement=placement, voice=voice, old=old)
    return voice


@transaction.atomic
def end(*, by: User, placement: Placement, moment: dt.datetime, reason: str) -> Placement:
    """Stop a placement before it is finalised; nothing can be added to it any more.

    What was still ahead ends with it: planned meetings leave the calendars, a proposal that waits
    is refused, both with a sentence, and nobody looks for a moment or another mentor any more.
    """
    placement = locked(placement)
    require_changer(by, placement)
    refuse_if(rules.end_obstacles(placement, reason))
    trialogues.cancel_planned(by=by, placement=placement, reason=reason)
    shortenings.refuse_open(by=by, placement=placement)
    mandates.settle_open(by=by, placement=placement)
    agreements.end_with(by=by, placement=placement)
    placement.ended_at = moment
    placement.save(update_fields=["ended_at"])
    close_dossier(dossier=placement.dossier, moment=moment)
    record("placement-ended", placement, by=by, topic=placement.topic, reason=reason)
    return placement
