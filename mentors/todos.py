import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from config import clock
from config.templatetags.ui import near_day
from mentors.overviews.desk import advice_wanted, my_placements, waiting_days
from mentors.overviews.onboarding import beginning
from mentors.overviews.tasks import to_answer
from mentors.rules.onboarding import WITHIN

FIRST_DAYS = WITHIN - dt.timedelta(days=1)
DAYS_WAITING = "days-waiting"


@todo.source("mentors")
def days_to_confirm(user: User, today: dt.date) -> Iterable[todo.Todo]:
    """Days that wait for the mentor, one line per student; at most four queries."""
    placements = {placement.pk: placement for placement in my_placements(user)}
    if not placements:
        return
    for pk, days in waiting_days(placements.values()).items():
        name = placements[pk].student.first_name
        title = ngettext(
            "Confirm %(n)s day of %(name)s", "Confirm %(n)s days of %(name)s", len(days)
        )
        yield todo.Todo(
            kind=DAYS_WAITING,
            title=title % {"n": len(days), "name": name},
            detail=_("The oldest: %(date)s.") % {"date": near_day(days[0].date)},
            verb=_("Open your desk"),
            url=f"{reverse('mentors:desk')}#student-{pk}",
            since=days[0].date,
            role=Role.MENTOR,
        )


@todo.source("mentors.shortenings")
def shortenings_to_advise(user: User, today: dt.date) -> Iterable[todo.Todo]:
    for proposal in advice_wanted(user):
        name = proposal.placement.student.first_name
        title = ngettext(
            "%(name)s proposes to drop %(n)s day: what do you think?",
            "%(name)s proposes to drop %(n)s days: what do you think?",
            proposal.days,
        )
        yield todo.Todo(
            kind="shortening-advice",
            title=title % {"n": proposal.days, "name": name},
            detail=_("You advise; the coach decides."),
            verb=_("Give advice"),
            url=reverse("placements:shortening-advise", args=[proposal.pk]),
            since=timezone.localtime(proposal.proposed_at).date(),
            role=Role.MENTOR,
        )


@todo.source("mentors.onboarding")
def onboarding_to_sign(user: User, today: dt.date) -> Iterable[todo.Todo]:
    """In the first two weeks of a placement, for student and mentor, until they signed."""
    for placement in beginning(user, today):
        role = placement.role_of(user)
        title = _("Tick and sign your onboarding")
        if role == Role.MENTOR:
            title = _("Tick and sign the onboarding of %(name)s") % {
                "name": placement.student.first_name
            }
        yield todo.Todo(
            kind="onboarding",
            title=title,
            detail=_("What everybody should have met in the first two weeks."),
            verb=_("Open the list"),
            url=reverse("mentors:onboarding", args=[placement.pk]),
            since=placement.starts_on,
            due=placement.starts_on + FIRST_DAYS,
            role=role,
        )


@todo.source("mentors.tasks")
def steps_to_answer(user: User, today: dt.date) -> Iterable[todo.Todo]:
    """What the other of the two said about tasks and this person did not answer yet; one line per
    placement, four queries at most for all of them."""
    for placement, tasks in to_answer(user):
        role, count = placement.role_of(user) or "", len(tasks.waiting)
        other = placement.student if role == Role.MENTOR else placement.mentor
        title = ngettext(
            "%(name)s signed off a step of %(n)s task: do you say so too?",
            "%(name)s signed off a step of %(n)s tasks: do you say so too?",
            count,
        )
        yield todo.Todo(
            kind="task-steps",
            title=title % {"n": count, "name": other.first_name if other else _("Somebody")},
            detail=_("One tap each; a step counts when you both say so."),
            verb=_("Look at the tasks"),
            url=reverse("mentors:task-list", args=[placement.pk]),
            since=clock.local_date(min(line.asked_since for line in tasks.waiting)),
            role=role,
        )
