"""Evidence: the student decides what the mentor sees; for whom it is not, it does not exist."""

from competences.enums import EvidenceAudience
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

SEEN = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
NEAR = {"student": OK, "coach": OK}
BRINGS = {"student": OK, "mentor": FORBIDDEN, "coach": OK, "coordinator": FORBIDDEN}
FEEDBACK = {"student": FORBIDDEN, "mentor": OK, "coach": OK, "coordinator": FORBIDDEN}
OWN = {"student": OK, "mentor": FORBIDDEN, "coach": FORBIDDEN, "coordinator": FORBIDDEN}
OWN_AND_CLOSED = {"student": OK, "coach": FORBIDDEN}
MENTORS = {"student": FORBIDDEN, "mentor": OK, "coach": FORBIDDEN, "coordinator": FORBIDDEN}


def dossier(cast: Cast) -> list[int]:
    return [cast.placement.dossier_id]


def piece(audience: EvidenceAudience):
    return lambda cast: [cast.shown.files[audience].pk]


def feedback(cast: Cast) -> list[int]:
    return [cast.shown.feedback.pk]


def done(expect: dict[str, int]) -> dict[str, int]:
    return {actor: SENT_ON if answer == OK else answer for actor, answer in expect.items()}


def a_link(cast: Cast) -> dict[str, str]:
    return {"url": "https://example.org/blog", "audience": "coach"}


def words(cast: Cast) -> dict[str, str]:
    return {"title": "Andere naam", "text": "Andere woorden", "audience": "coach"}


def said(cast: Cast) -> dict[str, str]:
    return {"task": "Offerte nagekeken", "text": "Zorgvuldig."}


ROWS = [
    Row("competences:evidence-list", dossier, expect=SEEN),
    Row("competences:evidence-add", dossier, expect=BRINGS),
    Row("competences:evidence-add", dossier, method="post", data=a_link, expect=done(BRINGS)),
    Row("competences:evidence-feedback", dossier, expect=FEEDBACK),
    Row("competences:evidence-feedback", dossier, method="post", data=said, expect=done(FEEDBACK)),
    *(
        Row(name, piece(audience), expect=expect)
        for audience, expect in ((EvidenceAudience.COACH, NEAR), (EvidenceAudience.TRIAD, SEEN))
        for name in ("competences:evidence", "competences:evidence-file")
    ),
    Row("competences:evidence", feedback, expect=SEEN),
    Row("competences:evidence-file", feedback),
    *(
        Row(name, piece(audience), method=method, data=words, expect=answer)
        for audience, expect in (
            (EvidenceAudience.COACH, OWN_AND_CLOSED),
            (EvidenceAudience.TRIAD, OWN),
        )
        for name in ("competences:evidence-change", "competences:evidence-remove")
        for method, answer in (("get", expect), ("post", done(expect)))
    ),
    Row("competences:evidence-change", feedback, expect=MENTORS),
    Row("competences:evidence-change", feedback, method="post", data=words, expect=done(MENTORS)),
]
