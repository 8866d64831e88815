"""Lives of placements: what student, mentor and coach do from day to day, by the real actions.

Chance decides, from a seed. What an action refuses does not happen. `since` notes what no row says:
from when a day stands as it does.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.actions import people
from accounts.enums import TRIAD, MailPace, MailState, Role, SignInMethod
from accounts.models import Notification, User
from competences.actions import dossiers
from config import clock
from config.refusal import Refusal
from placements.actions import (
    agreements,
    days,
    mandates,
    moments,
    placements,
    plans,
    shortenings,
    sightings,
    sign_offs,
    signatories,
    signing,
    trialogue_notes,
    trialogues,
)
from placements.actions.days import DayContent
from placements.actions.moments import Moment
from placements.documents.trialogue_report import report_hash
from placements.enums import (
    Advice,
    AgreementState,
    DayState,
    ProposalState,
    ShorteningState,
    TrialogueState,
)
from placements.models import Agreement, Placement, Trialogue, TrialogueAction
from placements.overviews.plan import planned_days
from placements.rules.signing import party
from tests.factories import make_placement, make_programme, make_user
from tests.placements.stories import rate
from tests.years.almanac import works

DAY = dt.timedelta(days=1)
MONTH = 30 * DAY
NEVER = dt.date.max


@dataclass
class School:
    """What all lives share. `replaced`: who left a role (placement, person), `erased`: people who
    are gone, `asked_again`: messages (ids) that a handover wrote."""

    dice: random.Random
    coordinator: User
    programmes: list
    since: dict[int, dt.date] = field(default_factory=dict)
    replaced: set[tuple[int, int]] = field(default_factory=set)
    erased: set[int] = field(default_factory=set)
    asked_again: list[int] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share


def make_school(seed: int) -> School:
    wim = make_user("Wim", "Claes")
    programmes = [make_programme(f"years-{seed}-{n}", coordinator=wim) for n in (1, 2)]
    return School(random.Random(seed), wim, programmes)


def at_noon(date: dt.date, hour: int = 12) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(date, dt.time(hour)))


class Life:
    """One placement of one academic year. Chance is asked first: most days nothing happens."""

    placement: Placement | None = None
    is_sent = False

    def __init__(self, school: School, year: int, number: int) -> None:
        dice = school.dice
        self.school, self.dice = school, dice
        start = dt.date(year, 9, 15) + dice.randrange(10) * DAY
        pace = dice.choice([MailPace.NOW, MailPace.DAILY, MailPace.DAILY, MailPace.WEEKLY])
        mentor = make_user("Griet", "Moerman", pace=pace)
        made = make_placement(
            programme=school.programmes[number % len(school.programmes)],
            student=make_user("Amina", f"Bouzid{number}"),
            mentor=mentor,
            coach=make_user("Katrien", "Dhaeseleer"),
            starts_on=start,
            ends_on=dt.date(year + 1, 6, 1) + dice.randrange(28) * DAY,
            weekdays=tuple(sorted(dice.sample(range(5), 2))),
        )
        quiet = {"quiet_from": dt.time(21), "quiet_until": dt.time(7)}
        User.objects.filter(pk=mentor.pk).update(**(quiet if number % 2 else {"pace": pace}))
        self.pk = made.pk
        self.diligent, self.mentor_looks = dice.uniform(0.4, 1), dice.uniform(0.02, 0.4)
        self.silent_from = start + dice.randrange(60, 250) * DAY
        self.silent_until = self.silent_from + dice.randrange(50) * DAY
        self.leaves = made.ends_on - dice.choice([0, 0, 0, 40, 100, 180]) * DAY
        self.hands_over = start + dice.randrange(60, 400) * DAY
        self.erased_on = start + dice.randrange(90, 600) * DAY
        self.erased_role = dice.choice([Role.STUDENT, Role.MENTOR])
        self.is_overtaken = number % 2 == 0
        self.with_agreement = number % 3 != 2
        if number % 3 == 1:
            self.appoint(made, start)

    def be_brief(self, date: dt.date) -> None:
        """A life in which somebody goes away every few days from this date on."""
        self.hands_over, self.erased_on, self.leaves = date, date + 10 * DAY, date + 20 * DAY
        self.diligent, self.mentor_looks, self.with_agreement = 0.9, 0, False

    def appoint(self, placement: Placement, start: dt.date) -> None:
        with clock.at(start - 7 * DAY):
            signatories.appoint(
                by=self.school.coordinator,
                workplace=placement.workplace,
                person=make_user("Bea", "Rys"),
            )

    # --- a day

    def live(self, date: dt.date) -> None:
        """What happens on this date; call it at a moment of that date."""
        if not works(date):
            return
        self.placement = Placement.objects.with_people().get(pk=self.pk)
        if not self.placement.is_open or not self.placement.voices():
            return
        for act in self.acts(date):
            with suppress(Refusal):
                act()
        if date >= self.leaves and self.school.chance(0.5):
            placements.end(
                by=self.school.coordinator,
                placement=self.placement,
                moment=clock.now(),
                reason="Voorbij",
            )

    def acts(self, date: dt.date) -> Iterator[Callable[[], object]]:
        if self.with_agreement:
            yield self.paper
        if self.here(Role.STUDENT):
            yield lambda: self.log(date)
            yield self.mend
        if self.here(Role.MENTOR):
            yield self.look
        yield lambda: self.meet(date)
        yield self.answer
        yield self.sign_off
        yield self.do
        yield self.shorten
        yield lambda: self.change(date)

    def who(self, role: str) -> User:
        return self.placement.person(role)

    def here(self, role: str) -> bool:
        return self.who(role).is_active

    def maybe(self, share: float) -> bool:
        return self.school.chance(share)

    # --- papers

    def paper(self) -> None:
        if not self.is_sent:
            self.is_sent = True
            opened = agreements.open_agreement(by=self.school.coordinator, placement=self.placement)
            agreements.send(by=self.school.coordinator, agreement=opened)
            return
        for role in TRIAD:
            if self.maybe(0.1):
                for paper in Agreement.objects.filter(placement=self.pk, state=AgreementState.OUT):
                    self.sign(paper, role)

    def sign(self, paper: Agreement, role: str) -> None:
        signs = party(paper, role)
        with suppress(Refusal):
            sightings.shown(by=signs, agreement=paper)
            said = {"sha256": paper.sha256, "typed_name": signs.get_full_name(), "language": "nl"}
            evidence = signing.Evidence(SignInMethod.LINK, clock.now())
            signing.sign(by=signs, agreement=paper, evidence=evidence, **said)

    # --- days

    def log(self, date: dt.date) -> None:
        if date.weekday() not in self.placement.weekdays:
            return
        if self.silent_from <= date <= self.silent_until:
            return
        if self.maybe(self.diligent) and date in {one.date for one in planned_days(self.placement)}:
            content = DayContent(date=date, afternoon=self.maybe(0.8))
            day = days.log(by=self.who(Role.STUDENT), placement=self.placement, content=content)
            self.school.since[day.pk] = date

    def look(self) -> None:
        if not self.maybe(self.mentor_looks):
            return
        waiting = list(self.placement.days.filter(state=DayState.LOGGED))
        if not waiting:
            return
        if self.maybe(0.2):
            day = days.give_back(by=self.who(Role.MENTOR), day=waiting.pop(), reason="Hoe lang?")
            self.school.since[day.pk] = clock.today()
        days.confirm(by=self.who(Role.MENTOR), days=waiting)

    def mend(self) -> None:
        """Correct what came back; ask to correct what was confirmed."""
        returned = self.placement.days.filter(state=DayState.RETURNED)
        if self.maybe(0.12) and (back := returned.first()) is not None:
            content = DayContent(date=back.date, afternoon=False)
            days.change(by=self.who(Role.STUDENT), day=back, content=content)
            self.school.since[back.pk] = clock.today()
        confirmed = self.placement.days.filter(state=DayState.CONFIRMED)
        if self.maybe(0.01) and (done := confirmed.first()) is not None:
            days.ask_correction(by=self.who(Role.STUDENT), day=done, reason="Half")
            self.school.since[done.pk] = clock.today()

    # --- meetings

    def meet(self, date: dt.date) -> None:
        coach = self.who(Role.COACH)
        planned = self.placement.trialogues.filter(state=TrialogueState.PLANNED).first()
        if planned is None:
            if self.maybe(0.04):
                self.ask_for_moment(date)
            elif self.maybe(0.02):
                starts_at = at_noon(date + self.dice.randrange(1, 20) * DAY, 14)
                kind = self.dice.choice(["progress", "assessment"])
                trialogues.plan(by=coach, placement=self.placement, starts_at=starts_at, kind=kind)
        elif clock.local_date(planned.starts_at) <= date:
            self.hold(planned)
        elif self.maybe(0.03):
            starts_at = planned.starts_at + self.dice.randrange(1, 9) * DAY
            trialogues.move(
                by=coach, trialogue=planned, starts_at=starts_at, place="Gent", video_link=""
            )
        elif self.maybe(0.01):
            trialogues.cancel(by=coach, trialogue=planned, reason="Ziek")

    def ask_for_moment(self, date: dt.date) -> None:
        starts = [at_noon(date + days * DAY) for days in self.dice.sample(range(4, 16), 2)]
        moments.propose(
            by=self.who(Role.COACH),
            placement=self.placement,
            moments=[Moment(start, "Gent") for start in starts],
        )

    def hold(self, planned: Trialogue) -> None:
        coach = self.who(Role.COACH)
        held = trialogues.hold(by=coach, trialogue=planned)
        for role in self.dice.sample([Role.STUDENT, Role.MENTOR], 1):
            due_on = clock.today() + self.dice.randrange(3, 25) * DAY
            trialogue_notes.agree(by=coach, trialogue=held, what="Oefenen", who=role, due_on=due_on)

    def answer(self) -> None:
        if not self.maybe(0.12):
            return
        asking = self.placement.meeting_proposals.filter(state=ProposalState.OPEN).first()
        if asking is None:
            return
        by, keys = self.who(self.dice.choice([Role.STUDENT, Role.MENTOR])), {}
        if self.maybe(0.15):
            moments.none_suits(by=by, proposal=asking, words="Volgende week")
            return
        keys = [slot.pk for slot in asking.slots.all()]
        moments.answer(by=by, proposal=asking, suits=keys[:1], cannot=keys[1:])

    def sign_off(self) -> None:
        if not self.maybe(0.13):
            return
        for held in self.placement.trialogues.filter(state=TrialogueState.HELD):
            role = self.dice.choice(list(TRIAD))
            if self.maybe(0.8) and self.here(role):
                held.placement = self.placement
                sign_offs.sign_off(by=self.who(role), trialogue=held, shown=report_hash(held))
            elif held.is_frozen:
                sign_offs.correct(
                    by=self.who(Role.COACH),
                    trialogue=held,
                    version=held.report_version,
                    reason="Datum",
                )

    def do(self) -> None:
        if not self.maybe(0.05):
            return
        open_ = TrialogueAction.objects.filter(
            trialogue__placement=self.placement, done_at__isnull=True
        )
        if (found := open_.first()) is not None:
            trialogue_notes.finish_action(by=self.who(Role.COACH), action=found)

    def shorten(self) -> None:
        if not self.maybe(0.05):
            return
        waiting = self.placement.shortenings.filter(state=ShorteningState.PROPOSED).first()
        if waiting is None:
            if self.placement.trialogues.held().exists():
                self.propose_shortening()
        elif waiting.advised_at is None:
            shortenings.advise(
                by=self.who(Role.MENTOR), proposal=waiting, advice=Advice.AGREES, words=""
            )
        else:
            shortenings.ratify(by=self.who(Role.COACH), proposal=waiting)

    def propose_shortening(self) -> None:
        rate(self.placement, Role.STUDENT, "V")
        shortenings.propose(
            by=self.who(Role.STUDENT),
            placement=self.placement,
            competences=list(self.placement.dossier.version.competences.all()),
            reason="Dat kan ik al.",
            freed_time_for="Andere taken.",
        )

    # --- people

    def change(self, date: dt.date) -> None:
        """Times away, deputies, another mentor, and somebody who is erased."""
        if self.maybe(0.006):
            last = date + self.dice.randrange(3, 20) * DAY
            coach = self.who(Role.COACH)
            plans.report_away(
                by=coach, placement=self.placement, kind="exams", first=date + DAY, last=last
            )
        if self.maybe(0.004):
            mandates.add_deputy(
                by=self.who(Role.MENTOR),
                placement=self.placement,
                person=make_user("Bo", "Maes"),
                last_day=date + self.dice.randrange(5, 60) * DAY,
            )
        if self.is_time(self.hands_over, date, mentor := self.who(Role.MENTOR)):
            self.hands_over = NEVER
            self.hand_over(mentor)
        elif self.is_time(self.erased_on, date, person := self.who(self.erased_role)):
            self.erased_on = NEVER
            self.erase(person)

    def is_time(self, since: dt.date, date: dt.date, person: User) -> bool:
        """From then on, as soon as something is written to them that has not left yet."""
        if date < since:
            return False
        written = Notification.objects.filter(
            recipient=person, context__has_key="to", cancelled_at=None
        )
        return date - since > MONTH or written.exclude(mail__state=MailState.SENT).exists()

    def hand_over(self, old: User) -> None:
        self.school.replaced.add((self.pk, old.pk))
        if self.is_overtaken:
            self.hand_over_beside_a_sweep()
            return
        last = Notification.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        new = make_user("Olga", "Petit")
        placements.change_person(
            by=self.school.coordinator, placement=self.placement, role=Role.MENTOR, person=new
        )
        asked = Notification.objects.filter(pk__gt=last, recipient=new, context__has_key="to")
        self.school.asked_again += asked.values_list("pk", flat=True)

    def hand_over_beside_a_sweep(self) -> None:
        """What a sweep leaves behind that looked before a handover and wrote after it: nothing to
        the old mentor is taken back, and only the next sweep asks the new one."""
        dossiers.hand_over(
            by=self.school.coordinator,
            dossier=self.placement.dossier,
            role=Role.MENTOR,
            person=make_user("Olga", "Petit"),
            topic=self.placement.topic,
        )

    def erase(self, person: User) -> None:
        """What is left of somebody who asked to be forgotten: a row without a name."""
        people.shut_out(person, by=None)
        User.objects.filter(pk=person.pk).update(
            is_active=False, first_name="", last_name="", email=f"erased-{person.pk}@example.org"
        )
        self.school.erased.add(person.pk)
