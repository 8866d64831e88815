from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

COORDINATORS = ("coordinator", "other_coordinator")
# Guides are no secret: everybody inside may read what the others are told. Writing them is for
# coordinators; a training record is read by the mentor and by who coordinates their placements.
MAY_KEEP = dict.fromkeys(COORDINATORS, OK)
KEPT = dict.fromkeys(COORDINATORS, SENT_ON)
KNOWS_GRIET = {"mentor": OK, "coordinator": OK}


def guide(cast: Cast) -> list[str]:
    return [cast.guide.key]


def first_version(cast: Cast) -> list[str | int]:
    return [cast.guide.key, 1]


def words(cast: Cast) -> dict[str, str]:
    return {
        "title_nl": "De eerste week",
        "title_en": "The first week",
        "body_nl": "Maak tijd op dag een.",
        "body_en": "Make time on day one.",
        "seen": "1",
    }


def new_words(cast: Cast) -> dict[str, str]:
    return words(cast) | {"role": "mentor", "moment": "any"}


def of_griet(cast: Cast) -> list[int]:
    return [cast.mentor.pk]


def of_geert(cast: Cast) -> list[int]:
    return [cast.former_mentor.pk]


def of_amina(cast: Cast) -> list[int]:
    return [cast.student.pk]


def entry(cast: Cast) -> list[int]:
    return [cast.training.pk]


def course(cast: Cast) -> dict[str, str]:
    return {"kind": "course", "title": "Feedback geven", "on": "2026-10-01", "hours": "3"}


ROWS = [
    Row("mentors:guide-list", otherwise=OK),
    Row("mentors:guide", args=guide, otherwise=OK),
    Row("mentors:guide-version", args=first_version, otherwise=OK),
    Row("mentors:guide-difference", args=guide, otherwise=OK),
    Row("mentors:guide-for", args=lambda cast: ["mentor", "start"], otherwise=SENT_ON),
    Row("mentors:guide-read", args=guide, method="post", otherwise=SENT_ON),
    Row("mentors:guide-add", expect=MAY_KEEP, otherwise=FORBIDDEN),
    Row("mentors:guide-add", method="post", data=new_words, expect=KEPT, otherwise=FORBIDDEN),
    Row("mentors:guide-change", args=guide, expect=MAY_KEEP, otherwise=FORBIDDEN),
    Row(
        "mentors:guide-change",
        args=guide,
        method="post",
        data=words,
        expect=KEPT,
        otherwise=FORBIDDEN,
    ),
    Row("mentors:guide-retire", args=guide, method="post", expect=KEPT, otherwise=FORBIDDEN),
    Row("mentors:training-list", expect=MAY_KEEP, otherwise=FORBIDDEN),
    Row("mentors:training", args=of_griet, expect=KNOWS_GRIET),
    # Replaced: the record stays his own, and his coordinator's no longer.
    Row("mentors:training", args=of_geert, expect={"former_mentor": OK}),
    # A student has none, and to the others it is as if she had none to hide.
    Row("mentors:training", args=of_amina, expect={"student": FORBIDDEN}),
    Row("mentors:training-add", args=of_griet, expect=KNOWS_GRIET),
    Row(
        "mentors:training-add",
        args=of_griet,
        method="post",
        data=course,
        expect=dict.fromkeys(KNOWS_GRIET, SENT_ON),
    ),
    Row(
        "mentors:training-remove",
        args=entry,
        method="post",
        expect={"mentor": SENT_ON, "coordinator": FORBIDDEN},
    ),
]
