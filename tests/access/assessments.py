"""Competences: seen by all who see the placement, said by the three voices."""

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


ROWS = [
    Row("competences:dossier", dossier, expect=SEEN),
    Row("competences:competence", competence, expect=SEEN),
    Row("competences:assessment-say", competence, expect=VOICES),
    Row("competences:assessment-say", competence, method="post", data=said, expect=DONE),
    Row("competences:assessment-say-all", dossier, expect=VOICES),
    Row("competences:assessment-say-all", dossier, method="post", data=said, expect=DONE),
]
