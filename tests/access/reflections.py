"""Reflections: the student decides for each who reads it; to others it does not exist."""

from placements.actions import looking_back
from placements.actions.looking_back import ExampleContent, WayContent
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


AUDIENCES = (
    (Audience.PRIVATE, ALONE),
    (Audience.COACH, WITH_COACH),
    (Audience.TRIAD, WITH_ALL),
)
COORDINATES = {"coordinator": OK}
WAY = {"name_nl": "Drie vragen", "steps_nl": "Wat viel je hier op?\nWat dacht je?"}
EXAMPLE = {"dimension": "moral", "depth": "double", "text_nl": "Ik koos.", "why_nl": "Kort."}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def reflection(audience: Audience):
    return lambda cast: [cast.reflections[audience].pk]


def comment(audience: Audience):
    return lambda cast: [cast.comments[audience].pk]


def programme(cast: Cast) -> list[int]:
    return [cast.placement.enrolment.programme_id]


def way(cast: Cast) -> list[int]:
    content = WayContent("Twee vragen", "", [("Wat viel je hier op?", ""), ("Wat dacht je?", "")])
    return [
        looking_back.add_way(
            by=cast.coordinator, programme=cast.placement.enrolment.programme, content=content
        ).pk
    ]


def example(cast: Cast) -> list[int]:
    content = ExampleContent("moral", "double", "Ik koos.", "", "Kort.", "")
    return [
        looking_back.add_example(
            by=cast.coordinator, programme=cast.placement.enrolment.programme, content=content
        ).pk
    ]


def readers_of(expect: dict[str, int]) -> dict[str, int]:
    """Whoever may read it may act on it."""
    return dict.fromkeys(expect, SENT_ON)


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
        for audience, readers in AUDIENCES
        for name in ("placements:reflection-change", "placements:reflection-remove")
        for method, expect in (("get", readers), ("post", done(readers)))
    ),
    *(
        Row("placements:reflection", reflection(audience), expect=dict.fromkeys(readers, OK))
        for audience, readers in AUDIENCES
    ),
    *(
        Row(name, reflection(audience), method="post", data=data, expect=done(readers))
        for audience, readers in AUDIENCES
        for name, data in (
            ("placements:reflection-audience", lambda cast: {"audience": "private"}),
            ("placements:reflection-place", lambda cast: {"side": "moral"}),
        )
    ),
    *(
        Row(
            "placements:reflection-comment-add",
            reflection(audience),
            method="post",
            data=lambda cast: {"text": "Wat deed dat met je?"},
            expect=readers_of(readers),
        )
        for audience, readers in AUDIENCES
    ),
    *(
        # Who reads it but did not say it is told so on the page.
        Row(
            "placements:reflection-comment-take-back",
            comment(audience),
            method="post",
            expect=readers_of(readers),
        )
        for audience, readers in AUDIENCES
    ),
    Row("placements:reflection-map", placement, expect=STUDENTS),
    Row("placements:reflection-examples", placement, expect=READERS),
    Row("placements:looking-back", programme, expect=COORDINATES),
    *(
        Row(name, args, method=method, data=lambda cast, data=data: data, expect=expect)
        for name, args, data in (
            ("placements:reflection-model-add", programme, WAY),
            ("placements:reflection-model-change", way, WAY),
            ("placements:reflection-example-add", programme, EXAMPLE),
            ("placements:reflection-example-change", example, EXAMPLE),
        )
        for method, expect in (("get", COORDINATES), ("post", {"coordinator": SENT_ON}))
    ),
    Row(
        "placements:reflection-model-retire",
        way,
        method="post",
        expect={"coordinator": SENT_ON},
    ),
    Row(
        "placements:reflection-example-retire",
        example,
        method="post",
        expect={"coordinator": SENT_ON},
    ),
]
