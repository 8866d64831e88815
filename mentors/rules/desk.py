"""What a mentor is asked in a week, and what may be answered from a page that grew old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from competences.rules.gaps import Gap, Subject, pick
from config.refusal import Obstacle

QUESTIONS_A_WEEK = 3
WEEK = dt.timedelta(days=7)
REST = dt.timedelta(days=14)  # what the mentor spoke about is not asked again so soon
# What others wait for and one tap settles: papers to sign, then dates to pick.
FIRST = ("agreement-to-sign", "report-to-sign-off", "onboarding", "task-steps", "choose-moment")


def place_in_strip(kind: str) -> int:
    """Where a to-do of this kind stands on the desk; those of one place in their own order."""
    return FIRST.index(kind) if kind in FIRST else len(FIRST)


def questions(
    found: Iterable[Gap], *, rested: Collection[Subject] = (), answered: int = 0
) -> list[Gap]:
    """At most three a week over all students, each about a competence; students take turns.

    `rested`: what this mentor spoke about lately; `answered`: how many answers they gave in the
    last seven days.
    """
    about_competences = (gap for gap in found if gap.competence is not None)
    return pick(about_competences, rested, max(QUESTIONS_A_WEEK - answered, 0))


def edition(pk: int, changed_at: dt.datetime) -> str:
    """The name of a day as it read at one moment: it is another one after every change."""
    return f"{pk}-{changed_at.timestamp() * 1_000_000:.0f}"


def edition_obstacles(shown: str, *, pk: int, changed_at: dt.datetime) -> Iterable[Obstacle]:
    """Nobody confirms words they did not read: `shown` is the edition that the page held."""
    if shown and shown != edition(pk, changed_at):
        yield Obstacle(
            "day-changed-meanwhile",
            _("The student changed this day after you opened this page. Read it again first."),
        )


def sentence_obstacles(*, answered: bool, sentence: str) -> Iterable[Obstacle]:
    if sentence.strip() and not answered:
        yield Obstacle(
            "answer-missing",
            _("Choose an answer to go with your sentence, or leave the sentence empty."),
            "answer",
        )
