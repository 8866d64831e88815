"""Saying things in tests of the three voices."""

import datetime as dt
from typing import Any

from competences.actions.assessments import say
from competences.enums import Moment
from competences.models import Assessment, Competence, Dossier, MasteryLevel
from config import clock
from placements.models import Placement
from tests.factories import person

FRIDAY = dt.datetime(2026, 11, 20, 10)


def after(**passed: float) -> dt.datetime:
    return FRIDAY + dt.timedelta(**passed)


def competences_of(placement: Placement) -> list[Competence]:
    return list(Competence.objects.filter(version=placement.dossier.version_id))


def dossier_of(placement: Placement) -> Dossier:
    return Dossier.objects.select_related("course_unit").get(pk=placement.dossier_id)


def level_of(placement: Placement, code: str) -> MasteryLevel | None:
    """None for "": it did not come up."""
    return MasteryLevel.objects.filter(version=placement.dossier.version_id, code=code).first()


def speak(
    placement: Placement,
    role: str,
    competence: Competence,
    code: str,
    *,
    at: dt.datetime = FRIDAY,
    moment: str = Moment.PROCESS,
    **more: Any,
) -> Assessment:
    """This role says this level; "" for: did not come up."""
    with clock.at(at):
        return say(
            by=person(placement, role),
            dossier=placement.dossier,
            competence=competence,
            came_up=bool(code),
            level=level_of(placement, code),
            moment=moment,
            topic=placement.topic,
            **more,
        )
