"""What mandates ask: a signature for a workplace, and a placement to be handed over."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import todo
from accounts.models import User
from accounts.todo import Todo
from config import clock
from placements.overviews import mandates


@todo.source("placements.signatory")
def agreements_for_the_workplace(user: User, today: dt.date) -> Iterable[Todo]:
    """What waits for who signs for a workplace; two queries."""
    waiting, _others = mandates.agreements_to_oversee(user)
    for agreement in waiting:
        names = {"student": agreement.placement.student.get_full_name()}
        yield Todo(
            kind="agreement-to-sign",
            title=_("Sign the agreement of %(student)s") % names,
            detail=_("You sign for %(workplace)s, agreement %(reference)s.")
            % {
                "workplace": agreement.placement.workplace.organisation.name,
                "reference": agreement.reference,
            },
            verb=_("Read and sign"),
            url=reverse("placements:agreement-sign", args=[agreement.pk]),
            since=clock.local_date(agreement.sent_at),
        )


@todo.source("placements.hand-overs")
def hand_overs_asked(user: User, today: dt.date) -> Iterable[Todo]:
    """A mentor who can no longer be it; one query for coach and coordinator together."""
    for request in mandates.requests_for(user):
        names = {
            "mentor": request.asked_by.get_full_name(),
            "student": request.placement.student.get_full_name(),
        }
        yield Todo(
            kind="hand-over-asked",
            title=_("%(mentor)s can no longer be the mentor of %(student)s") % names,
            detail=_("Could take over: %(name)s.") % {"name": request.suggested_name}
            if request.suggested_name
            else _("Choose with the workplace who takes over."),
            verb=_("Hand over"),
            url=reverse("placements:mandate-list", args=[request.placement_id]),
            since=clock.local_date(request.asked_at),
            due=today,
        )
