"""A placement's year, lived day by day, with a sweep of reminders at chosen hours of each day."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from django.utils import timezone

from accounts.enums import Role, SignInMethod
from accounts.models import Notification
from config import clock
from placements.actions import (
    agreements,
    days,
    placements,
    shortenings,
    sightings,
    sign_offs,
    signing,
    trialogue_notes,
    trialogues,
)
from placements.actions.days import DayContent
from placements.actions.reminders import collect
from placements.actions.signing import Evidence
from placements.documents.trialogue_report import report_hash
from placements.enums import Advice, DayState
from placements.models import Placement
from placements.overviews.plan import planned_days
from tests.factories import make_placement, make_user, person
from tests.placements.stories import rate

FIRST, LAST = dt.date(2026, 9, 18), dt.date(2027, 6, 30)
Hours = Callable[[dt.date], Iterable[int]]
Said = tuple[str, str, str]


def every_evening(date: dt.date) -> Iterable[int]:
    return (21,)


def moments(date: dt.date, hours: Iterable[int]) -> list[dt.datetime]:
    """These hours after local midnight, in real time: a day has 23, 24 or 25 of them."""
    midnight = timezone.make_aware(dt.datetime.combine(date, dt.time()))
    return [
        moment
        for hour in hours
        if clock.local_date(moment := midnight.astimezone(dt.UTC) + dt.timedelta(hours=hour))
        == date
    ]


class Year:
    """Amina works on Mondays and Tuesdays; what happens stands in `events`, by date."""

    def __init__(self) -> None:
        self.coordinator = make_user("Wim", "Claes")
        self.placement = make_placement(
            starts_on=dt.date(2026, 9, 21), ends_on=dt.date(2027, 6, 18), weekdays=(0, 1)
        )
        self.placement.enrolment.programme.coordinators.add(self.coordinator)
        self.new_mentor = make_user("Olga", "Petit")
        self.worked = self._worked()

    def _worked(self) -> set[dt.date]:
        planned = [day.date for day in planned_days(self.placement)]
        spells = [("2026-09-21", "2026-11-30"), ("2027-01-04", "2027-01-05")]
        spells.append(("2027-03-22", "2027-03-23"))
        return {
            date
            for date in planned
            if any(first <= date.isoformat() <= last for first, last in spells)
        }

    def play(self, hours: Hours = every_evening, last: dt.date = LAST) -> "Year":
        date = FIRST
        while date <= last:
            sweeps = moments(date, hours(date))
            noon = timezone.make_aware(dt.datetime.combine(date, dt.time(12)))
            for now in [moment for moment in sweeps if moment < noon]:
                collect(now)
            with clock.at(noon):
                self.happen(date)
            for now in [moment for moment in sweeps if moment >= noon]:
                collect(now)
            date += dt.timedelta(days=1)
        return self

    def said(self) -> list[Said]:
        """(due date, rule, role) of every reminder, in order, without what actions report."""
        rows = Notification.objects.filter(context__has_key="to").exclude(rule="trialogue-planned")
        return sorted((row.due_on.isoformat(), row.rule, row.context["to"]) for row in rows)

    # --- what happens

    def who(self, role: str):
        return person(self.placement, role)

    def happen(self, date: dt.date) -> None:
        if date in self.worked and self.placement.is_open:
            content = DayContent(date=date)
            days.log(by=self.who(Role.STUDENT), placement=self.placement, content=content)
        for moment, event in self.events():
            if moment == date.isoformat():
                event()
        if "2026-10-31" < date.isoformat() < "2027-02-01" and date.weekday() == 2:
            self.confirm()

    def events(self) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "2026-09-18", self.send_agreement
        yield "2026-09-28", lambda: (self.sign(Role.STUDENT), self.sign(Role.COACH))
        yield "2026-10-02", lambda: self.sign(Role.MENTOR)
        yield "2026-10-09", self.confirm
        yield "2026-10-27", self.plan
        yield "2026-10-30", self.confirm
        yield "2026-11-05", self.hold
        yield "2026-11-09", self.propose
        yield "2026-11-12", lambda: self.sign_off(Role.STUDENT, Role.COACH)
        yield "2026-11-17", self.give_back
        yield "2026-11-18", self.advise
        yield "2026-11-19", lambda: (self.sign_off(Role.MENTOR), self.correct())
        yield "2026-11-20", self.ratify
        yield "2026-11-25", self.finish_action
        yield "2027-04-12", self.replace_mentor
        yield "2027-04-16", self.confirm
        yield "2027-04-30", self.end

    def send_agreement(self) -> None:
        opened = agreements.open_agreement(by=self.coordinator, placement=self.placement)
        self.agreement = agreements.send(by=self.coordinator, agreement=opened)

    def sign(self, role: str) -> None:
        sightings.shown(by=self.who(role), agreement=self.agreement)
        signing.sign(
            by=self.who(role),
            agreement=self.agreement,
            sha256=self.agreement.sha256,
            typed_name=self.who(role).get_full_name(),
            language="nl",
            evidence=Evidence(SignInMethod.LINK, clock.now()),
        )

    def confirm(self) -> None:
        waiting = list(self.placement.days.filter(state=DayState.LOGGED))
        days.confirm(by=self.who(Role.MENTOR), days=waiting)

    def plan(self) -> None:
        starts_at = timezone.make_aware(dt.datetime(2026, 11, 5, 14, 0))
        self.meeting = trialogues.plan(
            by=self.who(Role.COACH), placement=self.placement, starts_at=starts_at
        )

    def hold(self) -> None:
        coach = self.who(Role.COACH)
        self.meeting = trialogues.hold(by=coach, trialogue=self.meeting)
        self.action = trialogue_notes.agree(
            by=coach,
            trialogue=self.meeting,
            what="Twee aangiften alleen voorbereiden",
            who=Role.STUDENT,
            due_on=dt.date(2026, 11, 20),
        )

    def sign_off(self, *roles: str) -> None:
        for role in roles:
            shown = report_hash(self.meeting)
            sign_offs.sign_off(by=self.who(role), trialogue=self.meeting, shown=shown)
            self.meeting.refresh_from_db()

    def propose(self) -> None:
        rate(self.placement, Role.STUDENT, "V")
        self.proposal = shortenings.propose(
            by=self.who(Role.STUDENT),
            placement=self.placement,
            competences=list(self.placement.dossier.version.competences.all()),
            reason="Inboeken kan ik al.",
            freed_time_for="Aangiftes oefenen.",
        )

    def advise(self) -> None:
        self.proposal = shortenings.advise(
            by=self.who(Role.MENTOR), proposal=self.proposal, advice=Advice.AGREES, words=""
        )

    def ratify(self) -> None:
        shortenings.ratify(by=self.who(Role.COACH), proposal=self.proposal)

    def give_back(self) -> None:
        self.day = self.placement.days.get(date=dt.date(2026, 11, 16))
        days.give_back(by=self.who(Role.MENTOR), day=self.day, reason="Het was een halve dag.")

    def correct(self) -> None:
        content = DayContent(date=self.day.date, afternoon=False)
        days.change(by=self.who(Role.STUDENT), day=self.day, content=content)

    def finish_action(self) -> None:
        trialogue_notes.finish_action(by=self.who(Role.STUDENT), action=self.action)

    def replace_mentor(self) -> None:
        placements.change_person(
            by=self.coordinator, placement=self.placement, role=Role.MENTOR, person=self.new_mentor
        )
        self.placement = Placement.objects.with_people().get(pk=self.placement.pk)

    def end(self) -> None:
        self.placement = placements.end(
            by=self.coordinator, placement=self.placement, moment=clock.now(), reason="Verhuisd"
        )
