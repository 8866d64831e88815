import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from config.templatetags.ui import near_day
from mentors.overviews.desk import advice_wanted, my_placements, waiting_days

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
