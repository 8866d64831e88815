"""One submit of the desk: everything that was filled in is written, or nothing is."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from competences.actions import assessments
from competences.enums import Moment
from competences.models import Assessment, Competence, MasteryLevel
from config.refusal import Obstacle, Refusal, refuse_if
from mentors.rules import desk as rules
from placements.actions import days as day_actions
from placements.actions.parties import locked_all
from placements.models import Placement, WorkplaceDay


@dataclass(frozen=True)
class DayAnswer:
    """Confirmed, with `words` as the remark; or, with `back`, returned with `words` as the reason.

    `shown` is the edition of the day that the answered page held, "" when unknown; `name` is
    where an obstacle is shown.
    """

    day: WorkplaceDay
    words: str = ""
    back: bool = False
    shown: str = ""
    name: str = ""


@dataclass(frozen=True)
class CompetenceAnswer:
    """A level, or None: it did not come up. `sentence` is what the mentor saw: it is kept as the
    comment of this answer, where student and coach read it."""

    placement: Placement
    competence: Competence
    level: MasteryLevel | None
    sentence: str = ""
    name: str = ""


@dataclass(frozen=True)
class Answered:
    confirmed: list[WorkplaceDay] = field(default_factory=list)
    returned: list[WorkplaceDay] = field(default_factory=list)
    said: list[Assessment] = field(default_factory=list)


@transaction.atomic
def answer(
    *,
    by: User,
    days: Collection[DayAnswer] = (),
    competences: Collection[CompetenceAnswer] = (),
    seen: Collection[Placement] = (),
) -> Answered:
    """Write all of it in one transaction; a Refusal names every day and answer that stands in
    the way, each with the `name` under which it was given. `seen`: whose days were on the page."""
    locked_all([*(one.day.placement for one in days), *(one.placement for one in competences)])
    answered, obstacles = Answered(), []
    for given in days:
        with _noting(obstacles, given.name, given.day):
            kept = answered.returned if given.back else answered.confirmed
            kept.append(_settle(by, given))
    for given in competences:
        with _noting(obstacles, given.name):
            answered.said.append(_say(by, given))
    refuse_if(obstacles)
    day_actions.mark_seen(by=by, placements=seen)
    return answered


@transaction.atomic
def take_back(
    *,
    by: User,
    confirmed: Collection[WorkplaceDay] = (),
    returned: Collection[WorkplaceDay] = (),
) -> list[WorkplaceDay]:
    """Undo these confirmations and returns of the last 24 hours, all or none: the days wait for
    the mentor again."""
    return [
        *day_actions.undo_confirm(by=by, days=confirmed),
        *(day_actions.undo_give_back(by=by, day=day) for day in returned),
    ]


@contextmanager
def _noting(
    obstacles: list[Obstacle], name: str, day: WorkplaceDay | None = None
) -> Iterator[None]:
    """Go on after a refusal, so that all of them are told at once: which day, and where."""
    try:
        yield
    except Refusal as refusal:
        obstacles += [
            replace(found, message=named(found, day), field=name or found.field)
            for found in refusal.obstacles
        ]


def named(obstacle: Obstacle, day: WorkplaceDay | None) -> str:
    """The obstacle's sentence, with the student and the date in front when it is about a day."""
    if day is None:
        return str(obstacle.message)
    return _("%(name)s, %(date)s: %(reason)s") % {
        "name": day.placement.student.first_name,
        "date": date_format(day.date, pgettext("date near", "D j M")),
        "reason": obstacle.message,
    }


def _settle(by: User, given: DayAnswer) -> WorkplaceDay:
    if given.back:
        day = day_actions.give_back(by=by, day=given.day, reason=given.words)
    else:
        [day] = day_actions.confirm(by=by, days=[given.day], remark=given.words)
    refuse_if(rules.edition_obstacles(given.shown, pk=day.pk, changed_at=day.changed_at))
    return day


def _say(by: User, given: CompetenceAnswer) -> Assessment:
    return assessments.say(
        by=by,
        dossier=given.placement.dossier,
        competence=given.competence,
        came_up=given.level is not None,
        level=given.level,
        moment=Moment.PROCESS,
        comment=given.sentence,
        topic=given.placement.topic,
    )
