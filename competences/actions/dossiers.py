import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from competences.models import CourseUnit, Dossier, FrameworkVersion, Voice
from competences.rules.voices import opening_obstacles
from config import clock
from config.refusal import Refusal, refuse_if


@transaction.atomic
def open_dossier(
    *,
    by: User | None,
    version: FrameworkVersion,
    course_unit: CourseUnit,
    people: dict[str, User],
) -> Dossier:
    """Open a dossier in which `people` (role -> person) have a voice from today on."""
    if not version.is_published:
        raise Refusal("framework-not-published", _("Publish the framework version first."))
    refuse_two_roles(people)
    dossier = Dossier.objects.create(version=version, course_unit=course_unit)
    for role, person in people.items():
        Voice.objects.create(dossier=dossier, role=role, person=person, since=clock.today())
    return dossier


@transaction.atomic
def close_dossier(*, dossier: Dossier, moment: dt.datetime) -> Dossier:
    """From now on nothing more is said in it, so nobody waits to hear the others any longer.
    Whoever closes it writes the history: the dossier does not know why."""
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    dossier.closed_at = moment
    dossier.voices_opened_at = dossier.voices_opened_at or moment
    dossier.save(update_fields=["closed_at", "voices_opened_at"])
    return dossier


@transaction.atomic
def open_voices(*, by: User, dossier: Dossier, topic: str = "") -> Dossier:
    """From now on the three voices hear each other on every competence; once is enough.

    The coach does it by hand, or by opening a meeting.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    coaching = Voice.objects.current().filter(dossier=dossier, person=by, role=Role.COACH)
    refuse_if(opening_obstacles(dossier, is_coach=coaching.exists()))
    if dossier.voices_opened_at is None:
        dossier.voices_opened_at = clock.now()
        dossier.save(update_fields=["voices_opened_at"])
        record("voices-opened", dossier, by=by, topic=topic)
    return dossier


def refuse_two_roles(people: dict[str, User]) -> None:
    """Nobody rates their own placement in two roles (rule 10)."""
    if len({person.pk for person in people.values()}) < len(people):
        raise Refusal(
            "two-roles",
            _("One person cannot have two roles in the same placement; choose somebody else."),
        )


@transaction.atomic
def hand_over(
    *,
    by: User | None,
    dossier: Dossier,
    role: str,
    person: User,
    topic: str,
    on: dt.date | None = None,
) -> Voice:
    """Give a role to somebody else: the old mandate ends, a new voice begins, authorship stays."""
    on = on or clock.today()
    others = dossier.voices.select_related("person").filter(until__isnull=True)
    refuse_two_roles(
        {voice.role: voice.person for voice in others if voice.role != role} | {role: person}
    )
    ended = dossier.voices.select_for_update().filter(role=role, until__isnull=True)
    before = ended.first()
    ended.update(until=on)
    voice = Voice.objects.create(dossier=dossier, role=role, person=person, since=on)
    record(
        "voice-handed-over",
        voice,
        by=by,
        topic=topic,
        role=Role(role).value,
        old=before.person.get_full_name() if before else "",
        new=person.get_full_name(),
    )
    return voice
