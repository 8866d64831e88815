"""The coach's board: rows by who needs me, what rests, and who is fine and why."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from accounts.enums import Role
from accounts.models import User
from config.pictures import DaysPicture
from placements.enums import BoardTab
from placements.models import (
    Nudge,
    Placement,
    QuietWord,
    ShorteningProposal,
    Snooze,
    Trialogue,
)
from placements.overviews.board_facts import Gathered
from placements.overviews.counts import DayCounts, day_counts
from placements.overviews.timeline import ring
from placements.rules.attention import attention, tab_of
from placements.rules.attention_facts import Reason
from placements.rules.fine import why_fine


@dataclass(frozen=True)
class Rest:
    """A reason that the coach lets rest, until when and why."""

    reason: Reason
    snooze: Snooze


@dataclass(frozen=True)
class Row:
    """One placement on the board, with all reasons that ask for the coach now, those that rest,
    and its last sign. `asked`: kind -> what somebody was asked about it, the last time first;
    `choosing`: where looking for a moment stands; `fine`: why nothing is the matter, in a line."""

    placement: Placement
    counts: DayCounts
    reasons: list[Reason]
    last_sign: dt.date | None
    meeting: Trialogue | None
    proposal: ShorteningProposal | None
    resting: list[Rest] = field(default_factory=list)
    asked: dict[str, list[Nudge]] = field(default_factory=dict)
    talk: QuietWord | None = None
    choosing: str = ""
    fine: str = ""

    @property
    def picture(self) -> DaysPicture:
        return ring(self.counts)

    def reason(self, tab: str = "") -> Reason:
        """The reason to show: the most urgent one, or the one of a tab."""
        return next(one for one in self.reasons if tab in ("", tab_of(one.kind)))

    def standing(self, kind: str) -> Reason | None:
        """The reason of this kind, resting or not, the most urgent of them."""
        every = chain(self.reasons, (rest.reason for rest in self.resting))
        return next((one for one in every if one.kind == kind), None)


@dataclass(frozen=True)
class Board:
    rows: list[Row]
    fine: list[Row]
    resting: list[Row] = field(default_factory=list)

    def of(self, tab: str) -> list[Row]:
        """Rows with a reason under this tab; "" gives all."""
        return [
            row for row in self.rows if not tab or tab in {tab_of(one.kind) for one in row.reasons}
        ]

    @property
    def tabs(self) -> list[tuple[BoardTab, int]]:
        """The tabs under which something stands, with the number of placements."""
        counted = [(tab, len(self.of(tab))) for tab in BoardTab if tab != BoardTab.RESTING]
        return [
            (tab, count)
            for tab, count in [*counted, (BoardTab.RESTING, len(self.resting))]
            if count
        ]


def is_coach(user: User) -> bool:
    """Whether somebody is the coach of an open placement today."""
    return Placement.objects.with_voice(user, Role.COACH).open().exists()


def board(user: User) -> Board:
    """All open placements in which this person is the coach."""
    mine = Placement.objects.visible_to(user).with_voice(user, Role.COACH).open()
    found = rows(list(mine.with_people().with_days()), user)
    needing = [row for row in found if row.reasons]
    needing.sort(key=lambda row: (row.reasons[0].rank, -row.reasons[0].waited))
    return Board(
        needing,
        [row for row in found if not row.reasons and not row.resting],
        [row for row in found if row.resting],
    )


def rows(placements: list[Placement], coach: User) -> list[Row]:
    """These placements, from `with_people().with_days()`, as their coach sees them; a fixed number
    of queries."""
    gathered = Gathered(placements, coach)
    keys = [placement.pk for placement in placements]
    asked = _asked(keys, coach)
    resting = {
        (one.placement_id, one.kind): one
        for one in Snooze.objects.visible_to(coach).standing().filter(placement__in=keys)
    }
    return [_row(one, gathered, asked[one.pk], resting) for one in placements]


def row_of(placement: Placement) -> Row | None:
    """One placement as its coach sees it now; None without a coach, or when it has ended."""
    known = Placement.objects.with_people().with_days().open().filter(pk=placement.pk).first()
    if known is None or known.coach is None:
        return None
    return rows([known], known.coach)[0]


def _asked(keys: Iterable[int], coach: User) -> dict[int, dict[str, list[Nudge]]]:
    found: dict[int, dict[str, list[Nudge]]] = defaultdict(lambda: defaultdict(list))
    nudges = Nudge.objects.visible_to(coach).filter(placement__in=keys)
    for nudge in nudges.select_related("recipient").order_by("-on", "-pk"):
        found[nudge.placement_id][nudge.kind].append(nudge)
    return found


def _row(
    placement: Placement,
    gathered: Gathered,
    asked: dict[str, list[Nudge]],
    resting: dict[tuple[int, str], Snooze],
) -> Row:
    counts = day_counts(placement)
    facts = gathered.facts(placement, counts)
    found = attention(facts)
    quiet = {one.kind for one in found if (placement.pk, one.kind) in resting}
    return Row(
        placement=placement,
        counts=counts,
        reasons=[one for one in found if one.kind not in quiet],
        resting=[Rest(one, resting[placement.pk, one.kind]) for one in found if one.kind in quiet],
        last_sign=facts.last_sign,
        meeting=gathered.planned_meeting(placement),
        proposal=gathered.proposals.get(placement.pk),
        asked=asked,
        talk=gathered.talks.get(placement.pk),
        choosing=", ".join(one.state for one in facts.choosing.values()),
        fine="" if found else why_fine(facts),
    )
