"""What stands on Katrien's board: a quiet word of Amina, and a line that rests."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from config import clock
from placements.actions import quiet_words, snoozes
from placements.enums import Attention
from placements.models import Placement, QuietWord, Snooze

# The words of Amina to Katrien alone, and the reason that Katrien keeps for herself.
WORD_MARK = "mark-b7d4-quiet-word"
HEARD_MARK = "mark-5c0e-quiet-word-of-before"
ANSWER_MARK = "mark-f1a9-quiet-answer"
REST_MARK = "mark-38c6-rests-because"
BOARD_MARKS = {
    WORD_MARK: {"student", "coach"},
    HEARD_MARK: {"student", "coach"},
    ANSWER_MARK: {"student", "coach"},
    REST_MARK: {"coach"},
}


@dataclass(frozen=True)
class OnBoard:
    word: QuietWord
    snooze: Snooze


def set_board(placement: Placement, *, student: User, coach: User, now: dt.datetime) -> OnBoard:
    with clock.at(now - dt.timedelta(days=30)):
        before = quiet_words.give(by=student, placement=placement, words=HEARD_MARK)
        quiet_words.hear(by=coach, word=before, answer=ANSWER_MARK)
    with clock.at(now):
        return OnBoard(
            word=quiet_words.give(by=student, placement=placement, words=WORD_MARK),
            snooze=snoozes.snooze(
                by=coach,
                placement=placement,
                kind=Attention.MENTOR_SILENCE,
                until=now.date() + dt.timedelta(days=14),
                reason=REST_MARK,
            ),
        )
