from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.models import User
from competences.models import Assessment, Competence, Dossier, MasteryLevel, Voice
from competences.rules.assessments import assessment_obstacles
from config.refusal import Refusal, refuse_if


def voice_of(dossier: Dossier, user: User) -> Voice:
    """The voice this person has in the dossier today; without one nothing can be said."""
    voice = Voice.objects.current().filter(dossier=dossier, person=user).first()
    if voice is None:
        raise Refusal("no-voice", _("You have no voice in this placement."))
    return voice


@transaction.atomic
def say(
    *,
    by: User,
    dossier: Dossier,
    competence: Competence,
    came_up: bool,
    level: MasteryLevel | None,
    moment: str,
    comment: str = "",
    topic: str = "",
) -> Assessment:
    """Let the voice of `by` say how far the student is; a correction is simply said again."""
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    voice = voice_of(dossier, by)
    refuse_if(
        assessment_obstacles(
            dossier=dossier,
            role=voice.role,
            competence=competence,
            came_up=came_up,
            level=level,
            moment=moment,
        )
    )
    assessment = Assessment.objects.create(
        dossier=dossier,
        competence=competence,
        voice=voice,
        role=voice.role,
        came_up=came_up,
        level=level,
        moment=moment,
        comment=comment.strip(),
        entered_by=by,
    )
    record(
        "competence-rated",
        assessment,
        by=by,
        topic=topic,
        role=voice.role,
        competence=competence.code,
        level=level.code if level else "",
        moment=moment,
    )
    return assessment
