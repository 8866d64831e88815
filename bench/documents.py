"""What a document costs us beside what it costs WeasyPrint, and what a second worker brings.

    make bench-documents                  600 agreements, about half an hour
    make bench-documents DOCUMENTS=60     the same ratios, in a few minutes

Three figures. The time of a whole part (claimed, permission asked, values gathered, page filled in,
set on paper, stored, noted) beside WeasyPrint alone on the same HTML with the same fonts: at most
1.15 times as long. The documents per second of real prefork workers: two bring at least 1.7 times
what one does. And, to compare, a headless Chromium that prints the same pages, in a browser that
stays open. Everything is made in a database that is thrown away; the first documents of each round
warm up and do not count.
"""

import argparse
import datetime as dt
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import getclosurevars
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

import redis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from playwright.sync_api import Page, Route, sync_playwright  # noqa: E402

from accounts.actions import documents, job_parts, jobs  # noqa: E402
from accounts.enums import JobState  # noqa: E402
from accounts.models import Job, User  # noqa: E402
from config import pdf, pdf_guard  # noqa: E402
from config.celery import app as celery_app  # noqa: E402
from config.embedded.supervisor import Supervisor  # noqa: E402
from placements.actions import agreements  # noqa: E402
from tests import chromium  # noqa: E402
from tests.factories import make_placement, make_programme, make_user  # noqa: E402
from tests.processes import database_url  # noqa: E402

OURS, TWO = 1.15, 1.7
WARM = 6


@dataclass
class Paper:
    """One document: its page, the drawings made for it, and the seconds it took each of us."""

    html: str
    made: dict[str, str]
    ours: float
    ours_cpu: float
    weasyprint: float
    weasyprint_cpu: float
    chromium: float = 0.0
    pdf_bytes: int = 0
    chromium_bytes: int = 0


