"""What the events of one dossier come down to, brought together by PostgreSQL."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from accounts.enums import TRIAD
from competences.enums import Moment
from competences.models import Assessment, Dossier, MasteryLevel, Voice
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


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a way: its local date, and the level's position (None: did not come up)."""

    date: dt.date
    position: int | None


@dataclass(frozen=True)
class Gathered:
    """By competence (id): `last` event per role and moment, `ways` per role, how often something
    was said, and whether it ever came up. `voices` are all mandates of the dossier."""

    voices: list[Voice]
    last: dict[int, dict[str, dict[str, Spoken]]]
    ways: dict[int, dict[str, list[Step]]]
    counts: dict[int, int]
    came_up: set[int]


def gather(
    said: AssessmentQuerySet,
    dossier: Dossier,
    levels: dict[int, MasteryLevel],
    until: dt.datetime | None = None,
) -> Gathered:
    """Three queries. Corrected events count for nothing here; their history keeps them."""
    voices = {one.pk: one for one in dossier.voices.select_related("person")}
    standing = said.filter(competence__version=dossier.version_id).standing(until)
    found = Gathered(list(voices.values()), {}, {}, {}, set())
    for row in _last_words(standing):
        spoken = _spoken(row, voices, levels)
        moments = found.last.setdefault(row["competence_id"], {}).setdefault(row["role"], {})
        moments[row["moment"]] = spoken
    for row in _ways(standing):
        competence = row["competence_id"]
        ways = found.ways.setdefault(competence, {role.value: [] for role in TRIAD})
        ways[row["role"]] = list(map(Step, row["dates"], row["positions"]))
        found.counts[competence] = found.counts.get(competence, 0) + len(row["dates"])
        if row["seen"]:
            found.came_up.add(competence)
    return found


def _last_words(standing: AssessmentQuerySet) -> AssessmentQuerySet:
    """The latest event of each voice per moment: now, start and final are among them."""
    return (
        standing.order_by("competence_id", "role", "moment", "-at", "-pk")
        .distinct("competence_id", "role", "moment")
        .values(
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
    )


def _ways(standing: AssessmentQuerySet) -> AssessmentQuerySet:
    return (
        standing.order_by()
        .values("competence_id", "role")
        .annotate(
            dates=ArrayAgg(TruncDate("at"), order_by=("at", "pk")),
            positions=ArrayAgg("level__position", order_by=("at", "pk")),
            seen=Count("pk", filter=Q(came_up=True) & ~Q(moment=Moment.BASELINE)),
        )
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
