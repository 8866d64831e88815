"""A job in parts that a test may kill where it likes: `about` of a piece, or the job's arguments,
say where a worker waits at its first attempt until it is killed."""

import time

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts import jobs
from accounts.jobs import Made, Many, Piece
from accounts.models import Job, JobPart

KIND = "test-slow"
FOREVER = 120


class Slow(Many):
    """`arguments`: count, stuck (a number, 0 for none), stuck_together."""

    def columns(self):
        return ["Name"]

    def plan(self, job: Job):
        for number in range(1, job.arguments["count"] + 1):
            yield Piece((f"Number {number}",), {"number": number})

    def make(self, job: Job, part: JobPart) -> Made:
        number = part.arguments["about"]["number"]
        if number == job.arguments["stuck"] and part.attempts == 1:
            time.sleep(FOREVER)
        kept = default_storage.save(f"test/{number}.txt", ContentFile(str(number).encode()))
        return Made(f"{number}.txt", kept=kept)

    def theirs(self, job: Job, parts) -> set[int]:
        if job.arguments["stuck_together"] and job.attempts == 1:
            time.sleep(FOREVER)
        return {part.pk for part in parts}

    def file_name(self, job: Job) -> str:
        return "numbers.zip"

    def said(self, count: int) -> str:
        return f"{count} numbers."


def register() -> None:
    jobs.parts(KIND, title="Numbers")(Slow)
