"""Agreement texts: the coordinators of the programme; for everybody else they do not exist."""

from typing import Any

from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

COORDINATOR = {"coordinator": OK}
DONE = {"coordinator": SENT_ON}
PUBLISHED = {"coordinator": FORBIDDEN}


def programme(cast: Cast) -> list[int]:
    return [cast.placement.enrolment.programme_id]


def draft(cast: Cast) -> list[int]:
    return [cast.texts["draft"].pk]


def final(cast: Cast) -> list[int]:
    return [cast.texts["published"].pk]


def article(cast: Cast) -> list[Any]:
    return [*draft(cast), "content"]


def final_article(cast: Cast) -> list[Any]:
    return [*final(cast), "content"]


def revision(**more: str):
    return lambda cast: {"revision": str(cast.texts["draft"].revision), **more}


FROM_STANDARD = {"kind": "own_job", "language": "en", "source": "standard"}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


OF_COORDINATOR = {"student": FORBIDDEN, "mentor": FORBIDDEN, "coach": FORBIDDEN}

ROWS = [
    Row("placements:placement-change-kind", placement, expect=OF_COORDINATOR | COORDINATOR),
    Row(
        "placements:placement-change-kind",
        placement,
        method="post",
        data=lambda cast: {"kind": "own_job"},
        expect=OF_COORDINATOR | DONE,
    ),
    Row(
        "placements:texts",
        expect={"coordinator": SENT_ON, "other_coordinator": SENT_ON},
        otherwise=FORBIDDEN,
    ),
    Row("placements:text-list", programme, expect=COORDINATOR),
    Row(
        "placements:text-start",
        programme,
        method="post",
        data=lambda cast: FROM_STANDARD,
        expect=DONE,
    ),
    Row("placements:text", draft, expect=COORDINATOR),
    Row("placements:text", final, expect=COORDINATOR),
    Row("placements:text-preview", draft, expect=COORDINATOR),
    Row("placements:text-compare", draft, expect=COORDINATOR),
    Row("placements:text-order", draft, expect=COORDINATOR),
    Row("placements:text-order", final, expect=PUBLISHED),
    Row(
        "placements:text-order",
        draft,
        method="post",
        data=revision(order="any"),
        expect=DONE,
    ),
    Row("placements:text-article", article, expect=COORDINATOR),
    Row("placements:text-article", final_article, expect=PUBLISHED),
    # An empty article over nothing seen: the words come back with the reason.
    Row("placements:text-article", article, method="post", expect=COORDINATOR),
    Row("placements:text-article-add", draft, method="post", data=revision(), expect=DONE),
    Row(
        "placements:text-article-move",
        article,
        method="post",
        data=revision(way="up"),
        expect=DONE,
    ),
    Row("placements:text-article-remove", article, expect=COORDINATOR),
    Row("placements:text-article-remove", article, method="post", data=revision(), expect=DONE),
    Row("placements:text-publish", draft, expect=COORDINATOR),
    Row("placements:text-publish", final, expect=PUBLISHED),
    Row(
        "placements:text-publish",
        draft,
        method="post",
        data=revision(valid_from="2026-12-01"),
        expect=DONE,
    ),
    Row("placements:text-end", final, expect=COORDINATOR),
    Row("placements:text-end", draft, expect=PUBLISHED),
    Row(
        "placements:text-end",
        final,
        method="post",
        data=lambda cast: {"valid_until": "2026-12-01"},
        expect=DONE,
    ),
    Row("placements:text-discard", draft, expect=COORDINATOR),
    Row("placements:text-discard", draft, method="post", data=revision(), expect=DONE),
]
