"""What is said in many dossiers at once, for overviews: three queries whatever their number.

Each competence counts by the version its dossier has now; what was moved along is there, and what
was corrected is not.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import F

from accounts.enums import Role
from accounts.models import User
from competences.enums import Moment
from competences.models import Assessment
from competences.models.assessment import AssessmentQuerySet
from competences.overviews.prior_learning import recognised_of
from competences.rules.voices import Said, distance

Key = tuple[int, int]  # dossier, competence


@dataclass(frozen=True)
class Words:
    """By dossier and competence: what each role says `now`, the position where the student
    `started` (recognised, else told), the one that the coach `validated`, and what `came_up`."""

    now: dict[Key, dict[str, Said]] = field(default_factory=dict)
    started: dict[Key, int] = field(default_factory=dict)
    validated: dict[Key, int] = field(default_factory=dict)
    came_up: set[Key] = field(default_factory=set)

    def distance(self, key: Key) -> int:
        return distance(self.now.get(key, {}))


def heard(dossiers: Collection[int], reader: User | None) -> AssessmentQuerySet:
    """The events that count in these dossiers, as far as this reader hears them; None hears all."""
    events = Assessment.objects.filter(
        dossier__in=dossiers, competence__version=F("dossier__version")
    )
    return (events.heard_by(reader) if reader else events).standing()


def words(dossiers: Collection[int], reader: User | None = None) -> Words:
    events, found = heard(dossiers, reader), Words()
    latest: dict[Key, dict[str, tuple]] = defaultdict(dict)
    rows = (
        events.order_by("dossier_id", "competence_id", "role", "moment", "-at", "-pk")
        .distinct("dossier_id", "competence_id", "role", "moment")
        .values_list("dossier_id", "competence_id", "role", "moment", "level__position", "at", "pk")
    )
    for dossier, competence, role, moment, position, *order in rows:
        key = dossier, competence
        if moment == Moment.BASELINE and position is not None:
            found.started[key] = position
        if moment == Moment.FINAL and role == Role.COACH and position is not None:
            found.validated[key] = position
        if role not in latest[key] or latest[key][role][0] < order:
            latest[key][role] = (order, Said(position))
    for key, said in latest.items():
        found.now[key] = {role: one for role, (_order, one) in said.items()}
    found.came_up.update(_came_up(events))
    for dossier, levels in recognised_of(dossiers).items():  # goes before what the student told
        found.started.update({(dossier, pk): one.level.position for pk, one in levels.items()})
    return found


def _came_up(events: AssessmentQuerySet) -> AssessmentQuerySet:
    seen = events.filter(came_up=True).exclude(moment=Moment.BASELINE)
    return seen.order_by().values_list("dossier_id", "competence_id").distinct()
