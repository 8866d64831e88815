"""How an action in the Talent lab starts: the plan is locked, then it is asked who acts."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import User
from competences.models import CourseUnit, GoalPlan
from competences.overviews.plans import prepares_groups, role_in
from config import clock
from config.refusal import Refusal

ONLY = {
    Role.STUDENT: _("Only the student whose plan this is can do this."),
    Role.TEACHER: _("Only a teacher of this programme can do this."),
}


def locked(pk: int) -> GoalPlan:
    """The plan as it is now, for one writer at a time: what hangs on it is locked by it."""
    GoalPlan.objects.select_for_update(of=["self"]).get(pk=pk)
    return GoalPlan.objects.with_people().get(pk=pk)


def require(user: User, plan: GoalPlan, role: Role) -> None:
    if role_in(plan, user) != role:
        raise Refusal("not-your-role", ONLY[role])


def require_organiser(user: User, unit: CourseUnit) -> None:
    """Groups are made by a teacher or a coordinator of the programme."""
    if not prepares_groups(user, unit.programme_id):
        raise Refusal(
            "not-your-role",
            _("Only a teacher or a coordinator of this programme looks after its groups."),
        )


def tell(rule: str, plan: GoalPlan, *people: User, subject: Any = None, **context: Any) -> None:
    """Say today to these people what happened in a plan: facts and titles, never reflections."""
    said = {"plan": plan.pk, "student": plan.student.get_full_name(), **context}
    for person in _able(people):
        notify(
            rule,
            subject=subject or plan,
            recipient=person,
            due_on=clock.today(),
            context=said,
            url=reverse("competences:plan", args=[plan.pk]),
        )


def tell_teachers(rule: str, plan: GoalPlan, **context: Any) -> None:
    tell(rule, plan, *plan.group.course_unit.programme.teachers.all(), **context)


def _able(people: Iterable[User]) -> list[User]:
    return [person for person in people if person.is_active]
