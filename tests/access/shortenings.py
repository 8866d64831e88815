from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

SEE = {"student": FORBIDDEN, "mentor": FORBIDDEN, "coach": FORBIDDEN, "coordinator": FORBIDDEN}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def proposal(cast: Cast) -> list[int]:
    return [cast.proposal.pk]


ROWS = [
    Row(
        "placements:shortening-list",
        args=placement,
        expect={"student": OK, "mentor": OK, "coach": OK, "coordinator": OK},
    ),
    Row("placements:shortening-propose", args=placement, expect={**SEE, "student": OK}),
    Row(  # a proposal is open already: the page comes back and says so
        "placements:shortening-propose",
        args=placement,
        method="post",
        data=lambda cast: {
            "competences": [cast.competence.pk],
            "reason": "Nog vijf.",
            "freed_time_for": "Lezen.",
        },
        expect={**SEE, "student": OK},
    ),
    Row(  # what is filled in so far, looked at: nothing is kept
        "placements:shortening-check",
        args=placement,
        method="post",
        data=lambda cast: {"competences": [cast.competence.pk], "reason": "Nog vijf."},
        expect={**SEE, "student": OK},
    ),
    Row("placements:shortening-advise", args=proposal, expect={**SEE, "mentor": OK}),
    Row(
        "placements:shortening-advise",
        args=proposal,
        method="post",
        data=lambda cast: {"advice": "agrees", "words": "Ja."},
        expect={**SEE, "mentor": SENT_ON},
    ),
    Row("placements:shortening-decide", args=proposal, expect={**SEE, "coach": OK}),
    Row(
        "placements:shortening-decide",
        args=proposal,
        method="post",
        data=lambda cast: {"decision": "refused", "words": "Nog niet."},
        expect={**SEE, "coach": SENT_ON},
    ),
    Row("placements:shortening-revoke", args=proposal, expect={**SEE, "coach": OK}),
    Row(  # it was never ratified: the page comes back and says so
        "placements:shortening-revoke",
        args=proposal,
        method="post",
        data=lambda cast: {"trialogue": cast.held.pk, "reason": "Twee niet bereikt."},
        expect={**SEE, "coach": OK},
    ),
]
