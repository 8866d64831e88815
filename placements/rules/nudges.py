"""Asking somebody for the next step: in which words, and how often at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.enums import Role
from config.refusal import Obstacle
from config.templatetags.ui import long_day
from placements.enums import Attention
from placements.rules.working_days import add_working_days

PAUSE = 5  # working days before the same is asked of the same person again
LONGEST = 300  # characters: one or two sentences

# A deputy stands in for the work, not for the contract.
IN_PERSON = {Attention.AGREEMENT}
# The reminders that the portal sends by itself about the same thing.
SAME = {
    Attention.SILENCE: ("days-not-logged",),
    Attention.MENTOR_SILENCE: ("days-waiting",),
    Attention.AGREEMENT: ("agreement-to-sign", "agreement-unsigned"),
    Attention.REPORT: ("report-to-sign", "report-unsigned"),
    Attention.ACTIONS: ("action-due", "action-overdue"),
}


def again_from(last: dt.date) -> dt.date:
    """From when the same may be asked again."""
    return add_working_days(last, PAUSE)


def nudge_obstacles(
    *,
    is_asked: bool,
    is_theirs: bool,
    words: str,
    last: dt.date | None,
    today: dt.date,
) -> Iterable[Obstacle]:
    """Why this cannot be asked of somebody now. `is_asked`: somebody can do something about it,
    nobody when the reason does not stand any more; `is_theirs`: this person can; `last`: when they
    were asked the same before."""
    if not is_asked:
        yield Obstacle("nothing-to-ask", _("This does not stand on your board any more."))
    elif not is_theirs:
        yield Obstacle("not-theirs", _("This is not for this person to do."), "person")
    if not words.strip():
        yield Obstacle("no-words", _("Say in one sentence what you ask."), "words")
    elif len(words.strip()) > LONGEST:
        yield Obstacle("too-long", _("Keep it to one or two sentences."), "words")
    if last is not None and today < again_from(last):
        yield Obstacle(
            "asked-already",
            _("You asked this on %(date)s. You can ask again from %(again)s on.")
            % {"date": long_day(last), "again": long_day(again_from(last))},
        )


def opening_words(kind: Attention, role: str, *, student: str) -> str:
    """The sentence that stands ready, in the active language: the coach may change it."""
    to_student = {
        Attention.SILENCE: _("Will you log the days that you worked, or tell me how it is going?"),
        Attention.AGREEMENT: _("Will you read and sign your agreement?"),
        Attention.REPORT: _("Will you read and sign off the report of our meeting?"),
        Attention.ONBOARDING: _("Will you go through your onboarding once more and sign it?"),
        Attention.GOALS: _("Which step can you take on your goals this week?"),
        Attention.DRIFT: _("Shall we look at your plan together? It holds too few days."),
    }
    to_mentor = {
        Attention.MENTOR_SILENCE: _("Will you look at the days of %(student)s that wait for you?"),
        Attention.AGREEMENT: _("Will you read and sign the agreement of %(student)s?"),
        Attention.REPORT: _(
            "Will you read and sign off the report of our meeting about %(student)s?"
        ),
        Attention.ONBOARDING: _(
            "Will you go through the onboarding of %(student)s once more and sign it?"
        ),
    }
    to_both = {Attention.ACTIONS: _("How far is what you took on in our meeting?")}
    ready = (to_student if role == Role.STUDENT else to_mentor) | to_both
    return ready.get(kind, _("How is it going at work?")) % {"student": student}
