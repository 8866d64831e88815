from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

THREE = {"student": OK, "mentor": OK, "coach": OK, "coordinator": FORBIDDEN}
THREE_WRITE = {"student": SENT_ON, "mentor": SENT_ON, "coach": SENT_ON, "coordinator": FORBIDDEN}


def planned(cast: Cast) -> list[int]:
    return [cast.planned.pk]


def words(cast: Cast) -> dict[str, object]:
    """On top of the version that each of the three has in the cast."""
    return {"reached": "De aangifte alleen.", "seen_version": 1}


ROWS = [
    Row("placements:preparation", args=planned, expect=THREE),
    Row("placements:preparation", args=lambda cast: [cast.held.pk], expect=THREE),
    Row(
        "placements:preparation-write",
        args=planned,
        method="post",
        data=words,
        expect=THREE_WRITE,
    ),
    Row("placements:preparation-ready", args=planned, method="post", expect=THREE_WRITE),
    Row("placements:preparation-take-back", args=planned, method="post", expect=THREE_WRITE),
    Row(
        "placements:agenda-add",
        args=planned,
        method="post",
        data=lambda cast: {"text": "De vakantie van het kantoor"},
        expect=THREE_WRITE,
    ),
    # Griet added it.
    Row(
        "placements:agenda-remove",
        args=lambda cast: [cast.prepared.point.pk],
        method="post",
        expect={"student": FORBIDDEN, "mentor": SENT_ON, "coach": FORBIDDEN},
    ),
]
