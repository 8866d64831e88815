from competences.actions import statements
from competences.actions.assessments import say
from competences.enums import Moment, Shown
from competences.models import Competence, Dossier, Statement
from config import badge_key, clock
from tests.access import FORBIDDEN, NOT_FOUND, OK, SENT_ON, Row
from tests.cast import TODAY, Cast

GONE = 410


def first_competence(cast: Cast) -> Competence:
    """Of the version that the dossier is on now: where a world lasts, another row moved it."""
    version = Dossier.objects.get(pk=cast.placement.dossier_id).version
    return version.competences.get(code=cast.competence.code)


def validated(cast: Cast) -> list[int]:
    """The dossier once the coach validated one competence; taken back after each actor."""
    competence = first_competence(cast)
    with clock.at(TODAY):
        say(
            by=cast.coach,
            dossier=cast.placement.dossier,
            competence=competence,
            came_up=True,
            level=competence.version.levels.get(code=cast.level.code),
            moment=Moment.FINAL,
        )
    return [cast.placement.dossier_id]


def issued(cast: Cast) -> Statement:
    validated(cast)
    with clock.at(TODAY):
        return statements.issue(
            by=cast.student,
            dossier=cast.placement.dossier,
            competences=[first_competence(cast)],
            shown=Shown.values,
            language="nl",
        )


def revoked(cast: Cast) -> Statement:
    with clock.at(TODAY):
        return statements.revoke(by=cast.coach, statement=issued(cast), reason="Vergissing.")


def chosen(cast: Cast) -> dict[str, object]:
    return {"competences": [first_competence(cast).pk], "shown": ["name"], "language": "nl"}


DOSSIER = {"student": OK, "mentor": FORBIDDEN, "coach": OK, "coordinator": OK}
STATEMENT = {"student": OK, "coach": OK, "coordinator": OK}
PUBLIC = [
    "competences:statement-verify",
    "competences:statement-badge",
    "competences:statement-badge-content",
    "competences:statement-achievement",
]

ROWS = [
    Row("competences:statement", args=validated, expect=DOSSIER),
    Row(  # nothing validated yet: a page that says so
        "competences:statement", args=lambda cast: [cast.placement.dossier_id], expect=DOSSIER
    ),
    Row("competences:statement-list", args=validated, expect=DOSSIER),
    Row(
        "competences:statement-issue",
        args=validated,
        expect={**dict.fromkeys(DOSSIER, FORBIDDEN), "student": OK},
    ),
    Row(
        "competences:statement-issue",
        args=validated,
        method="post",
        data=chosen,
        expect={**dict.fromkeys(DOSSIER, FORBIDDEN), "student": SENT_ON},
    ),
    Row(  # the mentor does not see the statement
        "competences:statement-paper", args=lambda cast: [issued(cast).pk], expect=STATEMENT
    ),
    Row(
        "competences:statement-paper",
        args=lambda cast: [revoked(cast).pk],
        expect=dict.fromkeys(STATEMENT, GONE),
    ),
    Row("competences:statement-revoke", args=lambda cast: [issued(cast).pk], expect=STATEMENT),
    Row(
        "competences:statement-revoke",
        args=lambda cast: [issued(cast).pk],
        method="post",
        data=lambda cast: {"reason": "Vergissing."},
        expect=dict.fromkeys(STATEMENT, SENT_ON),
    ),
    *(
        Row(name, args=lambda cast: [issued(cast).token], otherwise=OK, anonymous=OK)
        for name in PUBLIC
    ),
    *(
        Row(name, args=lambda cast: [revoked(cast).token], otherwise=GONE, anonymous=GONE)
        for name in PUBLIC
    ),
    *(
        Row(name, args=lambda cast: ["a" * 26], otherwise=NOT_FOUND, anonymous=NOT_FOUND)
        for name in PUBLIC
    ),
    Row("competences:issuer", otherwise=OK, anonymous=OK),
    Row("competences:issuer-keys", otherwise=OK, anonymous=OK),
    Row(
        "competences:issuer-key",
        args=lambda cast: [badge_key.name_of(badge_key.signing_key())],
        otherwise=OK,
        anonymous=OK,
    ),
    Row(
        "competences:issuer-key",
        args=lambda cast: ["unknown"],
        otherwise=NOT_FOUND,
        anonymous=NOT_FOUND,
    ),
    Row("competences:issuer-status", args=lambda cast: [0], otherwise=OK, anonymous=OK),
]
