"""A student who writes, shares, unshares, changes, talks, maps, exports and removes at random, and
everybody else who looks everywhere. Every text carries a mark of its own; a model keeps who may
know it, and whatever else is found is a leak."""

import logging
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core import mail
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import delivery
from accounts.actions import jobs, notifications
from accounts.models import Job, User
from config import clock
from config.refusal import Refusal
from placements.actions import reflection_comments, reflections
from placements.documents.portfolio import Choice, portfolio_document
from placements.enums import Audience, ReflectionDepth, ReflectionDimension
from placements.models import Reflection, ReflectionComment
from placements.reflection_models import built_in, whole
from tests.access import Row
from tests.cast import TODAY, Cast
from tests.walk import ROWS, words_in

LOOKERS = ("mentor", "coach", "coordinator", "teacher", "former_mentor", "classmate")
GET_ROWS = [row for row in ROWS if row.method == "get"]
STEPS = 8
OPEN_TO = {
    "coach": {Audience.COACH.value, Audience.TRIAD.value},
    "mentor": {Audience.TRIAD.value},
}
# What differs between two answers to the same question: tokens drawn by lot, ids of pictures.
LOTS = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|p[0-9a-f]{8}|[0-9a-f-]{36}'
)
MARK = re.compile(r"wallmark-\d+-\d+-")


@dataclass
class Figures:
    """What a run did and found; `leaks`: (actor, where, mark). `restless`: addresses that never
    answer twice the same, which are searched but not compared."""

    sequences: int = 0
    steps: int = 0
    answers: int = 0
    mails: int = 0
    rows: set[tuple[str, str]] = field(default_factory=set)
    restless: set[str] = field(default_factory=set)
    leaks: list[tuple[str, str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.sequences} sequences, {self.steps} steps, {self.answers} answers searched "
            f"({len(self.rows)} pairs of address and person, never twice the same: "
            f"{', '.join(sorted(self.restless)) or 'none'}), {self.mails} mails, "
            f"{len(self.leaks)} leaks"
        )


@dataclass
class Kept:
    """The model of one reflection: who may know which marks."""

    row: Reflection
    audience: str
    mark: str
    comments: dict[int, str] = field(default_factory=dict)

    @property
    def marks(self) -> set[str]:
        return {self.mark, *self.comments.values()}


