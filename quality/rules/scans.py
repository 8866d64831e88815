"""A scan of a workplace: who may open, answer and close it, and where it is low."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD, Role
from config.refusal import Obstacle

TOP = 4
LOW = 2  # a spot is low where one of the three sees it now and then, or less
MOST_LOW = 3
APART = 2  # steps between two voices that are worth a talk
OPENERS = (Role.STUDENT, Role.COACH)
ONLY_OPENERS = _("The student or the coach opens a scan.")
ONLY_COACH = _("The coach closes a scan.")
ONLY_THE_THREE = _("The student, the mentor and the coach say how they see the workplace.")

Value = int | None  # None: "I cannot say"


def open_obstacles(*, role: str | None, has_ended: bool, has_open: bool) -> Iterable[Obstacle]:
    if role not in OPENERS:
        yield Obstacle("not-your-role", ONLY_OPENERS)
    if has_ended:
        yield Obstacle("placement-ended", _("This placement has ended."))
    if has_open:
        yield Obstacle("scan-open", _("A scan is open already: it ends when everybody answered."))


def view_obstacles(
    *, role: str | None, has_ended: bool, is_closed: bool, said: Collection[str]
) -> Iterable[Obstacle]:
    """`said`: the roles that gave their view in this round."""
    if role not in TRIAD:
        yield Obstacle("not-your-role", ONLY_THE_THREE)
    if is_closed:
        yield Obstacle("scan-closed", _("This scan is closed; a new one can be opened."))
    elif has_ended:
        yield Obstacle("placement-ended", _("This placement has ended."))
    if role in said:
        yield Obstacle(
            "already-said", _("In this scan your view was given; the next one can be different.")
        )


def value_obstacles(values: Mapping[str, Value], asked: Collection[str]) -> Iterable[Obstacle]:
    """Every topic that is asked has a value from 0 to 4 or "I cannot say", and nothing else has."""
    for key in asked:
        if key not in values:
            yield Obstacle("not-answered", _("Choose an answer; “I cannot say” is one too."), key)
    odd = [value for value in values.values() if value is not None and value not in range(TOP + 1)]
    if odd or set(values) - set(asked):
        yield Obstacle("unknown-answer", _("Answer what is asked, from 0 to 4."))
    if values and all(value is None for value in values.values()):
        yield Obstacle("says-nothing", _("Say something about one of them at least."))


def close_obstacles(
    *, role: str | None, is_closed: bool, said: Collection[str]
) -> Iterable[Obstacle]:
    if role != Role.COACH:
        yield Obstacle("not-your-role", ONLY_COACH)
    if is_closed:
        yield Obstacle("scan-closed", _("This scan is closed already."))
    elif not said:
        yield Obstacle("nobody-answered", _("Nobody answered yet: there is nothing to close."))


def lowest(values: Mapping[str, Mapping[str, Value]]) -> list[str]:
    """The topics at which one voice at least is low, the lowest first, at most three.

    `values`: topic -> role -> value. Voices are never added up: the lowest of them counts, then
    how many see it that low, then the order of the topics.
    """
    seen = {
        key: [value for value in said.values() if value is not None] for key, said in values.items()
    }
    low = [key for key, known in seen.items() if known and min(known) <= LOW]
    low.sort(key=lambda key: (min(seen[key]), -seen[key].count(min(seen[key]))))
    return low[:MOST_LOW]


def apart(said: Mapping[str, Value]) -> bool:
    """Whether two voices differ so much on one topic that it is worth a talk."""
    known = [value for value in said.values() if value is not None]
    return len(known) > 1 and max(known) - min(known) >= APART
