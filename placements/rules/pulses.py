"""What the three taps on the last workplace days say together, in one sentence with the fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from placements.enums import Workload

LOOK_BACK = 5  # workplace days
IN_A_ROW = 3
OFTEN = 2  # days out of the last five


@dataclass(frozen=True)
class Pulse:
    """What one workplace day says of itself; None where it says nothing."""

    workload: int | None = None
    learnt: bool | None = None
    feedback: bool | None = None


def out_of_balance(workloads: Sequence[int]) -> int | None:
    """The workload that the last three days had in common, when it is not the right one."""
    last = set(workloads[-IN_A_ROW:])
    if len(workloads) < IN_A_ROW or len(last) > 1 or last == {Workload.RIGHT}:
        return None
    return last.pop()


def wellbeing_in_words(pulses: Sequence[Pulse]) -> str:
    """The most telling thing that these days say, the oldest first."""
    said = [one.workload for one in pulses if one.workload is not None]
    return (
        _in_a_row(said)
        or _out_of_balance_on(said, at_least=OFTEN)
        or _without(pulses)
        or _out_of_balance_on(said, at_least=1)
        or _just_right(said)
    )


def _in_a_row(said: Sequence[int]) -> str:
    return {
        Workload.LIGHT: _("three days in a row too little work"),
        Workload.HEAVY: _("three days in a row too much work"),
        None: "",
    }[out_of_balance(said)]


def _out_of_balance_on(said: Sequence[int], *, at_least: int) -> str:
    heavy, light = said.count(Workload.HEAVY), said.count(Workload.LIGHT)
    if len(said) < OFTEN or max(heavy, light) < at_least:
        return ""
    text = (
        _("too much work on %(n)s of the last %(days)s days")
        if heavy >= light
        else _("too little work on %(n)s of the last %(days)s days")
    )
    return text % {"n": max(heavy, light), "days": len(said)}


def _without(pulses: Sequence[Pulse]) -> str:
    feedback = [one.feedback for one in pulses if one.feedback is not None]
    if len(feedback) >= IN_A_ROW and not any(feedback):
        return _("no feedback on the last %(n)s days") % {"n": len(feedback)}
    learnt = [one.learnt for one in pulses if one.learnt is not None]
    if len(learnt) >= IN_A_ROW and not any(learnt):
        return _("nothing new learnt on the last %(n)s days") % {"n": len(learnt)}
    return ""


def _just_right(said: Sequence[int]) -> str:
    if len(said) < OFTEN:
        return _("hardly a day says how it was: everybody describes one moment")
    return _("the work was just right on the last %(n)s days") % {"n": len(said)}
