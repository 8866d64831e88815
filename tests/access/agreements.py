"""Agreements: the three parties and their coordinator; a former mentor is a stranger."""

from collections.abc import Mapping
from typing import Any

from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

FOUR = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
PARTIES = {"student": OK, "mentor": OK, "coach": OK, "coordinator": FORBIDDEN}
COORDINATOR = {"student": FORBIDDEN, "mentor": FORBIDDEN, "coach": FORBIDDEN}
SENDS = COORDINATOR | {"coordinator": SENT_ON}
OPENS = COORDINATOR | {"coordinator": OK}


def agreement(cast: Cast) -> list[int]:
    return [cast.agreement.pk]


def chosen(cast: Cast) -> Mapping[str, Any]:
    return {"placements": [cast.placement.pk]}


def confirmed(cast: Cast) -> Mapping[str, Any]:
    return chosen(cast) | {"confirmed": "1"}


def packed(cast: Cast) -> Mapping[str, Any]:
    return chosen(cast) | {"kinds": ["agreement", "checklist"]}


def signed(cast: Cast) -> Mapping[str, Any]:
    return {"sha256": cast.agreement.sha256, "typed_name": "Amina Bouzid", "agree": "on"}


def asked(cast: Cast) -> Mapping[str, Any]:
    return {"say": "right"}


# What the workplace and the coordinator alone look at: the facts, before anybody signs.
FACTS = {"student": FORBIDDEN, "mentor": OK, "coach": FORBIDDEN, "coordinator": OK}
SAYS = FACTS | {"coordinator": FORBIDDEN}

ROWS = [
    Row("placements:agreement-open", method="post", data=chosen, expect=SENDS),
    Row("placements:agreement-send", method="post", data=chosen, expect=OPENS),
    Row("placements:agreement-send", method="post", data=confirmed, expect=SENDS),
    Row("placements:document-pack", method="post", data=chosen, expect=OPENS),
    Row("placements:document-pack", method="post", data=packed, expect=SENDS),
    Row("placements:agreement", args=agreement, expect=FOUR),
    Row("placements:agreement-pdf", args=agreement, expect=FOUR),
    Row("placements:agreement-pdf-shown", args=agreement, expect=FOUR),
    Row("placements:agreement-sign", args=agreement, expect=PARTIES),
    # A test client carries no sign-in evidence: the parties are asked to sign in again.
    Row("placements:agreement-sign", args=agreement, method="post", data=signed, expect=PARTIES),
    Row("placements:agreement-withdraw", args=agreement, expect=OPENS),
    Row(
        "placements:agreement-withdraw",
        args=agreement,
        method="post",
        data=lambda cast: {"reason": "Andere data"},
        expect=SENDS,
    ),
    Row("placements:agreement-changes", args=agreement, expect=FOUR),
    Row("placements:agreement-copy", args=agreement, expect=OPENS),
    Row(
        "placements:agreement-copy",
        args=agreement,
        method="post",
        data=lambda cast: {"reason": "Andere data"},
        expect=SENDS,
    ),
    Row("placements:agreement-remind", args=agreement, method="post", expect=SENDS),
    Row("placements:fact-check-ask", args=agreement, method="post", expect=SENDS),
    Row("placements:fact-check", args=agreement, expect=FACTS),
    # It went out since: nobody asks for this any more, which the page says.
    Row("placements:fact-check", args=agreement, method="post", data=asked, expect=SAYS),
    Row("placements:fact-check-answer", args=agreement, expect=OPENS),
    Row("placements:fact-check-answer", args=agreement, method="post", expect=OPENS),
    Row(
        "placements:agreement-board",
        expect={"coordinator": OK, "other_coordinator": OK},
        otherwise=FORBIDDEN,
    ),
]