def seconds(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """On the clock, of processors (of this process and of children that ended), and the answer."""
    begin, used = time.perf_counter(), processor()
    found = work()
    return time.perf_counter() - begin, processor() - used, found


def processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


# --- what is measured -------------------------------------------------------------------------


def make_agreements(count: int) -> tuple[User, list[int]]:
    """Drafts, each of which is set on paper anew: what is signed already is only copied."""
    coordinator = make_user("Wim", "Claes")
    programme = make_programme(coordinator=coordinator)
    mentor, coach = make_user("Griet", "Moerman"), make_user("Katrien", "Dhaeseleer")
    ids = []
    for number in range(count):
        student = make_user("Amina", f"Bouzid {number}")
        placement = make_placement(programme=programme, student=student, mentor=mentor, coach=coach)
        agreements.open_agreement(by=coordinator, placement=placement)
        ids.append(placement.pk)
    return coordinator, ids


def begin(coordinator: User, ids: list[int]) -> Job:
    """A job with nothing of it on the shelf."""
    documents.forget_all()
    return jobs.start("documents-zip", by=coordinator, placements=ids)


@contextmanager
def watched() -> Iterator[list[Callable[[], bytes]]]:
    """Collects what is handed to WeasyPrint: the call that sets one page, to be made again."""
    seen: list[Callable[[], bytes]] = []
    within = pdf_guard.within

    def watching(work: Callable[[], bytes], **limits: Any) -> bytes:
        seen.append(work)
        return within(work, **limits)

    pdf_guard.within = watching
    try:
        yield seen
    finally:
        pdf_guard.within = within


def alone(
    html: str, made: dict[str, str], data: Any, moment: dt.datetime
) -> tuple[float, float, int]:
    """WeasyPrint's own seconds for this page, on both clocks, and the size of its file."""
    *took, content = seconds(lambda: pdf.write(html, made=made, data=data, moment=moment))
    return *took, len(content)


def beside_weasyprint(coordinator: User, ids: list[int]) -> list[Paper]:
    """Each document by a part of a job, and at once again by WeasyPrint alone, in a process that
    does nothing else and stays warm: both meet the same machine."""
    job = begin(coordinator, ids)
    papers = []
    apart = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    with apart, watched() as seen:
        jobs.run(job.pk)
        for _ in ids:
            *ours, _more = seconds(lambda: job_parts.work(job.pk, seconds=0))
            given = getclosurevars(seen.pop()).nonlocals
            html, made = pdf.printable(given["html"]), dict(given["made"])
            *took, size = apart.submit(
                alone, html, made, given["attachments"], given["moment"]
            ).result()
            papers.append(Paper(html, made, *ours, *took, pdf_bytes=size))
    failed = job.parts.exclude(state=JobState.DONE).count()
    assert failed == 0, f"{failed} of the documents failed"
    return papers[WARM:]


# --- workers ----------------------------------------------------------------------------------


def per_second(coordinator: User, ids: list[int], *, workers: int, folder: Path) -> float:
    """Documents per second of a Celery worker with a pool of so many, between the end of the
    first ones and that of the last."""
    redis.Redis.from_url(settings.CELERY_BROKER_URL).flushdb()
    supervisor = Supervisor()
    log = folder / f"workers-{workers}-{time.monotonic_ns()}.log"
    words = ["worker", "--loglevel", "WARNING", "--concurrency", str(workers)]
    supervisor.start(
        "Worker",
        [sys.executable, "-m", "celery", "--app", "config", *words, "--without-gossip"],
        env=os.environ
        | {
            "DEMO": "1",
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "REDIS_URL": settings.CELERY_BROKER_URL,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        },
        log=log,
    )
    try:
        job = begin(coordinator, ids)
        while not Job.objects.filter(pk=job.pk, state__in=["done", "failed"]).exists():
            assert supervisor.first_ended() is None, log.read_text()
            time.sleep(0.2)
    finally:
        supervisor.stop()
    over = sorted(job.parts.filter(state=JobState.DONE).values_list("finished_at", flat=True))
    assert len(over) == len(ids), f"{len(ids) - len(over)} of the documents failed"
    return (len(over) - WARM) / (over[-1] - over[WARM - 1]).total_seconds()


def beside_one(coordinator: User, ids: list[int], rounds: int) -> tuple[float, float]:
    """The median of one and of two, in turns."""
    found: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for _ in range(rounds):
            for workers, rates in found.items():
                rate = per_second(coordinator, ids, workers=workers, folder=Path(folder))
                rates.append(rate)
                print(f"  pool of {workers}: {rate:.2f} documents per second", flush=True)
    return statistics.median(found[1]), statistics.median(found[2])


# --- Chromium ---------------------------------------------------------------------------------


def in_chromium(papers: list[Paper]) -> str:
    """Print the same pages with a browser that stays open; answers its version, "" without one."""
    with sync_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            return ""
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        page = browser.new_page()
        showing: list[Paper] = []
        page.route("**/*", lambda route: _answer(route, showing[-1]))
        for paper in [*papers[:WARM], *papers]:
            showing.append(paper)
            paper.chromium, _ours, printed = seconds(lambda: _print(page))
            paper.chromium_bytes = len(printed)
        version = browser.version
        browser.close()
    return version


def _print(page: Page) -> bytes:
    page.goto(f"{pdf.BASE_URL}page.html", wait_until="load")
    return page.pdf(prefer_css_page_size=True, tagged=True, outline=True)


def _answer(route: Route, paper: Paper) -> None:
    """The page with its sheet, our own files, the drawings of this paper, and nothing else."""
    name = urlsplit(route.request.url).path.removeprefix("/")
    if name == "page.html":
        html = paper.html.replace("</head>", '<link rel="stylesheet" href="/document.css"></head>')
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif name in paper.made:
        route.fulfill(body=paper.made[name], content_type="image/svg+xml")
    elif (pdf.FOLDER / name).is_file():
        route.fulfill(path=pdf.FOLDER / name)
    else:
        route.abort()


# --- figures ----------------------------------------------------------------------------------


def median(papers: list[Paper], name: str) -> float:
    return statistics.median(getattr(paper, name) for paper in papers)


def ratio(papers: list[Paper], mine: str, other: str = "weasyprint") -> float:
    return statistics.median(getattr(one, mine) / getattr(one, other) for one in papers)


def table(papers: list[Paper], version: str) -> None:
    print(f"\n{len(papers)} agreements, medians{'':14} clock ms  processor ms  x WeasyPrint")
    named = [
        ("a part of a job, all of it", "ours"),
        ("WeasyPrint alone, same HTML and fonts", "weasyprint"),
    ]
    for name, key in named:
        clock, cpu = median(papers, key) * 1000, median(papers, f"{key}_cpu") * 1000
        print(f"  {name:38}{clock:8.0f}{cpu:14.0f}{ratio(papers, key):14.3f}")
    if version:
        clock, beside = median(papers, "chromium") * 1000, ratio(papers, "chromium")
        print(f"  {'Chromium ' + version:38}{clock:8.0f}{'(its own)':>14}{beside:14.3f}")
    print(f"  by processor time {ratio(papers, 'ours_cpu', 'weasyprint_cpu'):.3f}: that of others")
    print("  on this machine is not in it")
    size = median(papers, "pdf_bytes") / 1000
    other_size = median(papers, "chromium_bytes") / 1000
    print(f"  a file of ours {size:.0f} kB (PDF/A-3a, PDF/UA, data inside)", end="")
    print(f", of Chromium {other_size:.0f} kB (tagged, neither standard)" if version else "")


def measure(count: int, rounds: int) -> int:
    coordinator, ids = make_agreements(count + WARM)
    papers = beside_weasyprint(coordinator, ids)
    version = in_chromium(papers)
    table(papers, version)
    print("\nReal prefork workers, in turns")
    one, two = beside_one(coordinator, ids, rounds)
    ours = ratio(papers, "ours")
    print(f"  two {two:.2f}, one {one:.2f} documents per second: {two / one:.2f} times as many")
    wrong = [
        sentence
        for broken, sentence in [
            (ours > OURS, f"a part takes {ours:.3f} times WeasyPrint's own time, over {OURS}"),
            (two / one < TWO, f"two workers bring {two / one:.2f} times one, under {TWO}"),
        ]
        if broken
    ]
    print("\n".join(["\nBROKEN", *wrong]) if wrong else "\nAll as promised.")
    return 1 if wrong else 0


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("count", nargs="?", type=int, default=600)
    asked.add_argument("--rounds", type=int, default=1, help="of one worker and then two")
    said = asked.parse_args()
    setup_test_environment()
    settings.CELERY_BROKER_URL = settings.REDIS_URL
    celery_app.conf.task_always_eager = False
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory(prefix="bench-media-") as media:
            settings.MEDIA_ROOT = media
            return measure(said.count, said.rounds)
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


if __name__ == "__main__":
    raise SystemExit(main())
