"""What the events of one dossier come down to, brought together by PostgreSQL."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from accounts.enums import TRIAD
from competences.enums import Moment
from competences.models import Assessment, MasteryLevel, Voice
from competences.models.assessment import AssessmentQuerySet
from competences.rules.voices import Said


@dataclass(frozen=True)
class Spoken:
    """What one voice says now about one competence: level (None: did not come up), who, when.

    `entered_by` names who wrote it down, where that was not the voice itself; `note` how it was
    heard. `event` is the key of the event, 0 for what was not said as one.
    """

    role: str
    person: str
    came_up: bool
    level: MasteryLevel | None
    moment: str
    comment: str
    at: dt.datetime
    entered_by: str = ""
    note: str = ""
    event: int = 0

    @property
    def said(self) -> Said:
        return Said(self.level.position if self.level else None)


class Step(NamedTuple):
    """One event of a way: its local date, and the level's position (None: did not come up)."""

    date: dt.date
    position: int | None


@dataclass(frozen=True)
class Gathered:
    """By competence (id): `last` event per role and moment, `ways` per role, how often something
    was said, and whether it ever came up."""

    last: dict[int, dict[str, dict[str, Spoken]]] = field(default_factory=dict)
    ways: dict[int, dict[str, list[Step]]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    came_up: set[int] = field(default_factory=set)


def gather(
    said: AssessmentQuerySet,
    voices: Sequence[Voice],
    levels: dict[int, MasteryLevel],
    *,
    until: dt.datetime | None = None,
    ways: bool = True,
) -> Gathered:
    """What each voice said last per moment, in two queries, and all its steps in a third. Corrected
    events count for nothing here; their history keeps them."""
    standing, found, wanted = said.standing(until).order_by(), Gathered(), []
    for row in _last_of_each_moment(standing):
        competence = row["competence_id"]
        wanted.append(row["last"])
        found.counts[competence] = found.counts.get(competence, 0) + row["count"]
        if row["came_up"] and row["moment"] != Moment.BASELINE:
            found.came_up.add(competence)
    holders = {voice.pk: voice for voice in voices}
    for row in Assessment.objects.filter(pk__in=wanted).values(*WORDS):
        roles = found.last.setdefault(row["competence_id"], {})
        roles.setdefault(row["role"], {})[row["moment"]] = _spoken(row, holders, levels)
    for row in _ways(standing) if ways else ():
        steps = found.ways.setdefault(row["competence_id"], {role.value: [] for role in TRIAD})
        steps[row["role"]] = list(map(Step, row["dates"], row["positions"]))
    return found


def _last_of_each_moment(standing: AssessmentQuerySet) -> AssessmentQuerySet:
    return (
        standing.values("competence_id", "role", "moment")
        .annotate(
            keys=ArrayAgg("pk", order_by=("-at", "-pk")),
            count=Count("pk"),
            came_up=Count("pk", filter=Q(came_up=True)),
        )
        .values("competence_id", "moment", "count", "came_up", last=F("keys__0"))
    )


def _ways(standing: AssessmentQuerySet) -> AssessmentQuerySet:
    """One row per competence and role, with its events from first to last in parallel lists."""
    return standing.values("competence_id", "role").annotate(
        dates=ArrayAgg(TruncDate("at"), order_by=("at", "pk")),
        positions=ArrayAgg("level__position", order_by=("at", "pk")),
    )


WORDS = (
    "pk",
    "competence_id",
    "role",
    "moment",
    "came_up",
    "level_id",
    "comment",
    "at",
    "voice_id",
    "entered_by_id",
    "entered_by__first_name",
    "entered_by__last_name",
    "note_on_entry",
)


def _spoken(row: dict, voices: dict[int, Voice], levels: dict[int, MasteryLevel]) -> Spoken:
    person = voices[row["voice_id"]].person
    by_another = row["entered_by_id"] != person.pk
    name = f"{row['entered_by__first_name']} {row['entered_by__last_name']}".strip()
    return Spoken(
        role=row["role"],
        person=person.get_full_name(),
        came_up=row["came_up"],
        level=levels[row["level_id"]] if row["level_id"] else None,
        moment=row["moment"],
        comment=row["comment"],
        at=row["at"],
        entered_by=name if by_another else "",
        note=row["note_on_entry"],
        event=row["pk"],
    )


def history_of(
    said: AssessmentQuerySet, until: dt.datetime | None = None
) -> dict[int, list[Assessment]]:
    """Competence (id) -> all events, oldest first, with what they correct and what corrected them;
    two queries."""
    if until is not None:
        said = said.filter(at__lte=until)
    found: dict[int, list[Assessment]] = {}
    rows = said.select_related("level", "voice__person", "entered_by", "corrected_by__level")
    for event in rows.prefetch_related("evidence").order_by("at", "pk"):
        found.setdefault(event.competence_id, []).append(event)
    return found
