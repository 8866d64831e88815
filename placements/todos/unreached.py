"""People whom our mail does not reach."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import todo
from accounts.models import User
from accounts.todo import Todo
from config import clock
from placements.overviews.unreached import unreached


@todo.source("placements.unreached")
def people_to_reach(user: User, today: dt.date) -> Iterable[Todo]:
    """For the coach and the coordinator of whoever's mail comes back; one query."""
    for person in unreached(user):
        yield Todo(
            kind="mail-comes-back",
            title=_("Our mail does not reach %(person)s") % {"person": person.get_full_name()},
            detail=_("It came back from %(address)s; nothing more was sent since.")
            % {"address": person.email},
            verb=_("Put it right"),
            url=reverse("placements:unreached", args=[person.pk]),
            since=clock.local_date(person.mail_stopped_at),
        )
