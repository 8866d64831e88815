"""A desk in tests: opened, filled in and sent as its page stands."""

import datetime as dt

from django.test import Client
from django.urls import reverse
from django.utils.timezone import make_aware

from accounts.models import User
from mentors.overviews import desk as overviews
from mentors.rules.desk import edition
from placements.models import WorkplaceDay

TODAY = make_aware(dt.datetime(2026, 10, 2, 17, 0))


def open_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(user: User, do: str, **fields: object):
    """Press a button of the desk as it stands, with `fields` filled in."""
    now = overviews.desk(user)
    page = {
        "do": do,
        "days": [edition(day.pk, day.changed_at) for day in now.waiting],
        "questions": [question.key for question in now.questions],
    }
    return open_desk(user).post(reverse("mentors:desk"), page | fields)


def field(day: WorkplaceDay, name: str) -> str:
    return f"day-{edition(day.pk, day.changed_at)}-{name}"


def states(*rows: WorkplaceDay) -> list[str]:
    return [WorkplaceDay.objects.get(pk=day.pk).state for day in rows]
