"""What happened in somebody's Talent lab, as sentences: never a word of a self-reflection."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import news
from accounts.enums import Role
from accounts.models import User
from accounts.news import News
from competences.models import GoalPlan, GoalReply, PersonalGoal, PitchIdea, Voice

NEWEST = 200  # plans of a teacher, over the years


@news.source("competences.lab")
def in_the_lab(user: User, limit: int) -> Iterable[News]:
    """To a student what the teacher and the group said, to a teacher what was handed in; one query
    for whoever is in no lab, four at most."""
    plans = list(
        GoalPlan.objects.visible_to(user).order_by("-pk").values_list("pk", flat=True)[:NEWEST]
    )
    if not plans:
        return
    own = Voice.objects.current().filter(person=user, role=Role.STUDENT).values("dossier")
    mine = Q(dossier__in=own)
    yield from _replies(plans, mine, limit)
    yield from _ideas(plans, mine, limit)
    yield from _handed_in(plans, mine, limit)


def _page(plan: int) -> str:
    return reverse("competences:plan", args=[plan])


def _replies(plans: Iterable[int], mine: Q, limit: int) -> Iterator[News]:
    own = GoalPlan.objects.filter(mine, pk__in=plans).values("pk")
    found = GoalReply.objects.filter(goal__plan__in=own).select_related("by", "goal")
    for reply in found.order_by("-at", "-pk")[:limit]:
        text = (
            _("%(name)s confirmed a goal of yours.")
            if reply.confirmed
            else _("%(name)s has a question about a goal of yours.")
        )
        said = {"name": reply.by.get_full_name()}
        yield News(reply.at, text % said, _page(reply.goal.plan_id), reply.words)


def _ideas(plans: Iterable[int], mine: Q, limit: int) -> Iterator[News]:
    own = GoalPlan.objects.filter(mine, pk__in=plans).values("pk")
    found = PitchIdea.objects.filter(plan__in=own).select_related("by")
    for idea in found.order_by("-at", "-pk")[:limit]:
        text = _("%(name)s gave you something at the pitch.") % {"name": idea.by.get_full_name()}
        yield News(idea.at, text, _page(idea.plan_id), idea.text)


def _handed_in(plans: Iterable[int], mine: Q, limit: int) -> Iterator[News]:
    taught = GoalPlan.objects.filter(pk__in=plans).exclude(mine).values("pk")
    found = PersonalGoal.objects.filter(
        plan__in=taught, handed_in_at__isnull=False, dropped_at__isnull=True
    ).prefetch_related("plan__dossier__voices__person")
    for goal in found.select_related("plan__dossier").order_by("-handed_in_at", "-pk")[:limit]:
        text = _("%(name)s handed in a goal.") % {"name": goal.plan.student.get_full_name()}
        yield News(goal.handed_in_at, text, _page(goal.plan_id))
