"""Who of a coach's students moves and who stands still, in ten queries whatever their number.

The board says who needs the coach today; this page looks at the competences alone. Everything is
as the coach hears it: while a first round is blind, no number tells what is not said yet.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, Value, Window
from django.db.models.functions import Coalesce, Lag, RowNumber

from accounts.enums import Role
from accounts.models import User
from competences.models import Competence
from competences.overviews.many import Words, heard, words
from competences.rules.gaps import FAR_APART
from config import clock
from placements.enums import Movement
from placements.models import Placement, WorkplaceDay
from placements.overviews.days import COUNTED
from placements.rules.movement import MovementFacts, Sign, signs

LOOK_BACK = dt.timedelta(days=28)


@dataclass(frozen=True)
class LastWord:
    """What was last said in words about a competence: by whom, when, about what."""

    role: str
    comment: str
    on: dt.date
    competence: str


@dataclass(frozen=True)
class Row:
    placement: Placement
    facts: MovementFacts
    signs: list[Sign]
    last_word: LastWord | None

    @property
    def kinds(self) -> set[Movement]:
        return {sign.kind for sign in self.signs}

    @property
    def first(self) -> Sign | None:
        return self.signs[0] if self.signs else None


ORDERS = {
    "student": lambda row: (row.placement.student.last_name, row.placement.student.first_name),
    "moved": lambda row: row.facts.moved,
    "still": lambda row: row.facts.days_since,
    "apart": lambda row: row.facts.apart,
    "never": lambda row: row.facts.never,
    "days": lambda row: row.facts.days_logged,
}
URGENCY = {Movement.APART: 0, Movement.STILL: 1, Movement.NEVER: 2, Movement.MOVES: 3}


def movement(user: User, *, after: str) -> list[Row]:
    """A row for each open placement that this person coaches, those to look at first on top."""
    placements = list(
        Placement.objects.visible_to(user)
        .with_voice(user, Role.COACH)
        .open()
        .with_people()
        .select_related("dossier__course_unit")
        .with_days()
    )
    gathered = _Gathered(placements, user)
    rows = [gathered.row(placement, after) for placement in placements]
    return sorted(rows, key=lambda row: URGENCY[row.first.kind] if row.first else len(URGENCY))


def in_order(rows: Iterable[Row], sort: str) -> list[Row]:
    """The rows by one of `ORDERS`, from high to low with a minus; anything else changes nothing."""
    key = ORDERS.get(sort.removeprefix("-"))
    return sorted(rows, key=key, reverse=sort.startswith("-")) if key else list(rows)


class _Gathered:
    def __init__(self, placements: list[Placement], user: User) -> None:
        dossiers = [placement.dossier_id for placement in placements]
        self.today = clock.today()
        self.since = self.today - LOOK_BACK
        self.words: Words = words(dossiers, user)
        self.competences = _competences(placements)
        self.days = _days(placements)
        self.changes = _changes(dossiers, user)
        self.last_words = _last_words(dossiers, user)

    def row(self, placement: Placement, after: str) -> Row:
        facts = self._facts(placement)
        return Row(
            placement=placement,
            facts=facts,
            signs=signs(facts, after, self.today),
            last_word=self.last_words.get(placement.dossier_id),
        )

    def _facts(self, placement: Placement) -> MovementFacts:
        dossier = placement.dossier_id
        keys = [(dossier, pk) for pk in self.competences[placement.dossier.version_id]]
        changes = self.changes[dossier]
        changed_on = max((change.on for change in changes), default=None)
        worked = self.days[placement.pk]
        later = [portion for date, portion in worked if changed_on is None or date > changed_on]
        moved = {one.competence for one in changes if one.is_move and one.on > self.since}
        return MovementFacts(
            changed_on=changed_on,
            days_since=sum(later, Decimal(0)),
            days_logged=sum((portion for _date, portion in worked), Decimal(0)),
            moved=len(moved),
            since=self.since,
            apart=sum(self.words.distance(key) >= FAR_APART for key in keys),
            never=sum(self._never_came_up(key, placement) for key in keys),
            all_=len(keys),
        )

    def _never_came_up(self, key: tuple[int, int], placement: Placement) -> bool:
        """As far as the coach knows: what a blind first round still covers is not counted."""
        if placement.dossier.is_blind and Role.COACH not in self.words.now.get(key, {}):
            return False
        return key not in self.words.came_up


def _competences(placements: Iterable[Placement]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    versions = {placement.dossier.version_id for placement in placements}
    rows = Competence.objects.filter(version__in=versions).values_list("version_id", "pk")
    for version, pk in rows:
        found[version].append(pk)
    return found


def _days(placements: Iterable[Placement]) -> dict[int, list[tuple[dt.date, Decimal]]]:
    found: dict[int, list[tuple[dt.date, Decimal]]] = defaultdict(list)
    keys = [placement.pk for placement in placements]
    rows = WorkplaceDay.objects.filter(placement__in=keys, state__in=COUNTED)
    for placement, date, portion in rows.values_list("placement_id", "date", "portion"):
        found[placement].append((date, portion))
    return found


@dataclass(frozen=True)
class _Change:
    competence: int
    on: dt.date
    is_move: bool


def _changes(dossiers: list[int], user: User) -> dict[int, list[_Change]]:
    """When a voice said something it had not said just before; its first word counts as new, and
    not as a move. One query; PostgreSQL compares each event with the one before it."""
    by_voice = {
        "partition_by": ["dossier_id", "competence_id", "role"],
        "order_by": ["at", "pk"],
    }
    level = Coalesce(F("level_id"), Value(0))  # 0: did not come up
    rows = (
        heard(dossiers, user)
        .annotate(
            nth=Window(RowNumber(), **by_voice),
            said=level,
            before=Window(Lag(level), **by_voice),
        )
        .filter(Q(nth=1) | ~Q(said=F("before")))
    )
    found: dict[int, list[_Change]] = defaultdict(list)
    for dossier, competence, at, nth in rows.values_list(
        "dossier_id", "competence_id", "at", "nth"
    ):
        found[dossier].append(_Change(competence, clock.local_date(at), is_move=nth > 1))
    return found


def _last_words(dossiers: list[int], user: User) -> dict[int, LastWord]:
    rows = (
        heard(dossiers, user)
        .exclude(comment="")
        .order_by("dossier_id", "-at", "-pk")
        .distinct("dossier_id")
        .select_related("competence")
    )
    return {
        event.dossier_id: LastWord(
            event.role, event.comment, clock.local_date(event.at), event.competence.workplace_name
        )
        for event in rows
    }
