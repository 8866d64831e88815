"""Reminders and messages: everybody keeps their own, a coordinator the rules of the programme."""

from tests.access import ACTORS, OK, SENT_ON, Row
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


ROWS = [
    Row("accounts:messages-choose", method="post", data=lambda cast: CHOSEN, otherwise=SENT_ON),
    Row("accounts:message-list", expect=SOMEBODY),
    # One page for whoever holds a link and for whoever made one up.
    Row("accounts:unsubscribe", unknown_link, otherwise=OK, anonymous=OK),
    Row("accounts:unsubscribe", unknown_link, method="post", otherwise=OK, anonymous=OK),
]
