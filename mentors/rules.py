"""What a mentor is asked on one visit, and what may be answered from a page that grew old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from competences.rules.voices import Said, distance
from config.refusal import Obstacle

QUESTIONS_A_DAY = 3
RECENT = dt.timedelta(days=28)
REST = dt.timedelta(days=14)

# Why a competence is asked about, the strongest reason first.
PRACTISED, APART, NEVER_CAME_UP = range(3)


@dataclass(frozen=True)
class CompetenceFacts:
    """One competence of one student, as the mentor meets it.

    `practised_on`: the last recent day with this competence; `mentor_said_on`: when a mentor last
    spoke about it; `student` and `mentor`: what these voices say now; `came_up`: somebody has
    seen it at the workplace. `placement` and `competence` are ids, `position` is the framework's.
    """

    placement: int
    competence: int
    position: int
    practised_on: dt.date | None = None
    mentor_said_on: dt.date | None = None
    student: Said | None = None
    mentor: Said | None = None
    came_up: bool = False


def reason_to_ask(facts: CompetenceFacts, today: dt.date) -> int | None:
    """PRACTISED, APART or NEVER_CAME_UP; None when there is no reason, or it was just answered."""
    if facts.practised_on and facts.mentor is None:
        return PRACTISED
    if facts.mentor_said_on and today - facts.mentor_said_on < REST:
        return None
    if distance({"student": facts.student, "mentor": facts.mentor}):
        return APART
    return None if facts.came_up or facts.practised_on else NEVER_CAME_UP


def questions(
    facts: Iterable[CompetenceFacts], *, today: dt.date, answered_today: int = 0
) -> list[CompetenceFacts]:
    """At most three a day over all students: the strongest reason first, students in turn."""
    reasons = [(reason_to_ask(item, today), item) for item in facts]
    asked = sorted(
        ((reason, item) for reason, item in reasons if reason is not None), key=_most_telling
    )
    turns: dict[tuple[int, int], int] = {}
    in_turn = []
    for reason, item in asked:
        turn = turns.get((reason, item.placement), 0)
        turns[reason, item.placement] = turn + 1
        in_turn.append((reason, turn, item))
    in_turn.sort(key=lambda entry: entry[:2])
    return [item for *_, item in in_turn[: max(QUESTIONS_A_DAY - answered_today, 0)]]


def _most_telling(entry: tuple[int, CompetenceFacts]) -> tuple[int, int, int, int, int]:
    reason, item = entry
    apart = distance({"student": item.student, "mentor": item.mentor})
    recent = (item.practised_on or dt.date.min).toordinal()
    return (reason, -apart, -recent, item.position, item.placement)


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
