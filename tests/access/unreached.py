from accounts.actions import bounces
from config import clock
from tests.access import OK, SENT_ON, Row


def mentor_who_is_not_reached(cast) -> list[int]:
    """What came back from the mentor's address is known; rows may come here more than once."""
    bounces.record(
        person=cast.mentor,
        mail=None,
        address=cast.mentor.email,
        status="5.1.1",
        detail="no such user",
        at=clock.now(),
    )
    return [cast.mentor.pk]


ROWS = [
    Row(
        "placements:unreached",
        args=mentor_who_is_not_reached,
        expect={"coach": OK, "coordinator": OK},
    ),
    Row(
        "placements:unreached",
        args=mentor_who_is_not_reached,
        method="post",
        expect={"coach": SENT_ON, "coordinator": SENT_ON},
    ),
]
