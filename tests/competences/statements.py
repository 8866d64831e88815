"""Statements to test with: what a coach validated, issued by the student."""

import datetime as dt
import re

from accounts.enums import Role
from competences.actions import statements
from competences.actions.assessments import say
from competences.enums import Moment
from competences.models import Competence, MasteryLevel, Statement
from config import clock
from placements.models import Placement
from tests.factories import make_placement, person

# In the past on any machine: a checker refuses a badge of tomorrow.
AT_THE_END = dt.date(2025, 3, 31)
LATER = dt.date(2025, 4, 30)
HOST = "http://localhost:8000"


def open_placement() -> Placement:
    return make_placement(starts_on=dt.date(2024, 9, 23), ends_on=dt.date(2025, 6, 20))


def validate(
    placement: Placement, *codes: str, on: dt.date = AT_THE_END, comment: str = ""
) -> None:
    """The coach's final word on the first competences, in order; "" is: did not come up."""
    version = placement.dossier.version_id
    for position, code in enumerate(codes):
        with clock.at(on):
            say(
                by=person(placement, Role.COACH),
                dossier=placement.dossier,
                competence=Competence.objects.get(version=version, position=position),
                came_up=bool(code),
                level=MasteryLevel.objects.filter(version=version, code=code).first(),
                moment=Moment.FINAL,
                comment=comment,
            )


def issue(
    placement: Placement,
    *positions: int,
    shown=(),
    language: str = "en",
    on: dt.date = AT_THE_END,
) -> Statement:
    """The student issues a statement of the competences at these positions (none: the first)."""
    wanted = Competence.objects.filter(
        version=placement.dossier.version_id, position__in=positions or [0]
    )
    with clock.at(on):
        return statements.issue(
            by=person(placement, Role.STUDENT),
            dossier=placement.dossier,
            competences=list(wanted),
            shown=shown,
            language=language,
        )


def issued(*positions: int, shown=(), language: str = "en") -> Statement:
    """One of a placement of its own, in which three of four competences were validated."""
    placement = open_placement()
    validate(placement, "V", "A", "K")
    return issue(placement, *positions, shown=shown, language=language)


def revoke(statement: Statement, *, role: str = Role.STUDENT) -> Statement:
    by = statement.dossier.voices.get(role=role, until=None).person
    return statements.revoke(by=by, statement=statement, reason="Een vergissing.")


def words(body: bytes) -> str:
    """What a person reads on a page: without its markup."""
    text = re.sub(rb"<(head|script|style|svg).*?</\1>", b" ", body, flags=re.DOTALL)
    return " ".join(re.sub(rb"<[^>]+>", b" ", text).decode().split())
