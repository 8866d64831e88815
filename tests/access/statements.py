from competences.actions.assessments import say
from competences.enums import Moment
from config import clock
from tests.access import FORBIDDEN, OK, Row
from tests.cast import TODAY, Cast


def validated(cast: Cast) -> list[int]:
    """The dossier once the coach validated one competence; taken back after each actor."""
    with clock.at(TODAY):
        say(
            by=cast.coach,
            dossier=cast.placement.dossier,
            competence=cast.competence,
            came_up=True,
            level=cast.level,
            moment=Moment.FINAL,
        )
    return [cast.placement.dossier_id]


EXPECT = {"student": OK, "mentor": FORBIDDEN, "coach": OK, "coordinator": OK}

ROWS = [
    Row("competences:statement", args=validated, expect=EXPECT),
    Row(  # nothing validated yet: a page that says so
        "competences:statement", args=lambda cast: [cast.placement.dossier_id], expect=EXPECT
    ),
]
