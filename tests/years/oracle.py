"""What had to be said at a moment: computed anew from the rows, by brute force.

Written from the descriptions of the reminders, apart from `placements.rules`: another calendar,
plain dicts, dates found by walking. It keeps its own memory of what was said.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Model

from accounts.models import User
from competences.models import Voice
from placements.models import (
    Agreement,
    EarlierReport,
    Interruption,
    MeetingProposal,
    MeetingSlot,
    NoneSuits,
    Placement,
    ShorteningProposal,
    Signatory,
    Signature,
    SignOff,
    SlotAnswer,
    Trialogue,
    TrialogueAction,
    WorkplaceDay,
)
from tests.years.almanac import last_repeat, local, moved
from tests.years.cases import Case, Key, Told

# rule: (working days after the moment, every so many days, to the coach after, coordinator after)
SAID = {
    ("agreement-unsigned", "*"): (3, 7, None, None),
    ("agreements-stuck", "*"): (10, 7, None, None),
    ("days-waiting", "*"): (7, 7, 10, 20),
    ("day-returned", "*"): (0, 7, None, None),
    ("correction-asked", "*"): (0, None, None, None),
    ("days-not-logged", "student"): (10, None, None, None),
    ("days-not-logged", "coach"): (20, None, None, None),
    ("trialogue-overdue", "coach"): (0, None, None, 10),
    ("assessment-overdue", "coach"): (0, None, None, 10),
    ("moments-unanswered", "*"): (2, 3, 4, None),
    ("report-unsigned", "coach"): (3, 7, None, None),
    ("report-unsigned", "*"): (3, 7, 10, None),
    ("meeting-tomorrow", "*"): (-1, None, None, None),
    ("action-due", "*"): (-1, None, None, None),
    ("action-overdue", "*"): (1, None, None, None),
    ("shortening-advice", "*"): (0, 7, 10, None),
    ("shortening-decision", "*"): (0, 7, None, 10),
}
NEVER_AGAIN = None


@dataclass
class Oracle:
    """`since`: workplace day (id) -> from when it stands as it does; `changed`: what a programme
    (id) set otherwise than SAID."""

    since: dict[int, dt.date]
    coordinators: list[int]
    changed: dict[int, dict[tuple[str, str], tuple]] = field(default_factory=dict)
    told: dict[tuple[str, str, int], list[Told]] = field(default_factory=lambda: defaultdict(list))

    def sweep_at(self, now: dt.datetime) -> list[Key]:
        """What a sweep at this moment has to write; it is remembered as said."""
        today = local(now)
        found: list[Key] = []
        # Whom it tells on is looked up in what was said before this sweep.
        for key, pause, asked in list(self.standing(now)):
            said = self.told[key[:3]]
            if pause is NEVER_AGAIN and said:
                continue
            if pause and any((key.due_on - one.due_on).days < pause for one in said):
                continue
            if asked and not any(one.written_on < today for one in self.told[asked]):
                continue
            found.append(key)
        for key in found:
            self.remember(key, today)
        return found

    def remember(self, key: Key, today: dt.date) -> None:
        self.told[key[:3]].append(Told(key.due_on, today))

    def setting(self, programme: int, rule: str, role: str) -> tuple:
        for table in (self.changed.get(programme, {}), SAID):
            for key in ((rule, role), (rule, "*")):
                if key in table:
                    return table[key]
        return 0, None, None, None

    def standing_keys(self, now: dt.datetime) -> set[tuple[str, str, int]]:
        """Rule, subject and person of all that still holds at this moment."""
        return {key[:3] for key, _pause, _asked in self.standing(now)}

    def standing(self, now: dt.datetime) -> Iterator[tuple[Key, int | None, tuple | None]]:
        """Key, days within which it is not said again, and whom an escalation tells on."""
        world = World(now)
        for placement in world.placements:
            case = Case(self, world, placement)
            for asked in case.asked():
                yield from case.spoken(asked)
        yield from self._stuck(world, local(now))

    def _stuck(self, world: "World", today: dt.date) -> Iterator[tuple]:
        by_programme = defaultdict(list)
        for one in world.placements:
            for paper in world.agreements[one["id"]]:
                by_programme[one["programme"]].append(local(paper["sent_at"]))
        for programme, dates in by_programme.items():
            after, every, *_rest = SAID["agreements-stuck", "*"]
            first = moved(min(dates), after)
            if first <= today:
                date = last_repeat(first, every, today)
                for person in self.coordinators:
                    subject = f"competences.programme:{programme}"
                    yield Key("agreements-stuck", subject, person, date), every - 3, None


class World:
    """The rows of the open placements, as plain dicts, by what they belong to."""

    def __init__(self, now: dt.datetime) -> None:
        self.now, self.today = now, local(now)
        rows = Placement.objects.filter(ended_at=None, finalised_at=None).order_by("pk")
        self.placements = list(rows.annotate(programme=F("enrolment__programme")).values())
        keys = [one["id"] for one in self.placements]
        self.voices = rows_of(Voice, "dossier", [one["dossier_id"] for one in self.placements])
        self.days = rows_of(WorkplaceDay, "placement", keys)
        self.away = rows_of(Interruption, "placement", keys, removed_at=None)
        self.meetings = rows_of(Trialogue, "placement", keys)
        self.agreements = rows_of(Agreement, "placement", keys, state="out")
        self.shortenings = rows_of(ShorteningProposal, "placement", keys)
        self.proposals = rows_of(MeetingProposal, "placement", keys, state="open")
        self.signatories = rows_of(
            Signatory, "workplace", [one["workplace_id"] for one in self.placements]
        )
        meetings, asking = ids(self.meetings), ids(self.proposals)
        self.actions = rows_of(TrialogueAction, "trialogue", meetings, done_at=None)
        self.sign_offs = rows_of(SignOff, "trialogue", meetings)
        self.earlier = rows_of(EarlierReport, "trialogue", meetings)
        self.slots = rows_of(MeetingSlot, "proposal", asking)
        self.answers = rows_of(SlotAnswer, "slot__proposal", asking)
        self.refusals = rows_of(NoneSuits, "proposal", asking)
        self.signatures = rows_of(Signature, "agreement", ids(self.agreements))
        people = {row["person_id"] for rows in self.voices.values() for row in rows}
        people |= {row["person_id"] for rows in self.signatories.values() for row in rows}
        self.people = {
            row["id"]: row
            for row in User.objects.filter(pk__in=people).values(
                "id", "is_active", "first_name", "last_name"
            )
        }

    def holds(self, row: dict) -> bool:
        """Whether a mandate holds today."""
        return row["since"] <= self.today and (row["until"] is None or self.today < row["until"])

    def name(self, person: int) -> str:
        return " ".join(
            part for part in map(self.people[person].get, ("first_name", "last_name")) if part
        )


def rows_of(model: type[Model], owner: str, keys: list[int], **more: Any) -> dict[int, list[dict]]:
    found = defaultdict(list)
    rows = model._default_manager.filter(**{f"{owner}__in": keys}, **more).order_by("pk")
    for row in rows.annotate(owner=F(owner)).values():
        found[row["owner"]].append(row)
    return found


def ids(rows: dict[int, list[dict]]) -> list[int]:
    return [row["id"] for found in rows.values() for row in found]
