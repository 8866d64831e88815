from tests.access import FORBIDDEN, OK, Row

ONLY_COACH = {
    "student": FORBIDDEN,
    "mentor": FORBIDDEN,
    "coach": OK,
    "coordinator": FORBIDDEN,
}

ROWS = [
    Row(
        "placements:board",
        expect={"coach": OK, "other_coach": OK},
        otherwise=FORBIDDEN,
    ),
    Row("placements:finalise", args=lambda cast: [cast.placement.pk], expect=ONLY_COACH),
    Row(  # much is missing still: the page comes back and says what
        "placements:finalise",
        args=lambda cast: [cast.placement.pk],
        method="post",
        data=lambda cast: {"sure": "on", "words": ""},
        expect=ONLY_COACH,
    ),
]
