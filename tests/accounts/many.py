"""A job in parts for tests: files with a number in them, some of which go wrong."""

import csv
import io
import zipfile
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts import jobs
from accounts.actions import jobs as actions
from accounts.jobs import Made, Many, Piece
from accounts.models import Job, JobPart, User
from config.refusal import Refusal
from tests.accounts.factories import make_person

KIND = "test-parts"


class Numbers(Many):
    """`refused`, `broken`: numbers that go wrong; `hidden`: that are no longer theirs; `during` is
    called at each making; `made` lists the numbers in the order in which they were begun."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.made: list[int] = []
        self.refused: set[int] = set()
        self.broken: set[int] = set()
        self.hidden: set[int] = set()
        self.during: Callable[[int], None] = lambda number: None
        self.size = 1

    def columns(self):
        return ["Name"]

    def plan(self, job: Job):
        for number in range(1, self.count + 1):
            yield Piece((f"Number {number}",), {"number": number})

    def make(self, job: Job, part: JobPart) -> Made:
        number = part.arguments["about"]["number"]
        self.made.append(number)
        self.during(number)
        if number in self.refused:
            raise Refusal("test", f"Not {number}.")
        if number in self.broken:
            raise ValueError(number)
        content = str(number).encode() * self.size
        kept = default_storage.save(f"test/{job.pk}-{number}.txt", ContentFile(content))
        return Made(f"number {number}.txt", kept=kept)

    def theirs(self, job: Job, parts) -> set[int]:
        return {part.pk for part in parts if part.number not in self.hidden}

    def file_name(self, job: Job) -> str:
        return "numbers.zip"

    def said(self, count: int) -> str:
        return f"{count} numbers."


def numbers(count: int) -> Numbers:
    """Registers the kind; the test's own fixture puts the register back."""
    many = Numbers(count)
    jobs._kinds[KIND] = jobs.Kind(
        "Numbers", many=many, is_theirs=lambda job: jobs.all_theirs(many, job)
    )
    return many


def started(by: User | None = None) -> Job:
    return actions.start(KIND, by=by or make_person(language="en"))


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def content_of(job: Job) -> dict[str, str]:
    """What is in the zip, without its indexes."""
    with job.file.open("rb") as stored, zipfile.ZipFile(stored) as archive:
        return {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if not name.startswith("index.")
        }


def index_of(job: Job) -> list[list[str]]:
    with job.file.open("rb") as stored, zipfile.ZipFile(stored) as archive:
        text = archive.read("index.csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def states(job: Job) -> list[str]:
    return list(job.parts.values_list("state", flat=True))
