import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from mentors.overviews import my_placements, waiting_days

DAYS_WAITING = "days-waiting"


@todo.source("mentors")
def days_to_confirm(user: User, today: dt.date) -> Iterable[todo.Todo]:
    """Days that wait for the mentor: one line per student; at most four queries."""
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
            detail=_("The oldest is of %(date)s.")
            % {"date": date_format(days[0].date, "DATE_FORMAT")},
            verb=_("Open your desk"),
            url=f"{reverse('mentors:desk')}#student-{pk}",
            since=days[0].date,
            role=Role.MENTOR,
        )
