"""What each of the three prepares in private. It leaves no history: that somebody wrote, when or
how often, is nobody's business either."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.actions.parties import require_voice
from placements.actions.trialogues import lock
from placements.models import Preparation, Trialogue
from placements.preparation_guides import questions_for
from placements.rules.preparations import prepare_obstacles


@transaction.atomic
def write(
    *, by: User, trialogue: Trialogue, answers: Mapping[str, str], seen_version: int
) -> Preparation:
    """Keep what this person prepares, `answers` by the keys of the guide's questions. A text based
    on an older version is refused: a second device overwrites nothing unseen."""
    found = _own(by, trialogue)
    asked = questions_for(found.trialogue.kind, found.role)
    said = {one.key: text for one in asked if (text := _plain(answers.get(one.key, "")))}
    if said == found.answers:
        return found
    if seen_version != found.version:
        raise Refusal(
            "prepared-elsewhere",
            _("You wrote on another device meanwhile. Both texts are here: put them together."),
        )
    found.answers, found.version, found.changed_at = said, found.version + 1, clock.now()
    found.save()
    return found


@transaction.atomic
def say_ready(*, by: User, trialogue: Trialogue) -> Preparation:
    """The others see that this person is ready, and nothing else. What was written can still
    change."""
    found = _own(by, trialogue)
    if found.ready_at is None:
        found.ready_at = clock.now()
        found.save()
    return found


@transaction.atomic
def take_back(*, by: User, trialogue: Trialogue) -> Preparation:
    """Not ready after all."""
    found = _own(by, trialogue)
    if found.ready_at is not None:
        found.ready_at = None
        found.save()
    return found


def _own(by: User, trialogue: Trialogue) -> Preparation:
    """This person's own row, or a new one, while the meeting can still be prepared."""
    trialogue = lock(trialogue)
    role = require_voice(by, trialogue.placement)
    refuse_if(prepare_obstacles(trialogue))
    found = trialogue.preparations.filter(person=by).first() or Preparation(person=by)
    found.trialogue, found.role = trialogue, role
    return found


def _plain(text: str) -> str:
    """As it was typed; browsers end lines in two ways."""
    return text.replace("\r\n", "\n").strip()
