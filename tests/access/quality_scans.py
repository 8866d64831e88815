from config import clock
from quality.actions import scans
from quality.scan_guide import guide
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import TODAY, Cast

SEE = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
OPEN = SEE | {"mentor": FORBIDDEN, "coordinator": FORBIDDEN}
THREE = SEE | {"coordinator": FORBIDDEN}
MENTORS = {"mentor": OK, "former_mentor": OK, "other_mentor": OK}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def placement_without_open(cast: Cast) -> list[int]:
    with clock.at(TODAY):
        scans.close_round(by=cast.coach, scan=cast.scanned.open)
    return [cast.placement.pk]


def open_scan(cast: Cast) -> list[int]:
    return [cast.scanned.open.pk]


def closed_scan(cast: Cast) -> list[int]:
    return [cast.scanned.closed.pk]


def view(cast: Cast) -> dict[str, str]:
    return {topic.key: "3" for topic in guide().characteristics}


def mirror(cast: Cast) -> list[int]:
    return [cast.scanned.mirror.pk]


def shared_mirror(cast: Cast) -> list[int]:
    return [cast.scanned.shared.pk]


def seen(cast: Cast) -> dict[str, str]:
    return {topic.key: "2" for topic in guide().mentor_roles} | {"wants": "trainer", "words": ""}


def sent(rows: dict[str, int]) -> dict[str, int]:
    return {actor: SENT_ON if answer == OK else answer for actor, answer in rows.items()}


ROWS = [
    Row("quality:scan-list", args=placement, expect=SEE),
    Row("quality:scan-open", args=placement, expect=OPEN),
    Row("quality:scan-open", args=placement, method="post", expect=OPEN),  # one is open: refused
    Row("quality:scan-open", args=placement_without_open, method="post", expect=sent(OPEN)),
    Row("quality:scan", args=open_scan, expect=SEE),
    Row("quality:scan", args=closed_scan, expect=SEE),
    Row("quality:scan-answer", args=open_scan, expect=THREE),
    Row(
        "quality:scan-answer",
        args=open_scan,
        method="post",
        data=view,
        expect=sent(THREE) | {"mentor": OK},  # gave a view before
    ),
    Row(
        "quality:scan-close",
        args=open_scan,
        method="post",
        expect=dict.fromkeys(SEE, FORBIDDEN) | {"coach": SENT_ON},
    ),
    Row("quality:scan-pdf", args=open_scan, expect=SEE),
    Row("quality:scan-pdf", args=closed_scan, expect=SEE),
    Row("quality:mirror-list", expect=MENTORS, otherwise=FORBIDDEN),
    Row("quality:mirror-make", expect=MENTORS, otherwise=FORBIDDEN),
    Row(
        "quality:mirror-make",
        method="post",
        data=seen,
        expect=sent(MENTORS),
        otherwise=FORBIDDEN,
    ),
    Row("quality:mirror", args=mirror, expect={"mentor": OK}),
    Row("quality:mirror", args=shared_mirror, expect={"mentor": OK, "coach": OK}),
    Row("quality:mirror-share", args=mirror, method="post", expect={"mentor": SENT_ON}),
    Row(
        "quality:mirror-take-back",
        args=shared_mirror,
        method="post",
        expect={"mentor": SENT_ON, "coach": FORBIDDEN},
    ),
    Row(
        "quality:mirror-throw-away",
        args=shared_mirror,
        expect={"mentor": OK, "coach": FORBIDDEN},
    ),
    Row("quality:mirror-throw-away", args=mirror, method="post", expect={"mentor": SENT_ON}),
]
