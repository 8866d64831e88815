"""Who may say what in a dossier, correct it, and enter it for somebody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD, Role
from competences.enums import Moment
from config.refusal import Obstacle

if TYPE_CHECKING:
    from competences.models import Assessment, Competence, Dossier, MasteryLevel, Voice

# The same words of the same voice within this time are one press that came twice.
SAME_PRESS = dt.timedelta(seconds=10)


def assessment_obstacles(
    *,
    dossier: Dossier,
    role: str,
    competence: Competence,
    came_up: bool,
    level: MasteryLevel | None,
    moment: str,
) -> Iterable[Obstacle]:
    """Why this cannot be said in this dossier, whoever says it."""
    if dossier.closed_at is not None:
        yield Obstacle(
            "dossier-closed",
            _("This placement has ended; what was said stays as it is."),
        )
    if role not in TRIAD:
        yield Obstacle("no-voice", _("Only the student, the mentor and the coach have a voice."))
    if competence.version_id != dossier.version_id:
        yield Obstacle(
            "other-framework",
            _("This competence belongs to another version of the framework."),
            "competence",
        )
    if came_up and level is None:
        yield Obstacle(
            "level-missing", _("Choose a level, or say that it did not come up."), "level"
        )
    if not came_up and level is not None:
        yield Obstacle(
            "level-without-coming-up",
            _("A competence that did not come up has no level."),
            "level",
        )
    if level is not None and level.version_id != dossier.version_id:
        yield Obstacle("other-scale", _("This level belongs to another scale."), "level")
    if moment == Moment.BASELINE and role != Role.STUDENT:
        yield Obstacle(
            "baseline-is-the-students",
            _("The student describes the starting situation."),
            "moment",
        )


def entry_obstacles(
    *, by_role: str, on_behalf_of: str, note: str, has_heard_itself: bool
) -> Iterable[Obstacle]:
    """Why this person cannot enter what somebody else said; nothing when they speak themselves.

    `has_heard_itself`: in a blind first round the coach speaks before hearing the mentor.
    """
    if not on_behalf_of:
        return
    if on_behalf_of != Role.MENTOR or by_role != Role.COACH:
        yield Obstacle(
            "not-on-their-behalf",
            _("Only the coach enters what somebody else said, and only what the mentor said."),
        )
        return
    if not note.strip():
        yield Obstacle(
            "no-note-on-entry", _("Say how you heard it, for example by phone."), "note_on_entry"
        )
    if not has_heard_itself:
        yield Obstacle(
            "own-word-first",
            _("The first round is blind: say first how you see it yourself."),
        )


def correction_obstacles(
    *,
    corrects: Assessment | None,
    last: Assessment | None,
    voice: Voice,
    by_id: int,
    moment: str,
) -> Iterable[Obstacle]:
    """Why this event cannot be corrected by who speaks now; `last` is the newest event of this
    role on the same competence. Nothing when nothing is corrected."""
    if corrects is None:
        return
    if corrects.voice_id != voice.pk:
        yield Obstacle("not-your-words", _("You only correct what you said yourself."))
    elif by_id not in {voice.person_id, corrects.entered_by_id}:
        yield Obstacle("not-your-entry", _("Somebody else entered this; only they correct it."))
    if last is None or last.pk != corrects.pk:
        yield Obstacle(
            "not-the-last-word",
            _("Something was said after it. Say it anew instead; everything stays readable."),
        )
    if (corrects.moment == Moment.BASELINE) != (moment == Moment.BASELINE):
        yield Obstacle(
            "another-moment",
            _("A starting situation stays one, and nothing else becomes one."),
            "moment",
        )


def evidence_obstacles(*, named: Collection[int], seen: Collection[int]) -> Iterable[Obstacle]:
    """`named`: the evidence (ids) behind what is said; `seen`: what this voice may see here."""
    if not set(named) <= set(seen):
        yield Obstacle(
            "evidence-not-seen",
            _("One of these pieces of evidence is not there, or not for this voice."),
            "evidence",
        )
