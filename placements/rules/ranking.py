"""How the board is ordered, in plain words: every rank with the numbers that decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from competences.rules.gaps import FAR_APART, QUIET_FOR
from placements.enums import Attention, BoardTab
from placements.rules.attention import DRIFT_FROM, tab_of
from placements.rules.attention_facts import Rank
from placements.rules.attention_papers import ONBOARDING_AFTER, REPORT_AFTER
from placements.rules.pulses import IN_A_ROW

if TYPE_CHECKING:
    from placements.models import PlacementPolicy

KINDS = {
    Rank.WINDOW_PASSED: Attention.WINDOW,
    Rank.WINDOW_OPEN: Attention.WINDOW,
}


@dataclass(frozen=True)
class Explained:
    """One rule: under which tab it stands, when it speaks, and what the coach can do."""

    rank: Rank
    tab: BoardTab
    when: str
    then: str


def explained(policies: Iterable[PlacementPolicy]) -> list[Explained]:
    """All rules in the order of the board; `policies` of the course units that the reader coaches
    in give the numbers, more than one where they differ."""
    known = list(policies)
    words = {
        "silence": _numbers(one.silence_after_working_days for one in known),
        "mentor": _numbers(one.mentor_silence_after_working_days for one in known),
        "by": _numbers(one.trialogue_by_day for one in known),
        "from": _numbers(one.trialogue_from_day for one in known),
        "last": _numbers(one.assessment_by_day for one in known),
        "first": _numbers(one.assessment_from_day for one in known),
        "row": IN_A_ROW,
        "apart": FAR_APART,
        "drift": int(DRIFT_FROM),
        "quiet": QUIET_FOR.days,
        "report": REPORT_AFTER,
        "onboarding": ONBOARDING_AFTER.days,
    }
    sentences = {**_about_people(), **_about_meetings(), **_about_papers()}
    return [
        Explained(rank, tab_of(kind_of(rank)), when % words, then)
        for rank, (when, then) in sorted(sentences.items())
    ]


def kind_of(rank: Rank) -> Attention:
    return KINDS.get(rank) or Attention[rank.name]


def _numbers(found: Iterable[int]) -> str:
    """'7', or '7 or 10' where course units differ."""
    return get_text_list([str(number) for number in sorted(set(found))], _("or"))


def _about_people() -> dict[Rank, tuple[str, str]]:
    return {
        Rank.TALK: (
            _("A student asks you, and only you, to be heard."),
            _("Read it and answer. Nobody else sees this line."),
        ),
        Rank.SILENCE: (
            _("Nothing was logged for %(silence)s working days, while days were planned."),
            _("Ask the student for a sign."),
        ),
        Rank.MENTOR_SILENCE: (
            _("Logged days wait for the mentor for more than %(mentor)s working days."),
            _("Ask the mentor, or call."),
        ),
        Rank.WELLBEING: (
            _("%(row)s days in a row the student had too little or too much work."),
            _("Ask how it is going."),
        ),
        Rank.DRIFT: (
            _(
                "%(drift)s day or more is missing even when every planned day from now on is "
                "worked: the end falls after the end of the placement."
            ),
            _("Talk about the plan."),
        ),
        Rank.GOALS: (
            _(
                "Nothing happened on a personal goal for %(quiet)s days, or nothing shows what it"
                " is about."
            ),
            _("Ask the student about it."),
        ),
    }


def _about_meetings() -> dict[Rank, tuple[str, str]]:
    return {
        Rank.DECISION: (
            _("The mentor gave advice on a shortening, and you did not decide yet."),
            _("Decide."),
        ),
        Rank.WINDOW_PASSED: (
            _(
                "More than %(by)s days were logged without a trialogue, or more than %(last)s"
                " without an assessment meeting, and no moment was chosen."
            ),
            _("Choose a moment."),
        ),
        Rank.APART: (
            _("The voices on a competence are %(apart)s levels or more apart, as far as you hear."),
            _("Put it on the agenda."),
        ),
        Rank.ACTIONS: (
            _("What was agreed in a meeting is past its date."),
            _("Ask who took it on."),
        ),
        Rank.WINDOW_OPEN: (
            _(
                "From day %(from)s on a trialogue is due, from day %(first)s on an assessment"
                " meeting, and no moment was chosen."
            ),
            _("Choose a moment."),
        ),
    }


def _about_papers() -> dict[Rank, tuple[str, str]]:
    return {
        Rank.AGREEMENT: (
            _("The placement has started and the agreement is not signed by all three."),
            _("Ask who has not signed."),
        ),
        Rank.REPORT: (
            _("%(report)s working days after a meeting its report is not signed off by all three."),
            _("Ask who has not signed off."),
        ),
        Rank.ONBOARDING: (
            _("%(onboarding)s days after the start an onboarding that was begun is not signed."),
            _("Ask who has not signed."),
        ),
        Rank.READY: (
            _("Days, ratings and signatures are complete."),
            _("Finalise."),
        ),
    }
