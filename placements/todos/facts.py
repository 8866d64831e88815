"""Facts of agreements: to look at for a workplace, and corrections to answer."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import todo
from accounts.enums import Role
from accounts.models import User
from accounts.todo import Todo
from config import clock
from placements.overviews.fact_checks import checks_around


@todo.source("placements.facts")
def facts_of_agreements(user: User, today: dt.date) -> Iterable[Todo]:
    """One query where nothing waits."""
    for check in checks_around(user):
        names = {"student": check.agreement.placement.student.get_full_name()}
        if check.said_at is None:
            yield Todo(
                kind="facts-to-check",
                title=_("Are these facts right for the agreement of %(student)s?") % names,
                detail=_("Look at them before anybody signs. It takes two minutes."),
                verb=_("Look at the facts"),
                url=reverse("placements:fact-check", args=[check.agreement_id]),
                since=clock.local_date(check.asked_at),
            )
        else:
            yield Todo(
                kind="facts-to-answer",
                title=_("Answer the corrections for %(student)s") % names,
                detail=_("Until then the agreement cannot go out."),
                verb=_("Take or decline"),
                url=reverse("placements:fact-check-answer", args=[check.agreement_id]),
                since=clock.local_date(check.said_at),
                role=Role.COORDINATOR,
            )
