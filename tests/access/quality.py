from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

MAY_SEE = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
COORDINATORS = {"coordinator": OK, "other_coordinator": OK}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def point(cast: Cast) -> list[int]:
    return [cast.point.pk]


def words(cast: Cast) -> dict[str, str]:
    return {
        "name_nl": "Er is tijd.",
        "name_en": "There is time.",
        "weight": "depends",
        "parties": "mentor",
    }


def new_words(cast: Cast) -> dict[str, str]:
    return words(cast) | {"question": str(cast.point.question_id), "level": "placement"}


ROWS = [
    Row("quality:checklist", args=placement, expect=MAY_SEE),
    Row("quality:checklist-answer", args=placement, expect=MAY_SEE),
    Row(
        "quality:checklist-answer",
        args=placement,
        method="post",
        expect=dict.fromkeys(MAY_SEE, SENT_ON),
    ),
    Row("quality:checklist-pdf", args=placement, expect=MAY_SEE),
    Row("quality:point-list", expect=COORDINATORS, otherwise=FORBIDDEN),
    Row("quality:point-add", expect=COORDINATORS, otherwise=FORBIDDEN),
    Row(
        "quality:point-add",
        method="post",
        data=new_words,
        expect=dict.fromkeys(COORDINATORS, SENT_ON),
        otherwise=FORBIDDEN,
    ),
    Row("quality:point-change", args=point, expect=COORDINATORS, otherwise=FORBIDDEN),
    Row(
        "quality:point-change",
        args=point,
        method="post",
        data=words,
        expect=dict.fromkeys(COORDINATORS, SENT_ON),
        otherwise=FORBIDDEN,
    ),
    Row(
        "quality:point-retire",
        args=point,
        method="post",
        expect=dict.fromkeys(COORDINATORS, SENT_ON),
        otherwise=FORBIDDEN,
    ),
]
