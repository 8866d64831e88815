"""Fill an empty database with the demo: the lists of two coordinators and a cast with stories."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.db import transaction
from django.utils import translation

from accounts.models import User
from competences.models import Programme
from config import clock
from demo import (
    agreements,
    board,
    classmates,
    curriculum,
    cycles,
    documents,
    lab,
    mandates,
    people,
    reminders,
    rest,
    scans,
    signing,
    texts,
    visits,
)
from demo.world import World

STAGES = ("curriculum", "cast", "roster", "all")
BEFORE_IT_ALL = dt.timedelta(days=420)


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
        with clock.at(today - BEFORE_IT_ALL):
            programmes = curriculum.set_up(staff["wim"])
            people.let_teach(staff, programmes)
            texts.write(programmes["accounting"], coordinator=staff["wim"])
        rest.load_checklist()
        rest.load_guides()
        if stage >= STAGES.index("cast"):
            self.tell_stories(staff, programmes, today)
            curriculum.begin_next_version("accounting", by=staff["wim"])
            texts.draft_next(programmes["accounting"], coordinator=staff["wim"])
        if stage >= STAGES.index("roster"):
            for name in rest.ROSTERS:
                self.stdout.write(f"The list {name} …")
                rest.import_roster(name, by=staff["wim"])
            classmates.rate("accounting", "exploration")
            documents.pack(by=staff["wim"], today=today)
        if stage >= STAGES.index("all"):
            self.stdout.write("Agreements of the list …")
            rest.open_some_agreements(by=staff["wim"])
            agreements.let_them_live(by=staff["wim"])
            agreements.change_a_contact(by=staff["wim"], today=today)
            signing.sign_in_ways(programmes["accounting"], by=staff["wim"])

    def tell_stories(
        self, staff: dict[str, User], programmes: dict[str, Programme], today: dt.date
    ) -> None:
        with clock.at(today - BEFORE_IT_ALL):
            mentors = {key: people.make(entry) for key, entry in people.told()["mentors"].items()}
            workplaces = people.make_workplaces(staff["wim"])
        world = World(staff, mentors, workplaces, programmes)
        lived = {}
        for entry in people.told()["students"]:
            self.stdout.write(f"The story of {entry['first']} {entry['last']} …")
            student = people.make(entry)
            if earlier := entry.get("earlier"):
                until = today - dt.timedelta(days=earlier["ended_ago"])
                world.live({**people.facts_of(entry), **earlier}, student, until)
            lived[entry["key"]] = world.live(entry, student, today)
        told = people.told()["lab"]
        self.stdout.write(f"The group {told['name']} …")
        lab.play(
            told,
            programme=programmes[told["programme"]],
            teacher=staff[told["teacher"]],
            placements=lived,
            today=today,
        )
        board.touch(people.told()["board"], lived, today)
        mandates.touch(people.told()["mandates"], lived, today)
        cycles.play(programmes, staff, today)
        scans.play(lived["amina"], today)
        visits.play(lived, today)
        reminders.touch(
            programmes["accounting"], lived["amina"], coordinator=staff["wim"], today=today
        )

    def say_who(self) -> None:
        self.stdout.write("Sign in with one click on /demo/, or by password:")
        for email, role, about in people.introductions():
            self.stdout.write(f"  {email:48} {role:12} {about}".rstrip())
        self.stdout.write(f"  password of everybody: {people.told()['password']}")
