"""Reflections: the student decides for each who reads it; to others it does not exist."""

from placements.enums import Audience
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

READERS = {"student": OK, "mentor": OK, "coach": OK, "coordinator": FORBIDDEN}
STUDENTS = {"student": OK, "mentor": FORBIDDEN, "coach": FORBIDDEN, "coordinator": FORBIDDEN}
# Even that a private reflection exists is private: it answers 404, not 403.
ALONE = {"student": OK}
WITH_COACH = {"student": OK, "coach": FORBIDDEN}
WITH_ALL = {"student": OK, "coach": FORBIDDEN, "mentor": FORBIDDEN}
WORDS = {"text": "Andere woorden", "audience": "private"}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def reflection(audience: Audience):
    return lambda cast: [cast.reflections[audience].pk]


def done(expect: dict[str, int]) -> dict[str, int]:
    return expect | {"student": SENT_ON}


ROWS = [
    Row("placements:reflection-list", placement, expect=READERS),
    Row("placements:reflection-write", placement, expect=STUDENTS),
    Row(
        "placements:reflection-write",
        placement,
        method="post",
        data=lambda cast: WORDS,
        expect=done(STUDENTS),
    ),
    *(
        Row(name, reflection(audience), method=method, data=lambda cast: WORDS, expect=expect)
        for audience, readers in (
            (Audience.PRIVATE, ALONE),
            (Audience.COACH, WITH_COACH),
            (Audience.TRIAD, WITH_ALL),
        )
        for name in ("placements:reflection-change", "placements:reflection-remove")
        for method, expect in (("get", readers), ("post", done(readers)))
    ),
]
