"""Scans of a workplace as one reader may see them: three views over each other, and movement."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _

from accounts.enums import TRIAD
from accounts.models import User
from config import clock
from config.pictures import RadarPicture
from placements.models import Placement, Workplace
from quality.models import ScanRound, ScanView
from quality.rules.scans import Value, apart, lowest
from quality.scan_guide import Topic, Words, guide


@dataclass(frozen=True)
class Said:
    """How one voice sees one topic; `before` is what this role said in the scan before."""

    role: str
    value: Value
    remark: str
    before: Value = None

    @property
    def words(self) -> Words | str:
        return _("cannot say") if self.value is None else guide().scale[self.value]

    @property
    def moved(self) -> bool:
        return None not in (self.value, self.before) and self.value != self.before

    @property
    def words_before(self) -> Words | None:
        return guide().scale[self.before] if self.moved and self.before is not None else None


@dataclass(frozen=True)
class Spot:
    topic: Topic
    said: tuple[Said, ...]

    @property
    def values(self) -> dict[str, Value]:
        return {one.role: one.value for one in self.said}

    @property
    def is_apart(self) -> bool:
        return apart(self.values)

    @property
    def moved(self) -> bool:
        return any(one.moved for one in self.said)


@dataclass(frozen=True)
class Scan:
    """One round as a reader may see it. `answered`: the roles that gave their view, also where the
    reader does not see it yet; `waiting`: those of whom it is still asked."""

    round: ScanRound
    answered: tuple[str, ...]
    waiting: tuple[str, ...]
    views: Mapping[str, ScanView]
    before: ScanRound | None = None
    before_views: Mapping[str, ScanView] = field(default_factory=dict)

    @property
    def is_blind(self) -> bool:
        """Others answered, and the reader does not see it yet."""
        return bool(set(self.answered) - set(self.views))

    @property
    def characteristics(self) -> list[Spot]:
        return self._spots(guide().characteristics)

    @property
    def job_content(self) -> list[Spot]:
        return self._spots(guide().job_content) if self.round.with_job_content else []

    @property
    def spots(self) -> list[Spot]:
        return [*self.characteristics, *self.job_content]

    @property
    def low(self) -> list[Spot]:
        """Where to begin: the lowest spots of all that the reader sees."""
        found = {spot.topic.key: spot for spot in self.spots}
        return [found[key] for key in lowest({key: spot.values for key, spot in found.items()})]

    @property
    def moved(self) -> list[Spot]:
        return [spot for spot in self.spots if spot.moved]

    @property
    def picture(self) -> RadarPicture:
        return self._radar(_("What one can learn here"), self.characteristics)

    @property
    def job_picture(self) -> RadarPicture | None:
        spots = self.job_content
        return self._radar(_("What the work offers"), spots) if spots else None

    def _radar(self, title: str, spots: list[Spot]) -> RadarPicture:
        views = {role: [spot.values[role] for spot in spots] for role in self.views}
        return RadarPicture(title, [str(spot.topic.short) for spot in spots], views)

    def _spots(self, topics: Iterable[Topic]) -> list[Spot]:
        return [
            Spot(topic, tuple(self._said(topic.key, role) for role in self.views))
            for topic in topics
        ]

    def _said(self, key: str, role: str) -> Said:
        view, before = self.views[role], self.before_views.get(role)
        return Said(
            role=role,
            value=view.values.get(key),
            remark=view.remarks.get(key, ""),
            before=before.values.get(key) if before else None,
        )


@dataclass(frozen=True)
class ScanFacts:
    """What may be known of the scans of a placement without anybody's view: how many were closed,
    when the last, and the roles that answered in it."""

    closed: int = 0
    last_closed_on: dt.date | None = None
    answered: tuple[str, ...] = ()
    is_open: bool = False


def scan_of(found: ScanRound, placement: Placement, reader: User) -> Scan:
    """This round as `reader` may see it, beside the last closed round before it; four queries."""
    views = _views(found, reader)
    answered = set(found.views.values_list("role", flat=True))
    before = (
        ScanRound.objects.visible_to(reader)
        .filter(placement=placement, number__lt=found.number, closed_at__isnull=False)
        .first()
    )
    present = roles_at(placement)
    return Scan(
        round=found,
        answered=tuple(role for role in TRIAD if role in answered),
        waiting=() if found.closed_at else tuple(one for one in present if one not in answered),
        views=views,
        before=before,
        before_views=_views(before, reader) if before else {},
    )


def roles_at(placement: Placement) -> list[str]:
    """Who of the three is there to be asked."""
    return [role for role in TRIAD if placement.person(role) is not None]


def _views(found: ScanRound, reader: User) -> dict[str, ScanView]:
    """Role -> view, in the order of the three; what the reader may not see is not there."""
    seen = {one.role: one for one in ScanView.objects.visible_to(reader).filter(round=found)}
    return {role: seen[role] for role in TRIAD if role in seen}


def rounds_of(placement: Placement, reader: User) -> list[ScanRound]:
    """All rounds of a placement, the latest first, each with its views; two queries."""
    rounds = ScanRound.objects.visible_to(reader).filter(placement=placement)
    return list(rounds.select_related("opened_by").prefetch_related(_roles()))


def _roles() -> Prefetch:
    """Only who answered, never what: what was said stays in the database."""
    return Prefetch("views", ScanView.objects.only("round_id", "role"))


def unanswered(user: User) -> list[tuple[ScanRound, Placement, str]]:
    """Open rounds in which this person's view is still asked, with the role; a constant number of
    queries."""
    mine = Placement.objects.open().with_voice(user, *TRIAD)
    rounds = list(
        ScanRound.objects.filter(
            Exists(mine.filter(pk=OuterRef("placement_id"))), closed_at__isnull=True
        ).prefetch_related(_roles(), Prefetch("placement", Placement.objects.with_people()))
    )
    asked = [(one, one.placement, one.placement.role_of(user)) for one in rounds]
    return [
        (one, placement, role)
        for one, placement, role in asked
        if role and role not in {view.role for view in one.views.all()}
    ]


def facts_of(placement: Placement) -> ScanFacts:
    """Nobody's words: for proofs and lists of what was done; two queries."""
    return facts_of_all([placement])[placement.pk]


def facts_of_all(placements: Collection[Placement]) -> dict[int, ScanFacts]:
    """The same of many, by placement; two queries."""
    found = ScanRound.objects.filter(placement__in=placements).prefetch_related(_roles())
    rounds: dict[int, list[ScanRound]] = {one.pk: [] for one in placements}
    for one in found:  # the latest first
        rounds[one.placement_id].append(one)
    return {pk: _facts(theirs) for pk, theirs in rounds.items()}


def _facts(rounds: list[ScanRound]) -> ScanFacts:
    closed = [one for one in rounds if one.closed_at is not None]
    if not closed:
        return ScanFacts(is_open=bool(rounds))
    said = {view.role for view in closed[0].views.all()}
    return ScanFacts(
        closed=len(closed),
        last_closed_on=clock.local_date(closed[0].closed_at),
        answered=tuple(role for role in TRIAD if role in said),
        is_open=len(closed) < len(rounds),
    )


def latest_of(workplace: Workplace, reader: User) -> Scan | None:
    """The last closed scan of a workplace among those that `reader` may see."""
    rounds = ScanRound.objects.visible_to(reader).filter(
        placement__workplace=workplace, closed_at__isnull=False
    )
    found = rounds.order_by("-closed_at", "-pk").first()
    if found is None:
        return None
    placement = Placement.objects.visible_to(reader).with_people().get(pk=found.placement_id)
    return scan_of(found, placement, reader)
