"""Reflections as pages show them: the questions with the words, who reads each, what was said under
it; and for the student alone the map of where they looked. Everything starts from `visible_to`."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from competences.models import Programme
from config import clock, pictures
from placements.enums import Audience, ReflectionDepth, ReflectionDimension
from placements.models import (
    Placement,
    Reflection,
    ReflectionComment,
    ReflectionExample,
    ReflectionModel,
)
from placements.overviews.prompts import Asked, recall
from placements.prompts import Prompt, prompts
from placements.reflection_examples import Example, ours
from placements.reflection_models import FREE, Way, built_in, steps_of
from placements.rules.reflections import READERS, take_back_obstacles

WEEK = dt.timedelta(days=7)


def audiences(placement: Placement) -> list[tuple[str, str]]:
    """The three audiences with the names of who reads along."""
    coach = placement.coach.first_name if placement.coach else ""
    mentor = placement.mentor.first_name if placement.mentor else ""
    return [
        (Audience.PRIVATE.value, _("Only me")),
        (Audience.COACH.value, _("Me and my coach %(coach)s") % {"coach": coach}),
        (Audience.TRIAD.value, _("All three of us, %(mentor)s too") % {"mentor": mentor}),
    ]


# --- ways of looking back ------------------------------------------------------------------------


def way_of(row: ReflectionModel) -> Way:
    return Way(row.code, row.name_nl, row.name_en, steps_of(row.steps))


def ways_for(placement: Placement, *codes: str) -> dict[str, Way]:
    """Code -> the ways a student chooses from, and those of `codes`, retired or not: what was
    begun or kept in a way is read and changed in it. One query."""
    rows = ReflectionModel.objects.filter(programme=placement.enrolment.programme_id)
    offered = (row for row in rows if row.retired_at is None or row.code in codes)
    return built_in() | {row.code: way_of(row) for row in offered}


# --- one reflection, or all of a placement -------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A comment; `may_take_back` while it is the reader's own and fresh."""

    comment: ReflectionComment
    may_take_back: bool


@dataclass(frozen=True)
class Tap:
    """A button that says something with one press; `chosen` is how it stands now."""

    value: str
    label: str
    chosen: bool
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """`said`: (question, words) of each step. `taps`, `sides` and `depths` are the student's."""

    reflection: Reflection
    question: Asked | str
    said: list[tuple[str, str]]
    readers: list[str]
    audience: str
    thread: list[Said]
    taps: list[Tap]
    sides: list[Tap]
    depths: list[Tap]

    @property
    def where_looked(self) -> str:
        return ", ".join(tap.label for tap in [*self.sides, *self.depths] if tap.chosen)


def entries_of(
    placement: Placement, reader: User, found: Iterable[Reflection], *, is_mine: bool
) -> list[Entry]:
    """Rows of `Reflection.objects.visible_to(reader)` as a page shows them; three queries at most
    beside those of the questions."""
    rows = list(found)
    asked = recall(row.prompt for row in rows)
    ways = ways_for(placement, *{row.model for row in rows})
    threads = _threads(reader, rows)
    labels = audiences(placement)
    return [
        Entry(
            reflection=row,
            question=asked.get(row.prompt, ""),
            said=ways.get(row.model, FREE).read(row.parts, row.text),
            readers=READERS[row.audience],
            audience=dict(labels)[row.audience] if is_mine else capfirst(_audience(row)),
            thread=threads.get(row.pk, []),
            taps=_audience_taps(row, labels) if is_mine else [],
            sides=_taps(ReflectionDimension, row.dimensions) if is_mine else [],
            depths=_taps(ReflectionDepth, [row.depth]) if is_mine else [],
        )
        for row in rows
    ]


def _audience(row: Reflection) -> str:
    return str(Audience(row.audience).label)


def _threads(reader: User, rows: list[Reflection]) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = {}
    now = clock.now()
    comments = ReflectionComment.objects.visible_to(reader).filter(reflection__in=rows)
    for comment in comments.select_related("by"):
        mine = not list(take_back_obstacles(comment, reader, now))
        found.setdefault(comment.reflection_id, []).append(Said(comment, mine))
    return found


def _audience_taps(row: Reflection, labels: list[tuple[str, str]]) -> list[Tap]:
    return [
        Tap(value, label, value == row.audience, tuple(READERS[value])) for value, label in labels
    ]


def _taps(choices: type, chosen: Iterable[str]) -> list[Tap]:
    return [Tap(value, str(label), value in chosen) for value, label in choices.choices]


# --- the map of the student alone ----------------------------------------------------------------


@dataclass(frozen=True)
class Map:
    """Where a student looked over the weeks; `invitation` is what they did not look at yet."""

    picture: pictures.SidesPicture
    invitation: str
    question: Prompt | None


def map_of(placement: Placement, student: User) -> Map:
    """Two queries at most; for nobody but the student, and nothing is counted."""
    mine = Reflection.objects.visible_to(student).filter(placement=placement)
    rows = [row for row in mine.select_related("day").order_by("written_at") if row.dimensions]
    first = _week(min([_date(row) for row in rows], default=clock.today()))
    weeks = (_week(clock.today()) - first).days // WEEK.days + 1
    sides = ReflectionDimension.values
    seen: dict[tuple[int, int], str] = {}
    for row in rows:
        week = (_week(_date(row)) - first).days // WEEK.days
        for side in row.dimensions:
            at = (week, sides.index(side))
            seen[at] = max(seen.get(at, ""), row.depth, key=["", *ReflectionDepth.values].index)
    picture = pictures.SidesPicture(
        title=_("Where you looked, week by week"),
        sides=[capfirst(label) for label in ReflectionDimension.labels],
        first=first,
        weeks=max(weeks, *(week + 1 for week, _side in seen), 1),
        seen=[
            (week, side, depth == ReflectionDepth.DOUBLE) for (week, side), depth in seen.items()
        ],
    )
    return Map(picture, *_invitation({side for row in rows for side in row.dimensions}, rows))


def _date(row: Reflection) -> dt.date:
    return row.day.date if row.day else timezone.localtime(row.written_at).date()


def _week(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())


def _invitation(visited: set[str], rows: list[Reflection]) -> tuple[str, Prompt | None]:
    unseen = [side for side in ReflectionDimension.values if side not in visited]
    if unseen:
        said = _(
            "One side is still new here: %(side)s. If you feel like it, this question opens it."
        )
        return said % {"side": ReflectionDimension(unseen[0]).label}, _fitting(unseen[0])
    if all(row.depth != ReflectionDepth.DOUBLE for row in rows):
        said = _("You looked at every side. If you feel like it, ask on, to what lies under it.")
        return said, _fitting(ReflectionDimension.MORAL)
    return _("You looked at every side, and asked on. Go where you are curious."), None


def _fitting(side: str) -> Prompt:
    """An ordinary question about this side, or any that there is."""
    about = [prompt for prompt in prompts().values() if prompt.dimension == side]
    return next((prompt for prompt in about if prompt.moment == "any"), about[0])


# --- examples ------------------------------------------------------------------------------------


def examples_for(programme: Programme | int) -> list[Example]:
    """The programme's own first, then ours. One query."""
    rows = ReflectionExample.objects.offered().filter(
        Q(programme=programme) | Q(programme__isnull=True)
    )
    own = [
        Example(row.dimension, row.depth, row.text_nl, row.text_en, row.why_nl, row.why_en)
        for row in rows
    ]
    return [*own, *ours()]
