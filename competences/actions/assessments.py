from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import User
from competences.enums import Moment
from competences.models import Assessment, Competence, Dossier, Evidence, MasteryLevel, Voice
from competences.rules.assessments import (
    SAME_PRESS,
    assessment_obstacles,
    correction_obstacles,
    entry_obstacles,
    evidence_obstacles,
)
from config import clock
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
    corrects: Assessment | None = None,
    on_behalf_of: str = "",
    note_on_entry: str = "",
    evidence: Collection[Evidence] = (),
) -> Assessment:
    """Let a voice say how far the student is: that of `by`, or the mentor's as the coach heard it.

    What was said stays. `corrects` is the last thing this voice said here: it is shown as
    corrected and counts no more. The same press that comes twice is one event.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    own = voice_of(dossier, by)
    refuse_if(
        entry_obstacles(
            by_role=own.role,
            on_behalf_of=on_behalf_of,
            note=note_on_entry,
            has_heard_itself=not on_behalf_of or _may_hear_others(dossier, own, competence),
        )
    )
    voice = _mentor(dossier) if on_behalf_of else _speaking(dossier, own)
    said = Assessment(
        dossier=dossier,
        competence=competence,
        voice=voice,
        role=voice.role,
        came_up=came_up,
        level=level,
        moment=moment,
        comment=comment.strip(),
        entered_by=by,
        note_on_entry=note_on_entry.strip() if on_behalf_of else "",
        corrects=corrects,
    )
    last = _last_word(said)
    if last is not None and _is_the_same_press(said, last, evidence):
        return last
    refuse_if([*_obstacles(said, last), *_evidence_obstacles(said, evidence)])
    return _write(said, evidence, topic)


def _speaking(dossier: Dossier, own: Voice) -> Voice:
    """A deputy speaks with the mentor's voice; the event names who entered it."""
    mentors = Voice.objects.current().filter(dossier=dossier, role=Role.MENTOR, is_deputy=False)
    return (mentors.select_related("person").first() or own) if own.is_deputy else own


def _mentor(dossier: Dossier) -> Voice:
    voices = Voice.objects.current().filter(dossier=dossier, role=Role.MENTOR, is_deputy=False)
    voice = voices.select_related("person").first()
    if voice is None:
        raise Refusal("no-mentor", _("This placement has no mentor today."))
    return voice


def _may_hear_others(dossier: Dossier, own: Voice, competence: Competence) -> bool:
    spoken = Assessment.objects.filter(dossier=dossier, competence=competence, role=own.role)
    return not dossier.is_blind or spoken.exclude(moment=Moment.BASELINE).exists()


def _last_word(said: Assessment) -> Assessment | None:
    """The newest event of the same role on the same competence; nothing is said meanwhile."""
    same = Assessment.objects.filter(
        dossier=said.dossier, competence=said.competence, role=said.role
    )
    return same.order_by("at", "pk").last()


def _is_the_same_press(said: Assessment, last: Assessment, evidence: Collection[Evidence]) -> bool:
    def words(event: Assessment) -> tuple:
        return (
            event.voice_id,
            event.came_up,
            event.level_id,
            event.moment,
            event.comment,
            event.entered_by_id,
            event.note_on_entry,
            event.corrects_id,
        )

    if said.at - last.at > SAME_PRESS or words(said) != words(last):
        return False
    return {one.pk for one in evidence} == set(last.evidence.values_list("pk", flat=True))


def _obstacles(said: Assessment, last: Assessment | None) -> list:
    return [
        *assessment_obstacles(
            dossier=said.dossier,
            role=said.role,
            competence=said.competence,
            came_up=said.came_up,
            level=said.level,
            moment=said.moment,
        ),
        *correction_obstacles(
            corrects=said.corrects,
            last=last,
            voice=said.voice,
            by_id=said.entered_by_id,
            moment=said.moment,
        ),
    ]


def _evidence_obstacles(said: Assessment, evidence: Collection[Evidence]) -> list:
    """What a voice names, it may see: on somebody's behalf too."""
    if not evidence:
        return []
    seen = Evidence.objects.visible_to(said.voice.person).present().filter(dossier=said.dossier)
    named = [one.pk for one in evidence]
    return list(evidence_obstacles(named=named, seen=seen.values_list("pk", flat=True)))


def _write(said: Assessment, evidence: Collection[Evidence], topic: str) -> Assessment:
    said.save()
    said.evidence.add(*evidence)
    record(
        _action(said),
        said,
        by=said.entered_by,
        topic=topic,
        role=said.role,
        competence=said.competence.code,
        level=said.level.code if said.level else "",
        moment=said.moment,
    )
    if said.note_on_entry:
        _tell_the_voice(said)
    return said


def _action(said: Assessment) -> str:
    if said.note_on_entry:
        return "competence-entered"
    return "competence-corrected" if said.corrects_id else "competence-rated"


def _tell_the_voice(said: Assessment) -> None:
    """Whoever's words were entered hears which, and where to say it anew."""
    reader = said.voice.person
    student = said.dossier.voices.filter(role=Role.STUDENT).latest("pk").person
    with translation.override(reader.language):
        context = {
            "coach": said.entered_by.first_name,
            "student": student.first_name,
            "competence": said.competence.workplace_name,
            "level": said.level.name if said.level else "",
            "comment": said.comment,
            "note": said.note_on_entry,
        }
    notify(
        "competence-entered-for-you",
        subject=said,
        recipient=reader,
        due_on=clock.today(),
        context=context,
        url=reverse("competences:competence", args=[said.dossier_id, said.competence_id]),
    )
