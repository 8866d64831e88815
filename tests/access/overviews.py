from tests.access import FORBIDDEN, OK, Row

COORDINATORS = {"coordinator": OK, "other_coordinator": OK}

ROWS = [
    Row(
        "competences:dossier-overlay",
        args=lambda cast: [cast.placement.dossier_id],
        expect={"student": OK, "mentor": OK, "coach": OK, "coordinator": OK},
    ),
    # The route is the student's own, over all their placements.
    Row(
        "placements:route",
        expect={"student": OK, "classmate": OK, "other_student": OK},
        otherwise=FORBIDDEN,
    ),
    Row("placements:movement", expect={"coach": OK, "other_coach": OK}, otherwise=FORBIDDEN),
    Row("placements:cohort", expect=COORDINATORS, otherwise=FORBIDDEN),
    Row("placements:cohort-export", expect=COORDINATORS, otherwise=FORBIDDEN),
    Row("placements:cohort-paper", expect=COORDINATORS, otherwise=FORBIDDEN),
]
