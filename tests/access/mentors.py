from tests.access import FORBIDDEN, OK, SENT_ON, Row

MENTORS = ("mentor", "other_mentor")
# The desk is a page for everybody and empty for who has no students; only mentors can send it.
ROWS = [
    Row("mentors:desk", otherwise=OK),
    Row(
        "mentors:desk",
        method="post",
        data=lambda cast: {"do": "confirm:all"},
        expect=dict.fromkeys(MENTORS, SENT_ON),
        otherwise=FORBIDDEN,
    ),
    Row(
        "mentors:desk-seen",
        method="post",
        expect=dict.fromkeys(MENTORS, 204),
        otherwise=FORBIDDEN,
    ),
]
