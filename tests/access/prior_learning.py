"""Prior learning: told by the student, decided by the coach; seen by whom the student chose."""

from competences.enums import EvidenceAudience
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

SEEN = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
NEAR = {"student": OK, "coach": OK}
STUDENTS = {"student": OK, "mentor": FORBIDDEN, "coach": FORBIDDEN, "coordinator": FORBIDDEN}
COACHES = {"student": FORBIDDEN, "mentor": FORBIDDEN, "coach": OK, "coordinator": FORBIDDEN}
STUDENTS_CLOSED = {"student": OK, "coach": FORBIDDEN}
COACHES_CLOSED = {"student": FORBIDDEN, "coach": OK}


def dossier(cast: Cast) -> list[int]:
    return [cast.placement.dossier_id]


def piece(audience: EvidenceAudience):
    return lambda cast: [cast.shown.told[audience].pk]


def done(expect: dict[str, int]) -> dict[str, int]:
    return {actor: SENT_ON if answer == OK else answer for actor, answer in expect.items()}


def told(cast: Cast) -> dict[str, object]:
    return {
        "kind": "formal",
        "title": "Diploma kantoor",
        "text": "Boekhouden en typen.",
        "competences": [cast.competence.pk],
        "audience": "coach",
    }


def answers(cast: Cast) -> dict[str, str]:
    prefix = f"c{cast.competence.pk}"
    return {f"{prefix}-level": str(cast.level.pk), f"{prefix}-reason": "Drie jaar gedaan."}


CLOSED, OPEN = EvidenceAudience.COACH, EvidenceAudience.TRIAD
ROWS = [
    Row("competences:start", dossier, expect=SEEN),
    Row("competences:prior-learning-add", dossier, expect=STUDENTS),
    Row("competences:prior-learning-add", dossier, method="post", data=told, expect=done(STUDENTS)),
    Row("competences:prior-learning", piece(CLOSED), expect=NEAR),
    Row("competences:prior-learning", piece(OPEN), expect=SEEN),
    *(
        Row(name, piece(audience), method=method, data=told, expect=answer)
        for audience, expect in ((CLOSED, STUDENTS_CLOSED), (OPEN, STUDENTS))
        for name in ("competences:prior-learning-change", "competences:prior-learning-withdraw")
        for method, answer in (("get", expect), ("post", done(expect)))
    ),
    *(
        Row(
            "competences:prior-learning-decide",
            piece(audience),
            method=method,
            data=answers,
            expect=answer,
        )
        for audience, expect in ((CLOSED, COACHES_CLOSED), (OPEN, COACHES))
        for method, answer in (("get", expect), ("post", done(expect)))
    ),
]
