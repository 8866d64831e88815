"""What a student says to the coach alone: when it can be said, taken back and heard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from config.refusal import Obstacle

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import Placement, QuietWord

LONGEST = 2000


def give_obstacles(
    *, placement: Placement, coach: User | None, waiting: QuietWord | None, words: str
) -> Iterable[Obstacle]:
    """`waiting` is a word that was not heard yet; one for a coach of before is in nobody's way."""
    if not placement.is_open:
        yield Obstacle(
            "placement-closed", _("This placement has ended. Your programme can still be reached.")
        )
    elif coach is None:
        yield Obstacle("no-coach", _("You have no competence coach at the moment."))
    if waiting is not None and coach is not None and waiting.to_id == coach.pk:
        yield Obstacle(
            "word-waits",
            _("Your coach has not read the last one yet. Take it back first to write another."),
        )
    if len(words.strip()) > LONGEST:
        yield Obstacle("too-long", _("Keep it shorter; the rest you can tell."), "words")


def withdraw_obstacles(word: QuietWord) -> Iterable[Obstacle]:
    if word.heard_at is not None:
        yield Obstacle("heard", _("Your coach has read this; it cannot be taken back."))


def hear_obstacles(word: QuietWord, answer: str) -> Iterable[Obstacle]:
    """Heard is said once; an answer can still follow, once."""
    if word.heard_at is not None and (word.answer or not answer.strip()):
        yield Obstacle("heard-already", _("You have answered this already."))
    if len(answer.strip()) > LONGEST:
        yield Obstacle("too-long", _("Keep it shorter; the rest you can tell."), "answer")
