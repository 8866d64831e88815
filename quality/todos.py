import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from competences.models import Programme
from config import clock
from config.templatetags.ui import near_day
from quality.enums import CycleState
from quality.models import Cycle
from quality.overviews import scans
from quality.overviews.cycle_dues import BEFORE_ACTING, open_actions, unanswered
from quality.overviews.follow_up import of_visit, unfinished

SOON = BEFORE_ACTING * 2


@todo.source("quality.cycles")
def cycles_to_answer(user: User, today: dt.date) -> Iterable[todo.Todo]:
    """Until something was answered; one query."""
    for one in unanswered().filter(person=user):
        yield todo.Todo(
            kind="cycle-answers",
            title=_("Look back with %(programme)s") % {"programme": one.cycle.programme.name},
            detail=_("The self-evaluation asks what you think; answers by %(date)s.")
            % {"date": near_day(one.cycle.answer_by)},
            verb=_("Answer"),
            url=reverse("quality:cycle", args=[one.cycle_id]),
            since=clock.local_date(one.asked_at),
            due=one.cycle.answer_by,
            role=one.role,
        )


@todo.source("quality.actions")
def actions_to_do(user: User, today: dt.date) -> Iterable[todo.Todo]:
    """From two weeks before the day on which it should be done; one query."""
    for one in open_actions().filter(who=user, due_on__lte=today + SOON):
        yield todo.Todo(
            kind="cycle-action",
            title=one.what,
            detail=_("Agreed in the self-evaluation of %(year)s.")
            % {"year": one.cycle.academic_year.name},
            verb=_("Say that it is done"),
            url=reverse("quality:cycle-action-finish", args=[one.pk]),
            since=clock.local_date(one.added_at),
            due=one.due_on,
        )


@todo.source("quality.discussions")
def cycles_to_discuss(user: User, today: dt.date) -> Iterable[todo.Todo]:
    """For coordinators: the day by which answers were asked has passed; one query."""
    mine = Cycle.objects.filter(
        programme__in=Programme.objects.coordinated_by(user),
        state=CycleState.COLLECTING,
        answer_by__lt=today,
    )
    for cycle in mine.select_related("programme", "academic_year").defer("snapshot"):
        yield todo.Todo(
            kind="cycle-discuss",
            title=_("Discuss the self-evaluation of %(programme)s")
            % {"programme": cycle.programme.name},
            detail=_("Answers were asked by %(date)s.") % {"date": near_day(cycle.answer_by)},
            verb=_("See what came in"),
            url=reverse("quality:cycle", args=[cycle.pk]),
            since=cycle.answer_by,
            role=Role.COORDINATOR,
        )


@todo.source("quality.scans")
def scans_to_answer(user: User, today: dt.date) -> Iterable[todo.Todo]:
    """Until this person gave their own view; a constant number of queries."""
    for found, placement, role in scans.unanswered(user):
        names = {"workplace": placement.workplace.organisation.name}
        yield todo.Todo(
            kind="scan-view",
            title=_("How much can one learn at %(workplace)s?") % names,
            detail=_("Your own view, before you see those of the others; five minutes.")
            if role == Role.STUDENT
            else _("About the workplace of %(name)s: your own view, in five minutes.")
            % {"name": placement.student.first_name},
            verb=_("Give your view"),
            url=reverse("quality:scan-answer", args=[found.pk]),
            since=clock.local_date(found.opened_at),
            role=role,
        )


@todo.source("quality.visits")
def visits_to_follow_up(user: User, today: dt.date) -> Iterable[todo.Todo]:
    """For who makes them: say that it took place, thank, report; one query."""
    mine = unfinished(user).filter(visitor=user, starts_at__lte=clock.now())
    for visit in mine:
        for one in of_visit(visit, today):
            if one.kind in {"hold", "thank", "report"}:
                yield todo.Todo(
                    kind=f"visit-{one.kind}",
                    title=one.what,
                    detail=one.about,
                    verb=one.verb,
                    url=one.url,
                    since=one.since,
                    due=one.due,
                    role=Role.COACH,
                )
