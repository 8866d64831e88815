"""What a student's device keeps, so that days can be logged and sent later without a page."""

import base64
import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.models import User
from config import clock
from placements.forms.days import WHOLE, DayForm
from placements.models import Placement, WorkplaceDay
from placements.overviews.days import competences_last_used_first, passport, placements_of
from placements.views.day_editing import reflection_beside

RECENT = dt.timedelta(days=14)


def kit_for(request: HttpRequest) -> dict[str, Any]:
    """A token to send with, the log form of each open placement, and where entries are that this
    or another device sent lately: {key: {"url", "steps"}}.

    `secret`: with it the device keeps unsent words unreadable for whoever signs in after this
    student; the same each time, so that the words open again when the student is back.
    """
    user = request.user
    return {
        "person": str(user.pk),
        "token": get_token(request),
        "secret": _secret(user),
        "placements": [_placement(one, request) for one in _open_placements(user)],
        "recent": {str(day.key): _where(day) for day in _recent(user)},
    }


def _open_placements(user: User) -> list[Placement]:
    return list(placements_of(user).open().with_people().with_days())


def _secret(user: User) -> str:
    digest = salted_hmac("placements.day-queue", str(user.pk), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()


def _placement(placement: Placement, request: HttpRequest) -> dict[str, Any]:
    form = DayForm(
        initial={"part": WHOLE},
        competences=competences_last_used_first(placement),
        placement=placement,
        user=request.user,
    )
    context = {
        "placement": placement,
        "form": form,
        "reflection": reflection_beside(placement, request.user, None, {}),
    }
    return {
        "id": placement.pk,
        "name": placement.workplace.organisation.name,
        "form": render_to_string("placements/_day_form.html", context),
        **{
            name: reverse(f"placements:day-{name}", args=[placement.pk])
            for name in ("log", "as-planned", "sync")
        },
    }


def _recent(user: User) -> list[WorkplaceDay]:
    since = clock.now() - RECENT
    rows = WorkplaceDay.objects.visible_to(user).filter(logged_at__gte=since, key__isnull=False)
    return list(rows.filter(placement__in=placements_of(user).open()))


def _where(day: WorkplaceDay) -> dict[str, Any]:
    return {"url": reverse("placements:day", args=[day.pk]), "steps": passport(day)}
