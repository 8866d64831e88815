"""Fill an empty database with the demo: the lists of two coordinators and a cast with stories."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.db import transaction
from django.utils import translation

from accounts.models import User
from config import clock
from demo import curriculum, people, rest
from demo.story import Story, worked_dates
from placements.actions.placements import Plan, open_placement
from placements.models import Placement

STAGES = ("curriculum", "cast", "roster", "all")


class Command(BaseCommand):
    help = (
        "Make the demo's data through the same actions as the pages; does nothing when it is there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stage", choices=STAGES, default="all", help="stop after this one")
        parser.add_argument("--today", type=dt.date.fromisoformat, help="the demo's last day")
        parser.add_argument("--who", action="store_true", help="only say who can sign in")

    def handle(self, *, stage: str, today: dt.date | None, who: bool, **options: Any) -> None:
        if who:
            with translation.override("en"):  # as everything else in the terminal
                self.say_who()
        elif User.objects.exists():
            self.stdout.write("The demo data is already there; make demo-reset starts over.")
        else:
            with translation.override("nl"), transaction.atomic():
                self.fill(STAGES.index(stage), today or clock.today())

    def fill(self, stage: int, today: dt.date) -> None:
        self.stdout.write("People, programmes and competence frameworks …")
        staff = {key: people.make(entry) for key, entry in people.told()["staff"].items()}
        with clock.at(today - dt.timedelta(days=365)):
            programmes = curriculum.set_up(staff["wim"])
        rest.load_checklist()
        if stage >= STAGES.index("cast"):
            self.tell_stories(staff, programmes, today)
        if stage >= STAGES.index("roster"):
            for name in rest.ROSTERS:
                self.stdout.write(f"The list {name} …")
                rest.import_roster(name, by=staff["wim"])
        if stage >= STAGES.index("all"):
            self.stdout.write("Agreements of the list …")
            rest.open_some_agreements(by=staff["wim"])

    def tell_stories(self, staff: dict[str, User], programmes: dict, today: dt.date) -> None:
        with clock.at(today - dt.timedelta(days=300)):
            mentors = {key: people.make(entry) for key, entry in people.told()["mentors"].items()}
            workplaces = people.make_workplaces(staff["wim"])
        for entry in people.told()["students"]:
            self.stdout.write(f"The story of {entry['first']} {entry['last']} …")
            weekdays = {today.weekday() if day == "today" else day for day in entry["weekdays"]}
            dates = worked_dates(today, weekdays, entry["worked"], entry.get("silent", 0))
            with clock.at(dates[0] - dt.timedelta(days=21)):
                placement = open_placement(
                    by=staff["wim"],
                    enrolment=people.make_enrolment(
                        staff["wim"],
                        people.make(entry),
                        entry,
                        programmes[entry["programme"]],
                        today,
                    ),
                    course_unit=programmes[entry["programme"]].course_units.get(code=entry["unit"]),
                    workplace=workplaces[people.told()["mentors"][entry["mentor"]]["workplace"]],
                    mentor=mentors[entry["mentor"]],
                    coach=staff["katrien"],
                    plan=Plan(dates[0], dates[0] + dt.timedelta(days=270), tuple(weekdays), 40),
                )
            placement = Placement.objects.with_people().get(pk=placement.pk)
            Story(entry, placement, staff["wim"], today).play(dates)

    def say_who(self) -> None:
        self.stdout.write("Sign in with one click on /demo/, or by password:")
        for email, role, about in people.introductions():
            self.stdout.write(f"  {email:48} {role:12} {about}".rstrip())
        self.stdout.write(f"  password of everybody: {people.told()['password']}")
