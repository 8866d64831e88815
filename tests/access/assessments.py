"""Competences: seen by all who see the placement, said by the three voices."""

from competences.models import Assessment
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

SEEN = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
VOICES = {"student": OK, "mentor": OK, "coach": OK, "coordinator": FORBIDDEN}
DONE = {"student": SENT_ON, "mentor": SENT_ON, "coach": SENT_ON, "coordinator": FORBIDDEN}


def dossier(cast: Cast) -> list[int]:
    return [cast.placement.dossier_id]


def competence(cast: Cast) -> list[int]:
    return [cast.placement.dossier_id, cast.competence.pk]


def said(cast: Cast) -> dict[str, str]:
    prefix = f"c{cast.competence.pk}"
    return {f"{prefix}-said": str(cast.level.pk), f"{prefix}-comment": "Gezien op dag 9."}


def unit(cast: Cast) -> list[int]:
    return [cast.placement.course_unit_id]


def last_of_student(cast: Cast) -> list[int]:
    """What Amina said last about this competence, 0 for nothing: she alone corrects it."""
    last = Assessment.objects.filter(competence=cast.competence, role="student").last()
    return [*competence(cast), last.pk if last else 0]


def entered(cast: Cast) -> dict[str, str]:
    prefix = f"c{cast.competence.pk}"
    return said(cast) | {f"{prefix}-about": "process", f"{prefix}-note_on_entry": "aan de lijn"}


def corrected(cast: Cast) -> dict[str, str]:
    return said(cast) | {f"c{cast.competence.pk}-about": "process"}


NOT_TO_DO = dict.fromkeys(SEEN, FORBIDDEN)

ROWS = [
    Row("competences:dossier", dossier, expect=SEEN),
    Row("competences:competence", competence, expect=SEEN),
    Row("competences:assessment-say", competence, expect=VOICES),
    Row("competences:assessment-say", competence, method="post", data=said, expect=DONE),
    Row("competences:assessment-say-all", dossier, expect=VOICES),
    Row("competences:assessment-say-all", dossier, method="post", data=said, expect=DONE),
    Row("competences:assessment-correct", last_of_student, expect=NOT_TO_DO | {"student": OK}),
    Row(
        "competences:assessment-correct",
        last_of_student,
        method="post",
        data=corrected,
        expect=NOT_TO_DO | {"student": SENT_ON},
    ),
    Row("competences:assessment-enter", competence, expect=NOT_TO_DO | {"coach": OK}),
    Row(
        "competences:assessment-enter",
        competence,
        method="post",
        data=entered,
        expect=NOT_TO_DO | {"coach": SENT_ON},
    ),
    Row("competences:voices-open", dossier, expect=NOT_TO_DO | {"coach": OK}),
    Row(
        "competences:voices-open",
        dossier,
        method="post",
        expect=NOT_TO_DO | {"coach": SENT_ON},
    ),
    Row("competences:first-round-set", unit, expect={"coordinator": OK}),
    Row("competences:first-round-set", unit, method="post", expect={"coordinator": SENT_ON}),
]
