"""Proposed moments as each of the three sees them: who can when, whose turn it is, and which
moments a coach could propose. And how a meeting came to its moment."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import TRIAD, Role
from accounts.models import HistoryEntry, User
from config import clock
from placements.enums import WindowState
from placements.models import (
    MeetingProposal,
    MeetingSlot,
    NoneSuits,
    Placement,
    SlotAnswer,
    Trialogue,
)
from placements.overviews.meetings import Forecast
from placements.overviews.plan import plan_of, planned_days
from placements.rules.attention_facts import Choosing
from placements.rules.moments import ASKED, has_answered, moments_to_offer, span_to_offer
from placements.rules.working_days import is_working_day

FREE = (WindowState.NOT_YET, WindowState.OPEN, WindowState.OVERDUE)


@dataclass(frozen=True)
class Seat:
    """One of the three and whether a moment suits them (None: not said)."""

    role: str
    name: str
    suits: bool | None


@dataclass(frozen=True)
class Choice:
    """One proposed moment with what each of the three said of it."""

    slot: MeetingSlot
    seats: list[Seat]
    is_past: bool

    def said_by(self, role: str) -> bool | None:
        return next((seat.suits for seat in self.seats if seat.role == role), None)


@dataclass(frozen=True)
class Asked:
    """A proposal with its slots and answers loaded; only what people of today said counts."""

    proposal: MeetingProposal

    @property
    def placement(self) -> Placement:
        return self.proposal.placement

    @cached_property
    def _suits(self) -> dict[tuple[int, str], bool]:
        return {
            (said.slot_id, said.role): said.suits
            for slot in self.proposal.slots.all()
            for said in slot.answers.all()
            if self._speaks(said)
        }

    def _speaks(self, said: SlotAnswer | NoneSuits) -> bool:
        return any(one.pk == said.person_id for one in self.placement.people(said.role))

    @cached_property
    def refusals(self) -> list[NoneSuits]:
        """Who can come at none of these, with when they could."""
        return [said for said in self.proposal.refusals.all() if self._speaks(said)]

    @cached_property
    def choices(self) -> list[Choice]:
        now = clock.now()
        return [
            Choice(slot, self._seats(slot), slot.starts_at <= now)
            for slot in self.proposal.slots.all()
        ]

    def _seats(self, slot: MeetingSlot) -> list[Seat]:
        """The coach proposed it, and so can."""
        people = {role: self.placement.person(role) for role in TRIAD}
        return [
            Seat(
                role.value,
                person.first_name,
                True if role == Role.COACH else self._suits.get((slot.pk, role)),
            )
            for role, person in people.items()
            if person is not None
        ]

    def has_answered(self, role: str) -> bool:
        """Something suits, or nothing does: then it is not this role that keeps others waiting."""
        if any(said.role == role for said in self.refusals):
            return True
        return has_answered([one.said_by(role) for one in self.choices if not one.is_past])

    @cached_property
    def waits_for(self) -> list[str]:
        """The roles that still have to say what suits; empty when it is the coach's turn."""
        if all(choice.is_past for choice in self.choices):
            return []
        return [role.value for role in ASKED if not self.has_answered(role)]

    @property
    def needs_coach(self) -> bool:
        """Nobody can bring it further but the coach: other moments, or one of these by hand."""
        return not self.waits_for or bool(self.refusals)

    @property
    def since(self) -> dt.date:
        return clock.local_date(self.proposal.proposed_at)

    @property
    def state(self) -> str:
        """'waits for Griet since 2 days', 'suits nobody'; as the coach and the others read it."""
        if self.refusals:
            names = [self._name(said.role) for said in self.refusals]
            return _("none suits %(who)s") % {"who": get_text_list(names, _("and"))}
        if not self.waits_for:
            past = all(choice.is_past for choice in self.choices)
            return _("all moments have passed") if past else _("no moment suits both")
        who = get_text_list([self._name(role) for role in self.waits_for], _("and"))
        days = (clock.today() - self.since).days
        if days <= 0:
            return _("waits for %(who)s since today") % {"who": who}
        words = ngettext(
            "waits for %(who)s since yesterday", "waits for %(who)s for %(n)s days", days
        )
        return words % {"who": who, "n": days}

    def _name(self, role: str) -> str:
        person = self.placement.person(role)
        return person.first_name if person else Role(role).label

    def turn_of(self, role: str) -> bool:
        """Whether this role is asked and still has to answer."""
        return role in self.waits_for


