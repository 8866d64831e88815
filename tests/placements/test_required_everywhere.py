"""The number of required days stands in many places; a decision moves all of them at once.

The placement asks for 37 days and a shortening takes off 5, so that 37 and 32 stand for nothing
else: every page, paper, file and answer is searched for both numbers, and for the dates on which
day 37 and day 32 fall.
"""

import datetime as dt
import io
import re
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.models import Competence
from config import clock
from config.pdf import render_document
from placements.actions import feeds, shortenings
from placements.documents.portfolio import Choice, portfolio_document
from placements.documents.trialogue_report import trialogue_report
from placements.enums import Advice
from placements.models import Placement, ShorteningProposal, Trialogue
from placements.overviews.plan import attach_plans
from placements.overviews.reminders import facts_of
from tests.factories import make_placement, make_user
from tests.placements.ics import read
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

FULL, LESS = 37, 32
DAY_NINE = dt.date(2026, 10, 2)
TODAY = dt.datetime(2026, 10, 22, 17)
# With 22 days behind, day 23 is today's; 11 November is a holiday.
SAID = {
    FULL: re.compile(r"(?<![\d.,:-])37(?:\.0)?(?![\d:%]|[.,]\d)|Thu(?:rsday)? 12 Nov"),
    LESS: re.compile(r"(?<![\d.,:-])32(?:\.0)?(?![\d:%]|[.,]\d)|Wed(?:nesday)? 4 Nov"),
}
EACH_DAY = re.compile(r"day \d+ \d+ \w+ \d{4}, \w+")  # a row of the table behind the year
# Where the story is told, or the rules are shown, the other number has its place too.
TOLD = ("placement", "shortening-list", "meeting", "report", "portfolio", "home (student)", "api")
RULES, DECIDED = ("shortening-list",), ("shortening-list", "meeting", "report")


@dataclass
class World:
    placement: Placement
    coordinator: User
    meeting: Trialogue
    feed: str

    def page(self, role: str, name: str, *args, query: str = "") -> str:
        """The words of a page as this person reads them, pictures and tables included."""
        client = Client()
        client.force_login(self.who(role))
        answer = client.get(reverse(name, args=args) + query)
        assert answer.status_code == 200, name
        html = answer.content.decode()
        html = re.sub(r"(?s)<(script|style|nav)\b.*?</\1>", " ", html)
        words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
        return EACH_DAY.sub("", words)

    def who(self, role: str) -> User:
        return self.coordinator if role == "coordinator" else self.placement.person(Role(role))


@pytest.fixture
def world() -> World:
    coordinator = make_user("Wim", "Claes")
    placement = make_placement(required_days=FULL)
    placement.enrolment.programme.coordinators.add(coordinator)
    User.objects.update(language="en")
    work(placement, 22)
    hold_trialogue(placement, DAY_NINE)
    with clock.at(DAY_NINE):
        rate(placement, Role.STUDENT, "V")
    with clock.at(TODAY):
        meeting = hold_trialogue(placement, TODAY.date(), kind="extra")
        feed = feeds.make(by=placement.student, with_days=True)
    placement = Placement.objects.with_people().get(pk=placement.pk)
    return World(placement, coordinator, meeting, feed)


def surfaces(world: World) -> dict[str, str]:
    """What everybody gets to read, by name."""
    pk, meeting = world.placement.pk, world.meeting.pk
    fresh = Placement.objects.with_people().with_days().get(pk=pk)
    attach_plans([fresh])
    pages = {
        f"{name} ({role})": world.page(role, f"placements:{name}", pk)
        for name, roles in {
            "placement": [*TRIAD, "coordinator"],
            "day-list": [*TRIAD],
            "plan": [*TRIAD],
            "trialogue-list": [*TRIAD],
            "shortening-list": [*TRIAD, "coordinator"],
            "finalise": [Role.COACH],
        }.items()
        for role in roles
    }
    return {
        **pages,
        **{f"home ({role})": world.page(role, "home") for role in ("student", "mentor")},
        "desk": world.page(Role.MENTOR, "mentors:desk"),
        "board": world.page(Role.COACH, "placements:board"),
        "list (coordinator)": world.page("coordinator", "placements:placement-list"),
        "meeting": world.page(Role.COACH, "placements:trialogue", meeting, query="?item=days"),
        "workbook": workbook(world),
        "api": api(world),
        "report": paper(trialogue_report(Trialogue.objects.get(pk=meeting), "en")),
        "portfolio": paper(
            portfolio_document(placement=fresh, student=fresh.student, choice=Choice(language="en"))
        ),
        "reminders": str(facts_of([pk])[0].required),
        "calendar": calendar(world),
    }


def workbook(world: World) -> str:
    client = Client()
    client.force_login(world.coordinator)
    answer = client.get(reverse("placements:placement-export"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)


def api(world: World) -> str:
    client = Client()
    client.force_login(world.who(Role.STUDENT))
    return str(client.get(f"/api/v1/placements/{world.placement.pk}/").json())


def paper(document) -> str:
    return " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(render_document(document))).pages
    )


def calendar(world: World) -> str:
    """The days at work in the student's own calendar, without the one that was missed."""
    text = Client().get(reverse("placements:feed-read", args=[world.feed])).content.decode()
    days = [one for one in read(text).contents["vevent"] if "Veldeman" in one.summary.value]
    return str(len(days) - 1)


def numbers(world: World) -> dict[str, set[int]]:
    """Which of the two stand where."""
    with clock.at(TODAY):
        found = surfaces(world)
    return {
        name: {number for number, said in SAID.items() if said.search(text)}
        for name, text in found.items()
    }


def expected(found: dict[str, set[int]], now: int, both: tuple[str, ...]) -> dict[str, set[int]]:
    return {name: {FULL, LESS} if name.startswith(both) else {now} for name in found}


def ratified(world: World) -> ShorteningProposal:
    placement = world.placement
    with clock.at(TODAY):
        proposal = shortenings.propose(
            by=placement.student,
            placement=placement,
            competences=list(Competence.objects.filter(version=placement.dossier.version_id)),
            reason="Inboeken kan ik al.",
            freed_time_for="Aangiftes oefenen.",
        )
        proposal = shortenings.advise(
            by=placement.mentor, proposal=proposal, advice=Advice.AGREES, words=""
        )
        return shortenings.ratify(by=placement.coach, proposal=proposal)


def test_every_figure_of_required_days_moves_with_the_decision_and_back(world):
    before = numbers(world)

    proposal = ratified(world)
    shortened = numbers(world)

    placement = world.placement
    with clock.at(TODAY + dt.timedelta(minutes=1)):
        later = hold_trialogue(placement, TODAY.date() + dt.timedelta(days=1), kind="extra")
        shortenings.revoke(
            by=placement.coach, proposal=proposal, trialogue=later, reason="Twee niet bereikt."
        )
    after = numbers(world)

    assert len(before) == 30
    assert before == expected(before, FULL, RULES)
    assert shortened == expected(before, LESS, TOLD)
    assert after == expected(before, FULL, DECIDED)
