"""Which guides somebody can read, which fit the moment, and which were read already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from competences.models import Programme, Voice
from config import clock
from mentors.enums import GuideMoment
from mentors.models import Guide, GuideReading, GuideVersion
from mentors.rules import guides as rules
from placements.enums import TrialogueState, WindowState
from placements.models import Placement, PlacementPolicy, Trialogue
from placements.overviews.counts import day_counts
from placements.rules.windows import windows

DUE = (WindowState.OPEN, WindowState.OVERDUE)
LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Line:
    """A guide as it reads today. `read`: what this person read of it last, if anything; `fits`:
    whether this is its moment for them."""

    version: GuideVersion
    read: GuideReading | None
    fits: bool

    @property
    def guide(self) -> Guide:
        return self.version.guide

    @property
    def is_changed(self) -> bool:
        """They read an earlier version."""
        return self.read is not None and self.read.version_id != self.version.pk

    @property
    def moment(self) -> str:
        return str(GuideMoment(self.guide.moment).label)

    @property
    def minutes(self) -> int:
        return rules.minutes(self.version.body)


@dataclass(frozen=True)
class Shelf:
    """The guides of one role."""

    role: Role
    lines: list[Line]


@dataclass(frozen=True)
class Library:
    """`mine`: the roles of this person in placements of today, with the moments they are in."""

    lines: list[Line]
    mine: Mapping[str, set[str]]

    @property
    def now(self) -> list[Line]:
        """What fits the moment, in the order in which a placement goes."""
        return sorted((line for line in self.lines if line.fits), key=_place)

    @property
    def own(self) -> list[Shelf]:
        """What else is there for the own roles."""
        rest = [line for line in self.lines if not line.fits]
        return [shelf for shelf in _shelves(rest) if shelf.role in self.mine]

    @property
    def others(self) -> list[Shelf]:
        return [shelf for shelf in _shelves(self.lines) if shelf.role not in self.mine]

    @cached_property
    def next(self) -> Line | None:
        """At most one to propose: it fits now, or at any time, and was never read."""
        mine = [line for line in self.lines if line.guide.role in self.mine and line.read is None]
        wanted = [line for line in mine if line.fits or line.guide.moment == GuideMoment.ANY]
        return min(wanted, key=_place, default=None)


def _place(line: Line) -> tuple[int, int, int]:
    return (rules.ORDER[line.guide.moment], line.guide.position, line.guide.pk)


def _shelves(lines: Iterable[Line]) -> list[Shelf]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=_place):
        found[line.guide.role].append(line)
    return [Shelf(role, found[role]) for role in Role if role in found]


def library(user: User, *roles: str) -> Library:
    """All guides in use, or those of these roles, for this person; nine queries at most."""
    versions = GuideVersion.objects.filter(guide__in=_in_use(roles)).latest_of_each()
    found = list(versions)
    mine = moments_of(user, *roles) if found else {}
    read = readings_of(user)
    return Library(
        [
            Line(one, read.get(one.guide_id), one.guide.moment in mine.get(one.guide.role, ()))
            for one in found
        ],
        mine,
    )


def _in_use(roles: Iterable[str]):
    guides = Guide.objects.in_use()
    return guides.filter(role__in=roles) if roles else guides


def next_guide(user: User, *roles: str) -> Line | None:
    """The one guide to propose quietly, if any: for these roles, or for any of this person."""
    return library(user, *roles).next


def readings_of(user: User) -> dict[int, GuideReading]:
    """Guide id -> what this person read of it last; one query."""
    rows = GuideReading.objects.filter(person=user).select_related("version")
    found: dict[int, GuideReading] = {}
    for reading in rows.order_by("version__number"):
        found[reading.version.guide_id] = reading
    return found


def moments_of(user: User, *roles: str) -> dict[str, set[str]]:
    """Role -> the moments in which this person's open placements are; who coordinates always has
    a placement to prepare. Six queries at most."""
    found: dict[str, set[str]] = {}
    keeps = not roles or Role.COORDINATOR in roles
    if keeps and Programme.objects.coordinated_by(user).exists():
        found[Role.COORDINATOR] = {GuideMoment.BEFORE}
    voices = Voice.objects.current().filter(person=user, dossier__closed_at__isnull=True)
    spoken = dict(voices.values_list("dossier", "role"))
    placements = Placement.objects.filter(dossier__in=spoken).open().with_days()
    for placement, course in courses(list(placements)):
        role = spoken[placement.dossier_id]
        found.setdefault(role, set()).update(rules.moments(course, clock.today()))
    return found


def courses(placements: list[Placement]) -> list[tuple[Placement, rules.Course]]:
    """How far each placement of `with_days()` is; two queries."""
    if not placements:
        return []
    units = {placement.course_unit_id for placement in placements}
    policies = PlacementPolicy.objects.in_bulk(units)
    meetings: dict[int, list[Trialogue]] = defaultdict(list)
    kept = ~Q(state=TrialogueState.CANCELLED)
    for meeting in Trialogue.objects.filter(kept, placement__in=placements).defer("report"):
        meetings[meeting.placement_id].append(meeting)
    return [
        (one, _course(one, policies.get(one.course_unit_id), meetings[one.pk]))
        for one in placements
    ]


def _course(
    placement: Placement, policy: PlacementPolicy | None, meetings: list[Trialogue]
) -> rules.Course:
    counts = day_counts(placement)
    policy = policy or PlacementPolicy(course_unit_id=placement.course_unit_id)
    return rules.Course(
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        meets_on=tuple(clock.local_date(meeting.starts_at) for meeting in meetings),
        window_open=any(window.state(counts.logged, meetings) in DUE for window in windows(policy)),
        days_left=counts.left,
    )


@dataclass(frozen=True)
class Reworded:
    """What changed in one language between two versions; [] where nothing did."""

    language: str
    title: list[rules.ChangedLine]
    body: list[rules.ChangedLine]


def reworded(old: GuideVersion, new: GuideVersion, first: str) -> list[Reworded]:
    """The languages in which something changed, the reader's own (`first`) before the other."""
    found = [
        Reworded(
            code,
            rules.changed_lines(old.text("title", code), new.text("title", code)),
            rules.changed_lines(old.text("body", code), new.text("body", code)),
        )
        for code in sorted(LANGUAGES, key=lambda code: code != first)
    ]
    return [one for one in found if one.title or one.body]
