import datetime as dt

from placements.enums import Attention
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import TODAY

ONLY_COACH = {
    "student": FORBIDDEN,
    "mentor": FORBIDDEN,
    "coach": OK,
    "coordinator": FORBIDDEN,
}
ONLY_STUDENT = {**ONLY_COACH, "student": OK, "coach": FORBIDDEN}
UNSIGNED = Attention.AGREEMENT.value  # stands on Katrien's board: nobody of the cast has signed


def reason(cast):
    return [cast.placement.pk, UNSIGNED]


ROWS = [
    Row(
        "placements:board",
        expect={"coach": OK, "other_coach": OK},
        otherwise=FORBIDDEN,
    ),
    Row(
        "placements:board-ranking",
        expect={"coach": OK, "other_coach": OK},
        otherwise=FORBIDDEN,
    ),
    Row("placements:nudge-give", args=reason, expect=ONLY_COACH),
    Row(
        "placements:nudge-give",
        args=reason,
        method="post",
        data=lambda cast: {"person": cast.mentor.pk, "words": "Wil je tekenen?"},
        expect={**ONLY_COACH, "coach": SENT_ON},
    ),
    Row("placements:snooze-give", args=reason, expect=ONLY_COACH),
    Row(
        "placements:snooze-give",
        args=reason,
        method="post",
        data=lambda cast: {
            "until": (TODAY.date() + dt.timedelta(days=7)).isoformat(),
            "reason": "Ze tekent vrijdag.",
        },
        expect={**ONLY_COACH, "coach": SENT_ON},
    ),
    Row(  # a coach's own: for everybody else it does not exist
        "placements:snooze-end",
        args=lambda cast: [cast.board.snooze.pk],
        method="post",
        expect={"coach": SENT_ON},
    ),
    Row(
        "placements:quiet-word-give",
        args=lambda cast: [cast.placement.pk],
        expect=ONLY_STUDENT,
    ),
    Row(  # one waits already: the page comes back and says so
        "placements:quiet-word-give",
        args=lambda cast: [cast.placement.pk],
        method="post",
        data=lambda cast: {"words": "Nog iets."},
        expect=ONLY_STUDENT,
    ),
    Row(
        "placements:quiet-word",
        args=lambda cast: [cast.board.word.pk],
        expect={"student": FORBIDDEN, "coach": OK},
    ),
    Row(
        "placements:quiet-word",
        args=lambda cast: [cast.board.word.pk],
        method="post",
        data=lambda cast: {"answer": "Ik bel je morgen."},
        expect={"student": FORBIDDEN, "coach": SENT_ON},
    ),
    Row(
        "placements:quiet-word-withdraw",
        args=lambda cast: [cast.board.word.pk],
        method="post",
        expect={"student": SENT_ON, "coach": FORBIDDEN},
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
