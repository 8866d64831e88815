"""Getting started at a workplace: what may be ticked, taken out and signed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.enums import Role
from config.refusal import Obstacle

if TYPE_CHECKING:
    from mentors.models import OnboardingStep
    from placements.models import Placement

BOTH = (Role.STUDENT, Role.MENTOR)
ONLY_BOTH = _("Only the student and the mentor can do this.")
OTHER_LIST = _("This list is not used at this workplace; choose another one.")
GONE = _("This step was taken off the list meanwhile.")
WITHIN = dt.timedelta(days=14)
LONGEST = 500  # characters in one line


def closed_obstacles(placement: Placement) -> Iterable[Obstacle]:
    if not placement.is_open:
        yield Obstacle(
            "placement-closed", _("This placement has ended; its lists stay as they are.")
        )


def words_obstacles(text: str) -> Iterable[Obstacle]:
    if not text.strip():
        yield Obstacle("no-words", _("Say in a few words what it is about."), "text")
    elif len(text.strip()) > LONGEST:
        yield Obstacle("too-long", _("Keep it to one or two sentences."), "text")


def list_as_it_reads(steps: Iterable[OnboardingStep]) -> list[dict[str, Any]]:
    """What somebody signs: each step in order, when it was ticked and by whom (a name)."""
    return [
        {
            "id": step.pk,
            "text": step.text,
            "done_at": step.done_at.isoformat() if step.done_at else None,
            "done_by": step.done_by.get_full_name() if step.done_by else None,
        }
        for step in steps
    ]


def edition(steps: Iterable[OnboardingStep]) -> str:
    """The name of a list as it reads now: another one after every change of a step or a tick."""
    said = json.dumps(list_as_it_reads(steps), ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def signed_steps(signed: Iterable[Sequence[Mapping[str, Any]]]) -> set[int]:
    """The steps (ids) on any of the lists that were signed."""
    return {line["id"] for lines in signed for line in lines}


def settled_obstacles(step: OnboardingStep, signed: Collection[int]) -> Iterable[Obstacle]:
    """Why a tick cannot be taken back: somebody signed the list with it."""
    if step.pk in signed:
        yield Obstacle(
            "step-signed", _("This step stands on a list that was signed; it stays as it reads.")
        )


def remove_obstacles(step: OnboardingStep, signed: Collection[int]) -> Iterable[Obstacle]:
    yield from settled_obstacles(step, signed)
    if step.done_at is not None:
        yield Obstacle("step-done", _("This step has been ticked; take the tick away first."))


def sign_obstacles(steps: Sequence[OnboardingStep]) -> Iterable[Obstacle]:
    """Why the list cannot be signed yet: it is empty, or something on it did not take place."""
    if not steps:
        yield Obstacle("no-steps", _("There is no list yet. Begin one first."))
    left = sum(step.done_at is None for step in steps)
    if left:
        sentence = ngettext(
            "%(n)s step has not been ticked yet.", "%(n)s steps have not been ticked yet.", left
        )
        yield Obstacle("steps-left", sentence % {"n": left})


def shown_obstacles(steps: Sequence[OnboardingStep], shown: str) -> Iterable[Obstacle]:
    """Nobody signs a list they did not read: `shown` is the edition that the page held."""
    if shown != edition(steps):
        yield Obstacle(
            "list-changed",
            _("Somebody changed the list after you opened this page. Read it again first."),
        )
