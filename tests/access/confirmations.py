from tests.access import FORBIDDEN, OK, SENT_ON, Row

SEE_IT = dict.fromkeys(("student", "coach", "coordinator"), FORBIDDEN)


def logged_day(cast):
    return [cast.logged_day.pk]


ROWS = [
    Row("placements:day-confirm", logged_day, expect={**SEE_IT, "mentor": OK}),
    Row(
        "placements:day-confirm",
        logged_day,
        method="post",
        data=lambda cast: {"remark": "Goed nagekeken."},
        expect={**SEE_IT, "mentor": SENT_ON},
    ),
    Row("placements:day-return", logged_day, expect={**SEE_IT, "mentor": OK}),
    Row(
        "placements:day-return",
        logged_day,
        method="post",
        data=lambda cast: {"reason": "Dit was op maandag."},
        expect={**SEE_IT, "mentor": SENT_ON},
    ),
]
