"""What the coach recognised of prior learning, as start of a competence and as pages tell it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User
from competences.models import Competence, Dossier, MasteryLevel, PriorLearning, Recognition


@dataclass(frozen=True)
class Recognised:
    """A level that counts as the start of a competence; everybody who sees the dossier may know.

    Why, and on the strength of what, stands on the page of the prior learning, which the student
    may keep from the mentor. `prior_learning` is its key.
    """

    level: MasteryLevel
    person: str
    at: dt.datetime
    prior_learning: int
    role: str = Role.COACH.value


def recognised(dossier: Dossier, until: dt.datetime | None = None) -> dict[int, Recognised]:
    """Competence id -> the level recognised last, of the decisions that hold; one query.

    A new decision on the same prior learning replaces the one before, also when it says no. With
    `until` as it stood at that moment.
    """
    return recognised_of([dossier.pk], until).get(dossier.pk, {})


def recognised_of(
    dossiers: Iterable[int], until: dt.datetime | None = None
) -> dict[int, dict[int, Recognised]]:
    """Dossier id -> what `recognised` says of it; one query for all. Decisions on competences of
    an older framework version are not left out: nothing of a current one asks for them."""
    rows = Recognition.objects.filter(dossier__in=dossiers)
    if until is not None:
        rows = rows.filter(at__lte=until)
    last: dict[tuple[int, int, int], Recognition] = {}
    for row in rows.select_related("level", "voice__person").order_by("at", "pk"):
        key = (row.dossier_id, row.competence_id, row.prior_learning_id)
        last.pop(key, None)  # so that the order stays that of the decisions
        last[key] = row
    found: dict[int, dict[int, Recognised]] = {}
    for (dossier, competence, prior_learning), row in last.items():
        if row.level:
            found.setdefault(dossier, {})[competence] = Recognised(
                row.level, row.voice.person.get_full_name(), row.at, prior_learning
            )
    return found


@dataclass(frozen=True)
class Decision:
    """What the coach decided last on one competence of one piece of prior learning."""

    competence: Competence
    recognition: Recognition


def decisions(prior_learning: PriorLearning) -> list[Decision]:
    """The decisions that hold on one piece, in the framework's order; one query."""
    rows = (
        Recognition.objects.filter(
            prior_learning=prior_learning, competence__version=prior_learning.dossier.version_id
        )
        .select_related("competence", "level", "voice__person")
        .order_by("at", "pk")
    )
    last = {row.competence_id: row for row in rows}
    ordered = sorted(last.values(), key=lambda row: row.competence.position)
    return [Decision(row.competence, row) for row in ordered]


def told(dossier: Dossier, reader: User) -> list[PriorLearning]:
    """The student's prior learning in this dossier that the reader may see, newest first, with its
    competences and evidence; a constant number of queries. What was withdrawn is left out."""
    return list(
        PriorLearning.objects.visible_to(reader)
        .present()
        .filter(dossier=dossier)
        .prefetch_related("competences", "recognitions__level", "recognitions__voice__person")
    )
