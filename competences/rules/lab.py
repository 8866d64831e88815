"""What keeps a group, a pitch, an idea or a self-reflection from coming about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from competences.enums import IdeaKind
from config.refusal import Obstacle

if TYPE_CHECKING:
    from competences.models import Dossier, GoalGroup, GoalPlan, PitchIdea, SelfReflection

REMOVABLE_FOR = dt.timedelta(days=1)


def dates_obstacles(
    answer_by: dt.date, pitch_on: dt.date | None, final_on: dt.date | None
) -> Iterable[Obstacle]:
    """The answer comes first, then the pitch, then the final evaluation."""
    if pitch_on is not None and pitch_on < answer_by:
        yield Obstacle(
            "pitch-before-answer",
            _("The pitch comes after the day by which the teacher answers."),
            "pitch_on",
        )
    if final_on is not None and final_on < (pitch_on or answer_by):
        yield Obstacle(
            "final-before-pitch",
            _("The final evaluation comes last; choose a later day."),
            "final_on",
        )


def members_obstacles(
    group: GoalGroup,
    chosen: Iterable[Dossier],
    elsewhere: Collection[int],
    started: Sequence[str],
) -> Iterable[Obstacle]:
    """`elsewhere`: chosen dossiers (ids) that are in another group; `started`: names of students
    left out whose plan holds something already."""
    for dossier in chosen:
        if dossier.course_unit_id != group.course_unit_id:
            yield Obstacle("other-unit", _("Choose students of this course unit only."), "dossiers")
            break
    if elsewhere:
        yield Obstacle(
            "in-another-group",
            _("Somebody you chose is in another group by now; look at the list again."),
            "dossiers",
        )
    for name in started:
        yield Obstacle(
            "plan-started",
            format_lazy(
                _("{name} has begun a plan in this group, so {name} stays in it."), name=name
            ),
            "dossiers",
        )


def pitch_obstacles(text: str, *, shown: bool) -> Iterable[Obstacle]:
    if shown and not text:
        yield Obstacle(
            "words-missing", _("Write what you bring before the group reads it."), "pitch"
        )


def idea_obstacles(
    plan: GoalPlan, *, is_own: bool, kind: str, text: str, url: str
) -> Iterable[Obstacle]:
    """Why somebody cannot add this idea to a pitch."""
    if is_own:
        yield Obstacle("own-pitch", _("Ideas on your pitch come from the others."))
    if plan.pitched_at is None:
        yield Obstacle("no-pitch", _("This pitch is not open to the group yet."))
    if not text:
        yield Obstacle("words-missing", _("Write your idea in a sentence."), "text")
    if kind == IdeaKind.SOURCE and not url:
        yield Obstacle("source-missing", _("A source has an address; paste it here."), "url")
    if url and urlsplit(url).scheme not in ("http", "https"):
        yield Obstacle("address-unknown", _("Give an address that begins with https."), "url")


def idea_removal_obstacles(
    idea: PitchIdea, *, is_author: bool, is_teacher: bool, now: dt.datetime
) -> Iterable[Obstacle]:
    """An author takes an idea back within a day; a teacher takes away what does not belong."""
    if is_teacher:
        return
    if not is_author:
        yield Obstacle("not-author", _("Only who gave an idea, or the teacher, takes it away."))
    elif now - idea.at > REMOVABLE_FOR:
        yield Obstacle(
            "idea-kept", _("After a day an idea stays with the plan; ask the teacher to remove it.")
        )


def looking_back_obstacles(held: SelfReflection, plan: GoalPlan) -> Iterable[Obstacle]:
    """Late is better than never: only handing in, or the end of the placement, closes it."""
    if held.handed_in_at is not None:
        yield Obstacle(
            "handed-in", _("You handed this in; the teacher reads it as it was on that day.")
        )
    elif plan.dossier.closed_at is not None:
        yield Obstacle("dossier-closed", _("This placement has ended; the plan stays as it is."))


def self_reflection_obstacles(
    questions: Iterable[str], answers: Mapping[str, str]
) -> Iterable[Obstacle]:
    """Why a self-reflection cannot be handed in; `questions`: keys that ask for an answer."""
    for key in questions:
        if not answers.get(key):
            yield Obstacle("answer-missing", _("Write a few words here too."), key)
