"""What competences may know of a placement: its title, its days, and what they show."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Max
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from competences.models import Dossier
from competences.overviews.lineage import carried_on, origins
from competences.surroundings import Surroundings, Work, source
from config import clock
from placements.models import Placement, WorkplaceDay
from placements.overviews.days import COUNTED


@source
def surroundings(dossier: Dossier, user: User) -> Surroundings:
    """Five queries, whatever the number of days."""
    placement = (
        Placement.objects.visible_to(user)
        .select_related(
            "enrolment__student",
            "enrolment__academic_year",
            "course_unit",
            "workplace__organisation",
        )
        .filter(dossier=dossier)
        .first()
    )
    if placement is None:
        return Surroundings()
    days = list(
        WorkplaceDay.objects.filter(placement=placement, state__in=COUNTED)
        .order_by("date", "pk")
        .prefetch_related("competences")
    )
    return Surroundings(
        topic=placement.topic,
        title=_title(placement, days),
        student=placement.student.first_name,
        workplace=placement.workplace.organisation.name,
        period=(placement.starts_on, _last_day(placement)),
        met_on=placement.trialogues.held().aggregate(last=Max("held_on"))["last"],
        worked=[(day.date, float(day.portion)) for day in days],
        behind=_behind(days, origins(dossier)),
    )


def _title(placement: Placement, days: list[WorkplaceDay]) -> str:
    unit, year = capfirst(placement.course_unit.name), placement.enrolment.academic_year.name
    if not days:
        return f"{unit} {year}"
    done = number_format(sum(day.portion for day in days).normalize())
    return _("%(unit)s %(year)s, as it stands after day %(day)s") % {
        "unit": unit,
        "year": year,
        "day": done,
    }


def _last_day(placement: Placement) -> dt.date | None:
    """The last day of the plan, or the day on which it ended before that."""
    closed = placement.finalised_at or placement.ended_at
    return min(placement.ends_on, clock.local_date(closed)) if closed else None


def _behind(
    days: list[WorkplaceDay], became: Mapping[int, tuple[int, ...]]
) -> dict[int, list[Work]]:
    """Days from before the dossier was moved stand behind what their competences became."""
    behind: dict[int, list[Work]] = {}
    for day in reversed(days):
        url = reverse("placements:day", args=[day.pk])
        work = Work(date=day.date, text=day.tasks or _("A day without words."), url=url)
        tags = (competence.pk for competence in day.competences.all())
        for competence in {now for tag in tags for now in carried_on(became, tag)}:
            behind.setdefault(competence, []).append(work)
    return behind
