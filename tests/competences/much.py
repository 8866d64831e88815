"""A dossier in which very much was said, and the same one in which nothing was."""

import datetime as dt
import itertools
import time
import uuid
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import TRIAD, Role
from competences.enums import Moment
from competences.models import Assessment, Competence, MasteryLevel
from config import clock
from placements.models import Placement, WorkplaceDay
from tests.factories import make_framework, make_placement, make_programme, person

COMPETENCES, EVENTS = 120, 40
NOON = dt.datetime(2027, 3, 1, 12)


def make_quiet(competences: int = COMPETENCES) -> Placement:
    """A placement with so many competences and 40 workplace days, of which nobody said anything."""
    programme = make_programme(f"programme-{time.monotonic_ns()}")
    placement = make_placement(programme=programme)
    placement.dossier.version = make_framework(programme, competences=competences)
    placement.dossier.save()
    dates = [NOON.date() - dt.timedelta(days=number) for number in range(EVENTS)]
    with clock.at(NOON):
        WorkplaceDay.objects.bulk_create(
            WorkplaceDay(placement=placement, date=date, tasks="Facturen", key=uuid.uuid4())
            for date in dates
        )
    return placement


def say_much(placement: Placement, events: int = EVENTS) -> int:
    """`events` of each voice on each competence, one a day, up and down the scale, some corrected;
    answers how many in all."""
    version = placement.dossier.version_id
    levels = list(MasteryLevel.objects.filter(version=version))
    competences = Competence.objects.filter(version=version)
    voices = {voice.role: voice for voice in placement.voices()}
    with clock.at(NOON):
        start = clock.now() - dt.timedelta(days=events)
    made = [
        Assessment(
            dossier=placement.dossier,
            competence=competence,
            voice=voices[role.value],
            role=role.value,
            came_up=bool(number % 7),
            level=levels[(number + place) % len(levels)] if number % 7 else None,
            moment=Moment.BASELINE if role == Role.STUDENT and not number else Moment.PROCESS,
            comment=f"Gezien op dag {number}.",
            at=start + dt.timedelta(days=number),
            entered_by=voices[role.value].person,
        )
        for place, (competence, role) in enumerate(itertools.product(competences, TRIAD))
        for number in range(events)
    ]
    return len(Assessment.objects.bulk_create(made, batch_size=2000))


def page_of(placement: Placement) -> Callable[[], bytes]:
    return _getting(placement, reverse("competences:dossier", args=[placement.dossier_id]))


def api_of(placement: Placement) -> Callable[[], bytes]:
    return _getting(placement, f"/api/v1/placements/{placement.pk}/competences/")


def _getting(placement: Placement, address: str) -> Callable[[], bytes]:
    client = Client()
    client.force_login(person(placement, Role.COACH))

    def get() -> bytes:
        with clock.at(NOON):
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        return answer.content

    return get


def queries_of(get: Callable[[], bytes]) -> int:
    with CaptureQueriesContext(connection) as captured:
        get()
    return len(captured)


def seconds(gets: list[Callable[[], bytes]], rounds: int) -> list[float]:
    """The fastest of so many rounds for each, in turns, so that a busy moment hits them alike."""
    best = [float("inf")] * len(gets)
    for _ in range(rounds):
        for number, get in enumerate(gets):
            began = time.perf_counter()
            get()
            best[number] = min(best[number], time.perf_counter() - began)
    return best
