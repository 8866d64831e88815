"""Frameworks: looked after by the coordinators of their programme."""

from competences.actions import frameworks
from competences.importers import reading
from competences.models import FrameworkVersion
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast
from tests.competences.test_frameworks import VKS

COORDINATORS = {"coordinator": OK, "other_coordinator": OK}
DATA = (VKS / "BK-0203-3.json").read_bytes()


def a_file(cast: Cast) -> list[int]:
    programme = cast.placement.enrolment.programme
    kept = frameworks.choose(
        by=cast.coordinator, programme=programme, file_name="a.json", data=DATA
    )
    return [kept.pk]


def a_draft(cast: Cast) -> list[int]:
    version: FrameworkVersion = frameworks.import_draft(
        by=cast.coordinator,
        programme=cast.placement.enrolment.programme,
        draft=reading.parse(DATA),
    )
    return [version.pk]


def a_file_of(kind: str):
    return lambda cast: [*a_draft(cast), kind]


OURS = {"coordinator": OK}
ROWS = [
    Row("competences:framework-list", expect=COORDINATORS, otherwise=FORBIDDEN),
    Row("competences:framework-import", expect=COORDINATORS, otherwise=FORBIDDEN),
    Row("competences:framework-import", method="post", expect=COORDINATORS, otherwise=FORBIDDEN),
    Row("competences:framework-preview", args=a_file, expect=OURS),
    Row(
        "competences:framework-preview",
        args=a_file,
        method="post",
        expect={"coordinator": SENT_ON},
    ),
    Row("competences:framework-version", args=a_draft, expect=OURS),
    Row("competences:framework-publish", args=a_draft, expect=OURS),
    Row(
        "competences:framework-publish",
        args=a_draft,
        method="post",
        expect={"coordinator": SENT_ON},
    ),
    *(
        Row("competences:framework-export", args=a_file_of(kind), expect=OURS)
        for kind in ("xlsx", "csv", "case", "moodle")
    ),
    Row("competences:framework-export", args=a_file_of("pdf")),
    *(
        Row(
            "competences:framework-template",
            args=lambda cast, kind=kind: [kind],
            expect=COORDINATORS,
            otherwise=FORBIDDEN,
        )
        for kind in ("csv", "xlsx")
    ),
]
