"""Where the cast lives: who works where, and one placement from its opening to today."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from competences.models import Programme
from config import clock
from demo import mandates, people
from demo.story import Story, worked_dates
from placements.actions.placements import Plan, open_placement
from placements.models import Placement, Workplace

DAYS = 40


@dataclass(frozen=True)
class World:
    """Everybody by the key that cast.yaml gives them."""

    staff: dict[str, User]
    mentors: dict[str, User]
    workplaces: dict[str, Workplace]
    programmes: dict[str, Programme]

    def live(self, entry: dict[str, Any], student: User, today: dt.date) -> Placement:
        """Open the placement of one entry and play its story up to `today`."""
        weekdays = {today.weekday() if day == "today" else day for day in entry["weekdays"]}
        dates = worked_dates(today, weekdays, entry["worked"], entry.get("silent", 0))
        with clock.at(dates[0] - dt.timedelta(days=21)):
            placement = self._open(entry, student, today, dates[0], tuple(weekdays))
            mandates.name_signatory(people.told()["mandates"], placement, self.staff["wim"])
        placement = Placement.objects.with_people().get(pk=placement.pk)
        Story(entry, placement, self.staff["wim"], today).play(dates)
        return placement

    def _open(
        self,
        entry: dict[str, Any],
        student: User,
        today: dt.date,
        starts_on: dt.date,
        weekdays: tuple[int, ...],
    ) -> Placement:
        programme = self.programmes[entry["programme"]]
        at = people.told()["mentors"][entry["mentor"]]["workplace"]
        return open_placement(
            by=self.staff["wim"],
            enrolment=people.make_enrolment(self.staff["wim"], student, entry, programme, today),
            course_unit=programme.course_units.get(code=entry["unit"]),
            workplace=self.workplaces[at],
            mentor=self.mentors[entry["mentor"]],
            coach=self.staff["katrien"],
            plan=Plan(starts_on, starts_on + dt.timedelta(days=270), weekdays, DAYS),
        )