class Wall:
    """One sequence; `number` is its seed."""

    def __init__(
        self, cast: Cast, number: int, figures: Figures, clients: Mapping[str, Client]
    ) -> None:
        self.cast, self.number, self.figures, self.clients = cast, number, figures, clients
        self.dice = random.Random(number)
        self.kept: list[Kept] = []
        self.said = 0

    def mark(self) -> str:
        self.said += 1
        return f"wallmark-{self.number}-{self.said}-"

    def may_know(self, actor: str) -> set[str]:
        open_to = OPEN_TO.get(actor, set())
        return {mark for one in self.kept if one.audience in open_to for mark in one.marks}

    # --- the student acts, and others answer ---------------------------------------------------

    def play(self) -> None:
        moves = (self.write, self.write, self.share, self.share, self.share, self.change)
        others = (self.comment, self.comment, self.take_back, self.remove, self.place, self.export)
        self.write()
        for _number in range(STEPS):
            self.dice.choice(moves + others)()
            self.figures.steps += 1
            self.ask_the_wall()
        self.look()
        self.figures.sequences += 1

    def write(self) -> None:
        mark, audience = self.mark(), self.dice.choice(Audience.values)
        row = reflections.write(
            by=self.cast.student,
            placement=self.cast.placement,
            day=self.dice.choice([None, self.cast.confirmed_day]),
            audience=audience,
            prompt=self.dice.choice(["", "felt", "who_decides"]),
            **self.words(mark),
        )
        self.kept.append(Kept(row, audience, mark))

    def words(self, mark: str) -> dict:
        way = self.dice.choice(list(built_in().values()))
        if not way.steps:
            return {"text": mark}
        parts = {self.dice.choice(way.steps).key: mark}
        return {"model": way.code, "parts": parts, "text": whole(way, parts)}

    def any(self) -> Kept | None:
        return self.dice.choice(self.kept) if self.kept else None

    def share(self) -> None:
        if one := self.any():
            one.audience = self.dice.choice(Audience.values)
            reflections.share(by=self.cast.student, reflection=one.row, audience=one.audience)

    def change(self) -> None:
        if one := self.any():
            one.mark, one.audience = self.mark(), self.dice.choice(Audience.values)
            reflections.change(
                by=self.cast.student,
                reflection=one.row,
                audience=one.audience,
                **self.words(one.mark),
            )

    def comment(self) -> None:
        """By anybody: who may not read it is refused."""
        if one := self.any():
            who, mark = self.dice.choice(["student", "coach", "mentor", "coordinator"]), self.mark()
            try:
                made = reflection_comments.comment(
                    by=self.cast.actor(who), reflection=one.row, text=mark
                )
            except Refusal:
                return
            one.comments[made.pk] = mark

    def take_back(self) -> None:
        one = self.any()
        if one and one.comments:
            pk = self.dice.choice(list(one.comments))
            made = ReflectionComment.objects.get(pk=pk)
            reflection_comments.take_back(by=made.by, comment=made)
            del one.comments[pk]

    def remove(self) -> None:
        if one := self.any():
            reflections.remove(by=self.cast.student, reflection=one.row)
            self.kept.remove(one)

    def place(self) -> None:
        if one := self.any():
            reflections.place(
                by=self.cast.student,
                reflection=one.row,
                dimensions=self.dice.sample(ReflectionDimension.values, 2),
                depth=self.dice.choice(ReflectionDepth.values),
            )

    def export(self) -> None:
        """A paper of everything, by whoever asks for it; and a made file that is the student's."""
        chosen = [one.row.pk for one in self.kept]
        everything = Choice(year=False, competences=False, reflections=chosen)
        for actor in ("mentor", "coach", "coordinator"):
            paper = portfolio_document(
                placement=self.cast.placement, student=self.cast.actor(actor), choice=everything
            )
            self.search(actor, "portfolio", str(paper.reflections))
        job = jobs.start("portfolio", by=self.cast.student, placement=self.cast.placement.pk)
        words = " ".join(mark for one in self.kept for mark in one.marks)
        job.file.save("portfolio.pdf", ContentFile(words.encode()))
        for actor in ("mentor", "coordinator"):
            self.get(actor, reverse("accounts:job", args=[job.pk]))
            self.get(actor, reverse("accounts:job-file", args=[job.pk]))
        Job.objects.filter(pk=job.pk).delete()

    # --- everybody looks -----------------------------------------------------------------------

    def search(self, actor: str, where: str, words: str) -> set[str]:
        """The marks found; those that the actor may not know are leaks."""
        self.figures.answers += 1
        found = set(MARK.findall(words))
        leaked = found - self.may_know(actor)
        self.figures.leaks += [(actor, where, mark) for mark in sorted(leaked)]
        return found

    def get(self, actor: str, path: str, **data: str) -> tuple[int, str]:
        response = self.clients[actor].get(path, data)
        words = words_in(response)
        self.search(actor, path, words)
        return response.status_code, words

    def ask_the_wall(self) -> None:
        """After every step: the one way to reflections answers as the model does, for mentor and
        coach, and for one of the others in turn."""
        for actor in ("mentor", "coach", self.dice.choice(LOOKERS[2:])):
            user: User = self.cast.actor(actor)
            read = Reflection.objects.visible_to(user).values_list("text", flat=True)
            heard = ReflectionComment.objects.visible_to(user).values_list("text", flat=True)
            self.search(actor, "visible_to", " ".join([*read, *heard]))

    def look(self) -> None:
        """The pages where they would stand, addresses guessed, and of all others two in turn."""
        listed = reverse("placements:reflection-list", args=[self.cast.placement.pk])
        for actor in ("mentor", "coach"):
            _status, words = self.get(actor, listed)
            shown = {one.mark for one in self.kept if one.audience in OPEN_TO[actor]}
            assert set(MARK.findall(words)) >= shown, "what was opened is not there to read"
        for one in self.kept[:2]:
            status, _words = self.get("mentor", reverse("placements:reflection", args=[one.row.pk]))
            if status != 404 and one.audience != Audience.TRIAD:
                self.figures.leaks.append(("mentor", f"answers {status}", one.mark))
        other = LOOKERS[1 + self.number % 5]
        for actor, shift in (("mentor", 0), (other, self.number // len(GET_ROWS))):
            self.compare(actor, GET_ROWS[(self.number + shift) % len(GET_ROWS)])
        if self.number % 5 == 0:
            self.post()

    def compare(self, actor: str, row: Row) -> None:
        """An address says the same as if what the actor may not read had never been written."""
        world = transaction.savepoint()
        path = reverse(row.name, args=row.args(self.cast))
        self.figures.rows.add((actor, row.name))
        data = {**row.data(self.cast), "q": "wallmark"}
        before = self.ask(actor, path, data)
        point = transaction.savepoint()
        readable = Reflection.objects.visible_to(self.cast.actor(actor)).values("pk")
        Reflection.objects.exclude(pk__in=list(readable.values_list("pk", flat=True))).delete()
        after = self.ask(actor, path, data)
        transaction.savepoint_rollback(point)
        if before != after and self.ask(actor, path, data) == before:
            self.figures.leaks.append((actor, f"another answer: {path}", "-"))
        elif before != after:
            # Two answers to one question, in one world: a token drawn by lot, or the time of day.
            self.figures.restless.add(row.name)
        transaction.savepoint_rollback(world)

    def ask(self, actor: str, path: str, data: Mapping[str, str]) -> tuple[int, str]:
        status, words = self.get(actor, path, **data)
        return status, self.still(words)

    @staticmethod
    def still(words: str) -> str:
        # A paper is compared by nothing but its marks: its bytes hold the moment it was made.
        return "" if "%PDF" in words[:4000] or "PK\x03\x04" in words[:4000] else LOTS.sub("", words)

    def post(self) -> None:
        """What is in the outbox goes out: no mail has a word of anything."""
        now = clock.now()
        notifications.gather(now)
        delivery.send_due(now)
        for sent in mail.outbox:
            self.figures.mails += 1
            words = f"{sent.subject} {sent.body} {sent.alternatives} {sent.attachments}"
            leaked = MARK.findall(words)
            self.figures.leaks += [(sent.to[0], "mail", mark) for mark in leaked]
        mail.outbox.clear()


def run(cast: Cast, numbers: range) -> Figures:
    """Each sequence in a world of its own, rolled back at its end; says how far it is."""
    logging.disable(logging.ERROR)  # thousands of refused pages are what is wanted here
    try:
        return _run(cast, numbers)
    finally:
        logging.disable(logging.NOTSET)


def _run(cast: Cast, numbers: range) -> Figures:
    figures, clients = Figures(), {actor: Client() for actor in LOOKERS}
    with clock.at(TODAY):
        for actor, client in clients.items():
            client.force_login(cast.actor(actor))
    for number in numbers:
        point = transaction.savepoint()
        with clock.at(TODAY):
            Wall(cast, number, figures, clients).play()
        transaction.savepoint_rollback(point)
        if figures.sequences % 100 == 0:
            print(f"{figures}", flush=True)
    return figures
