"""The portfolio is made by its student and by nobody else."""

from tests.access import FORBIDDEN, OK, SENT_ON, Row

STUDENTS = {"student": OK, "mentor": FORBIDDEN, "coach": FORBIDDEN, "coordinator": FORBIDDEN}

ROWS = [
    Row("placements:portfolio-make", lambda cast: [cast.placement.pk], expect=STUDENTS),
    Row(
        "placements:portfolio-make",
        lambda cast: [cast.placement.pk],
        method="post",
        data=lambda cast: {"year": "on", "language": "nl"},
        expect=STUDENTS | {"student": SENT_ON},
    ),
]
