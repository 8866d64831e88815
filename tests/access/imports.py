"""Lists on their way in: of a coordinator, and of nobody else."""

from placements.actions import imports
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast
from tests.placements.rosters import csv_of

COORDINATORS = {"coordinator": OK, "other_coordinator": OK}


def a_list(cast: Cast) -> list[int]:
    kept = imports.choose(by=cast.coordinator, file_name="list.csv", data=csv_of({}))
    return [kept.pk]


ROWS = [
    Row("placements:roster-import", expect=COORDINATORS, otherwise=FORBIDDEN),
    Row("placements:roster-import", method="post", expect=COORDINATORS, otherwise=FORBIDDEN),
    Row("placements:roster-columns", args=a_list, expect={"coordinator": OK}),
    Row("placements:roster-columns", args=a_list, method="post", expect={"coordinator": OK}),
    Row("placements:roster-preview", args=a_list, expect={"coordinator": OK}),
    Row(
        "placements:roster-confirm",
        args=a_list,
        method="post",
        data=lambda cast: {"digest": "of another plan"},
        expect={"coordinator": SENT_ON},
    ),
    Row("placements:roster-faults", args=a_list, expect={"coordinator": OK}),
]
