"""Statements as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.enums import Role
from competences.enums import Moment, Shown
from competences.models import Assessment, Statement


@dataclass(frozen=True)
class StatementRow:
    """One issued statement in a list; `is_overtaken`: the coach has validated otherwise since."""

    statement: Statement
    count: int
    shown: Sequence[str]
    is_overtaken: bool


def rows(statements: Iterable[Statement]) -> list[StatementRow]:
    """Of one dossier, in the order given; one query for all."""
    statements = list(statements)
    overtaken = overtaken_of(statements)
    return [
        StatementRow(
            statement=one,
            count=len(_levels(one)),
            shown=[str(Shown(which).label) for which in one.shown],
            is_overtaken=one.pk in overtaken,
        )
        for one in statements
    ]


def overtaken_of(statements: Sequence[Statement]) -> set[int]:
    """Which of these statements (ids), all of one dossier, say a level that the coach replaced or
    took back after they were issued. A dossier that moved to another version replaced nothing."""
    if not statements:
        return set()
    said = (
        Assessment.objects.filter(
            Q(moment=Moment.FINAL) | Q(corrects__moment=Moment.FINAL),
            dossier=statements[0].dossier_id,
            role=Role.COACH,
            carried_from=None,
            corrected_by=None,
            at__gt=min(one.issued_at for one in statements),
        )
        .order_by("at", "pk")
        .values_list("at", "competence__identifier", "moment", "level__code")
    )
    later = [
        (at, str(identifier), code if moment == Moment.FINAL else None)
        for at, identifier, moment, code in said
    ]
    return {one.pk for one in statements if _is_overtaken(one, later)}


def _is_overtaken(statement: Statement, later: list[tuple]) -> bool:
    since = {identifier: code for at, identifier, code in later if at > statement.issued_at}
    return any(
        identifier in since and since[identifier] != code
        for identifier, code in _levels(statement).items()
    )


def _levels(statement: Statement) -> dict[str, str]:
    """Identifier of the competence -> code of the level that this statement says."""
    return {
        one["identifier"]: one["level"]
        for outcome in statement.content["stated"]["outcomes"]
        for one in outcome["competences"]
    }
