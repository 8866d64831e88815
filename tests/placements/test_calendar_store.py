"""An update moves, it does not duplicate: whatever happens to meetings, in whatever order the
mails come in and however often, each calendar ends up with what is planned for its person."""

import datetime as dt
import random

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import Role
from accounts.models import Notification, User
from config import clock
from placements.actions import moments, placements, trialogues
from placements.actions.moments import Moment
from placements.enums import TrialogueState
from placements.models import Placement, Trialogue
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.ics import Store

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 10, 20, 9, 0)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["plan", "move", "agree", "agree-to-move", "cancel", "mentor", "coach"]),
        st.integers(0, 400),
    ),
    min_size=1,
    max_size=12,
)


class Life:
    """One placement to which things happen, an hour apart."""

    def __init__(self) -> None:
        self.wim = make_user("Wim", "Claes")
        programme = make_programme(f"life-{self.wim.pk}", coordinator=self.wim)
        self.key = make_placement(programme=programme).pk
        self.known: set[User] = set()

    @property
    def placement(self) -> Placement:
        return Placement.objects.with_people().get(pk=self.key)

    @property
    def planned(self) -> Trialogue | None:
        return self.placement.trialogues.filter(state=TrialogueState.PLANNED).first()

    @property
    def coach(self) -> User:
        return person(self.placement, Role.COACH)

    def step(self, what: str, number: int) -> None:
        self.known |= {voice.person for voice in self.placement.voices()}
        moment = clock.now() + dt.timedelta(days=2, hours=number)
        planned = self.planned
        match what:
            case "plan" if planned is None:
                trialogues.plan(by=self.coach, placement=self.placement, starts_at=moment)
            case "move" if planned:
                trialogues.move(
                    by=self.coach, trialogue=planned, starts_at=moment, place="Gent", video_link=""
                )
            case "agree" if planned is None:
                self.agree(moment, None)
            case "agree-to-move" if planned:
                self.agree(moment, planned)
            case "cancel" if planned:
                trialogues.cancel(by=self.coach, trialogue=planned, reason="Iemand is ziek.")
            case "mentor" | "coach":
                new = make_user("Sofie", "Aerts")
                placements.change_person(
                    by=self.wim, placement=self.placement, role=what, person=new
                )

    def agree(self, moment: dt.datetime, moves: Trialogue | None) -> None:
        proposal = moments.propose(
            by=self.coach, placement=self.placement, moments=[Moment(moment)], moves=moves
        )
        slots = {slot.pk for slot in proposal.slots.all()}
        for role in (Role.MENTOR, Role.STUDENT):
            by = person(self.placement, role)
            moments.answer(by=by, proposal=proposal, suits=slots)

    def calendar_of(self, who: User, order: random.Random) -> Store:
        """What stands in this person's calendar after all mails, mixed up and some twice."""
        rows = Notification.objects.filter(recipient=who).exclude(calendar="")
        files = list(rows.values_list("calendar", flat=True))
        files += order.sample(files, len(files) // 2)
        order.shuffle(files)
        store = Store()
        for text in files:
            store.receive(text)
        return store


@given(steps=STEPS, order=st.randoms(use_true_random=False))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_each_calendar_holds_what_is_planned_for_its_person_and_nothing_twice(steps, order):
    with transaction.atomic():
        life = Life()
        for hour, (what, number) in enumerate(steps):
            with clock.at(START + dt.timedelta(hours=hour)):
                life.step(what, number)
        placement, planned = life.placement, life.planned
        speaking = {voice.person for voice in placement.voices()}
        for who in life.known | speaking:
            expected = {}
            if planned and who in speaking:
                uid = f"{planned.uid}@{django_settings.MAIL_DOMAIN}"
                ends_at = planned.starts_at + dt.timedelta(minutes=planned.minutes)
                expected = {uid: (planned.starts_at, ends_at)}
            assert life.calendar_of(who, order).events == expected
        transaction.set_rollback(True)
