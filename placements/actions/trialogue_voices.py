"""What a voice says in an open meeting: each its own, and the mentor's as the coach hears it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competences.actions import assessments
from competences.enums import Moment
from competences.models import Assessment, Competence, MasteryLevel
from config.refusal import refuse_if
from placements.actions.parties import require_voice
from placements.actions.trialogues import lock
from placements.models import Trialogue
from placements.rules.trialogues import edit_obstacles


@transaction.atomic
def say(
    *,
    by: User,
    trialogue: Trialogue,
    voice: str,
    competence: Competence,
    level: MasteryLevel | None,
    comment: str = "",
) -> Assessment:
    """Let `voice` (a role) choose anew in the room; `level` None: it did not come up. Only the
    coach speaks for another, and only for the mentor, who is told what was entered."""
    trialogue = lock(trialogue)
    placement = trialogue.placement
    own = require_voice(by, placement)
    refuse_if(edit_obstacles(trialogue))
    heard = {} if voice == own else {"on_behalf_of": voice, "note_on_entry": _("in the meeting")}
    return assessments.say(
        by=by,
        dossier=placement.dossier,
        competence=competence,
        came_up=level is not None,
        level=level,
        moment=Moment.TRIALOGUE,
        comment=comment,
        topic=placement.topic,
        **heard,
    )
