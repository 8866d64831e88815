"""What the coach recognised of prior learning, as start of a competence and as pages tell it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.enums import Role
from accounts.models import User
from competences.models import (
    Competence,
    Dossier,
    Evidence,
    MasteryLevel,
    PriorLearning,
    Recognition,
    Voice,
)
from competences.overviews.lineage import carried_on, origins, origins_of


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
    an older framework version are among them: whoever shows the present one does not ask."""
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


def decisions(prior_learning: PriorLearning) -> list[Recognition]:
    """The decisions that hold on one piece, in the framework's order; one query."""
    rows = (
        Recognition.objects.filter(
            prior_learning=prior_learning, competence__version=prior_learning.dossier.version_id
        )
        .select_related("competence", "level", "voice__person")
        .order_by("at", "pk")
    )
    last = {row.competence_id: row for row in rows}
    return sorted(last.values(), key=lambda row: row.competence.position)


def asked_for(prior_learning: PriorLearning) -> list[Competence]:
    """The competences of the present version for which recognition is asked; two queries."""
    became = origins(prior_learning.dossier)
    tagged = prior_learning.competences.values_list("pk", flat=True)
    wanted = {now for tag in tagged for now in carried_on(became, tag)}
    return list(Competence.objects.filter(pk__in=wanted, version=prior_learning.dossier.version_id))


@dataclass(frozen=True)
class Line:
    """One piece of prior learning on a page: competences with the decision that holds, or None."""

    piece: PriorLearning
    answers: list[tuple[Competence, Recognition | None]]

    @property
    def is_decided(self) -> bool:
        return all(answer for _competence, answer in self.answers)

    @property
    def may_change(self) -> bool:
        """The coach has not answered anything yet."""
        return not any(answer for _competence, answer in self.answers)


def told(dossier: Dossier, reader: User) -> list[Line]:
    """The prior learning in this dossier that the reader may see, newest first, each with its
    evidence as they may see it (`piece.shown`); five queries, and one more after a move. What was
    withdrawn is left out."""
    pieces = _with_all(
        PriorLearning.objects.visible_to(reader).present().filter(dossier=dossier), reader
    )
    return _lines(pieces)


def line_of(prior_learning: PriorLearning, reader: User) -> Line:
    """One piece as the reader may see it."""
    found = PriorLearning.objects.visible_to(reader).filter(pk=prior_learning.pk)
    return _lines(_with_all(found, reader))[0]


def waiting_for(coach: User) -> list[Line]:
    """Prior learning on which this coach has to decide, oldest first; a constant number of
    queries."""
    mine = Voice.objects.current().filter(person=coach, role=Role.COACH)
    pieces = _with_all(
        PriorLearning.objects.visible_to(coach)
        .present()
        .filter(dossier__in=mine.values("dossier"), dossier__closed_at__isnull=True)
        .select_related("added_by")
        .order_by("added_at", "pk"),
        coach,
    )
    return [line for line in _lines(pieces) if not line.is_decided]


def _with_all(pieces: QuerySet[PriorLearning], reader: User) -> QuerySet[PriorLearning]:
    shown = Evidence.objects.visible_to(reader).present()
    return pieces.select_related("dossier").prefetch_related(
        "competences",
        "recognitions__level",
        "recognitions__voice__person",
        Prefetch("evidence", queryset=shown, to_attr="shown"),
    )


def _lines(pieces: Iterable[PriorLearning]) -> list[Line]:
    """Three queries at most: what competences became, and those that became something else."""
    pieces = list(pieces)
    became = origins_of({piece.dossier_id for piece in pieces})
    tagged = [
        {
            now
            for tag in piece.competences.all()
            for now in carried_on(became[piece.dossier_id], tag.pk)
        }
        for piece in pieces
    ]
    known = {tag.pk: tag for piece in pieces for tag in piece.competences.all()}
    missing = set().union(*tagged) - known.keys()
    if missing:
        known |= Competence.objects.in_bulk(missing)
    return [_line(piece, keys, known) for piece, keys in zip(pieces, tagged, strict=True)]


def _tags(piece: PriorLearning, became: Mapping[int, tuple[int, ...]]) -> set[int]:
    return {now for tag in piece.competences.all() for now in carried_on(became, tag.pk)}


def _line(piece: PriorLearning, keys: set[int], known: dict[int, Competence]) -> Line:
    last = {row.competence_id: row for row in piece.recognitions.all()}
    asked = [known[key] for key in keys if known[key].version_id == piece.dossier.version_id]
    asked.sort(key=lambda competence: competence.position)
    return Line(piece, [(competence, last.get(competence.pk)) for competence in asked])
