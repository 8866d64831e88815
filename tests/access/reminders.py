"""Reminders and messages: everybody keeps their own, a coordinator the rules of the programme."""

from tests.access import ACTORS, FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

SOMEBODY = {actor: OK for actor in ACTORS if actor != "anonymous"}
COORDINATOR = {"coordinator": OK}
CHOSEN = {
    "pace": "weekly",
    "groups": ["days"],
    "quiet_from": "22:00",
    "quiet_until": "07:00",
}


def unknown_link(cast: Cast) -> list[str]:
    return [f"{cast.student.pk}-{'0' * 64}"]


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def programme(cast: Cast) -> list[int]:
    return [cast.placement.enrolment.programme_id]


def rule(cast: Cast) -> list[int | str]:
    return [*programme(cast), "days-waiting", "mentor"]


SLOWER = {"is_on": "yes", "offset": "5", "repeat": "7", "channel": "mail"}

ROWS = [
    Row("accounts:messages-choose", method="post", data=lambda cast: CHOSEN, otherwise=SENT_ON),
    Row("accounts:message-list", expect=SOMEBODY),
    # One page for whoever holds a link and for whoever made one up.
    Row("accounts:unsubscribe", unknown_link, otherwise=OK, anonymous=OK),
    Row("accounts:unsubscribe", unknown_link, method="post", otherwise=OK, anonymous=OK),
    # the coordinator of the programme; for others it does not exist
    Row(
        "placements:reminders",
        expect={"coordinator": SENT_ON, "other_coordinator": SENT_ON},
        otherwise=FORBIDDEN,
    ),
    Row("placements:reminder-rule-list", programme, expect=COORDINATOR),
    Row("placements:reminder-preview", programme, expect=COORDINATOR),
    Row("placements:reminder-rule-change", rule, expect=COORDINATOR),
    Row(
        "placements:reminder-rule-change",
        rule,
        method="post",
        data=lambda cast: SLOWER,
        expect={"coordinator": SENT_ON},
    ),
    Row("placements:reminder-rule-restore", rule, method="post", expect={"coordinator": SENT_ON}),
    # who looks after the placement
    Row(
        "placements:placement-messages",
        placement,
        expect={"student": FORBIDDEN, "mentor": FORBIDDEN, "coach": OK, "coordinator": OK},
    ),
]