def with_answers(found: QuerySet[MeetingProposal]) -> QuerySet[MeetingProposal]:
    """All that `Asked` reads, in six queries whatever the number."""
    slots = MeetingSlot.objects.prefetch_related("answers")
    return found.select_related("proposed_by", "moves").prefetch_related(
        Prefetch("placement", queryset=Placement.objects.with_people()),
        Prefetch("slots", queryset=slots),
        "refusals",
    )


def open_proposals(user: User, placement: Placement | None = None) -> list[Asked]:
    """What waits for an answer: in one placement, or in all where this person speaks."""
    found = MeetingProposal.objects.visible_to(user).open()
    if placement is not None:
        found = found.filter(placement=placement)
    else:
        found = found.filter(placement__in=Placement.objects.with_voice(user).open())
    return [Asked(proposal) for proposal in with_answers(found)]


def choosing(user: User, placements: Iterable[Placement]) -> dict[int, dict[str, Choosing]]:
    """Placement (key) -> kind of meeting -> where choosing a moment stands; one query where none is
    proposed."""
    found: dict[int, dict[str, Choosing]] = defaultdict(dict)
    rows = MeetingProposal.objects.visible_to(user).open().filter(placement__in=placements)
    for asked in map(Asked, with_answers(rows)):
        proposal = asked.proposal
        found[proposal.placement_id][proposal.kind] = Choosing(proposal.pk, asked.state)
    return found


@dataclass(frozen=True)
class Offer:
    """Moments that fall in a window, for the coach to start from."""

    window: Forecast
    moments: list[dt.datetime]


def offers(
    placement: Placement, windows: Iterable[Forecast], *, moves: Trialogue | None = None
) -> list[Offer]:
    """For each window in which no meeting is planned or was held, and for that of the meeting
    which `moves`: up to three moments."""
    plan = plan_of(placement)
    at_work = {day.date for day in planned_days(placement)}

    def is_free(date: dt.date) -> bool:
        return not is_working_day(date) or plan.free_because(date) is not None

    return [
        Offer(window, _moments(window, at_work, is_free))
        for window in windows
        if window.state in FREE or (moves is not None and window.kind == moves.kind)
    ]


def _moments(
    window: Forecast, at_work: Collection[dt.date], is_free: Callable[[dt.date], bool]
) -> list[dt.datetime]:
    span = span_to_offer(
        opens=window.opens,
        closes=window.closes,
        today=clock.today(),
        is_due=window.state != WindowState.NOT_YET,
    )
    found = moments_to_offer(span, is_free=is_free, at_work=at_work)
    return [timezone.make_aware(dt.datetime.combine(date, time)) for date, time in found]


@dataclass(frozen=True)
class Step:
    """How a meeting came to its moment: planned, moved from when to when, or cancelled."""

    action: str
    at: dt.datetime
    by: User | None
    before: dt.datetime | None
    after: dt.datetime | None


def steps_of(trialogue: Trialogue) -> list[Step]:
    """The latest first; one query. Only meetings that were moved have something to tell."""
    rows = HistoryEntry.objects.filter(
        subject=f"{trialogue._meta.label_lower}:{trialogue.pk}",
        action__in=["trialogue-planned", "trialogue-moved", "trialogue-cancelled"],
    ).select_related("by")
    steps, known = [], trialogue.starts_at
    for row in rows.order_by("-at", "-pk"):
        # The oldest rows of a move say only from when: the next one says to when.
        after = _moment(row.data.get("after") or row.data.get("starts_at")) or known
        before = _moment(row.data.get("before"))
        known = before or known
        steps.append(Step(row.action, row.at, row.by, before, after))
    return steps if any(step.before for step in steps) else []


def _moment(iso: str | None) -> dt.datetime | None:
    return parse_datetime(iso) if iso else None
