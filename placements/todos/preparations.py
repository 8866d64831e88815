"""A meeting to prepare, until one says to be ready."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from accounts.todo import Todo
from config import clock
from config.templatetags.ui import clock_time, near_day
from placements.overviews.preparations import to_prepare


@todo.source("placements.preparations")
def meetings_to_prepare(user: User, today: dt.date) -> Iterable[Todo]:
    """Three queries, one where nothing is near. Saying to be ready stands beside it once something
    was written: nobody is tempted to tick off what they did not look at."""
    for meeting in to_prepare(user, today):
        role = meeting.placement.role_of(user)
        title = (
            _("Prepare your meeting")
            if role == Role.STUDENT
            else _("Prepare the meeting with %(student)s")
        )
        yield Todo(
            kind="meeting-to-prepare",
            title=title % {"student": meeting.placement.student.get_full_name()},
            detail=_("%(day)s at %(time)s. A few words will do; only you read them until then.")
            % {"day": capfirst(near_day(meeting.starts_at)), "time": clock_time(meeting.starts_at)},
            verb=_("Prepare"),
            url=reverse("placements:preparation", args=[meeting.pk]),
            due=clock.local_date(meeting.starts_at),
            role=role or "",
            done_in_place=reverse("placements:preparation-ready", args=[meeting.pk])
            if meeting.has_words
            else "",
            done_in_place_verb=_("I am ready"),
        )
