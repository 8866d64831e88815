"""A few students of the list who were rated: enough of them that a cohort may be shown."""

import datetime as dt

from competences.actions.assessments import say
from competences.enums import Moment
from competences.models import Competence, MasteryLevel
from config import clock
from placements.models import Placement

# What student and coach say, competence by competence; each next classmate starts one further on.
STUDENT = "VVKVKV.KVKVK-AVK"
COACH = "VVKK.V.KAK.K-VVK"
HOW_MANY = 12
UNDER_WAY = dt.timedelta(days=14)


def rate(programme: str, unit: str) -> None:
    """Students of this course unit on the list who started at least two weeks ago."""
    placements = Placement.objects.filter(
        enrolment__programme__code=programme,
        course_unit__code=unit,
        starts_on__lte=clock.today() - UNDER_WAY,
        dossier__voices__since=clock.today(),
    )
    found = placements.with_people().distinct().order_by("workplace__organisation__name", "pk")
    for number, placement in enumerate(found[:HOW_MANY]):
        _rate(placement, "student", STUDENT, number)
        _rate(placement, "coach", COACH, number)


def _rate(placement: Placement, role: str, pattern: str, shift: int) -> None:
    version = placement.dossier.version_id
    levels = {level.code: level for level in MasteryLevel.objects.filter(version=version)}
    for place, competence in enumerate(Competence.objects.filter(version=version)):
        mark = pattern[(place + shift) % len(pattern)]
        if mark != ".":
            say(
                by=placement.person(role),
                dossier=placement.dossier,
                competence=competence,
                came_up=mark != "-",
                level=levels.get(mark),
                moment=Moment.PROCESS,
                topic=placement.topic,
            )
