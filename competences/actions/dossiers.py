import datetime as dt

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from competences.models import CourseUnit, Dossier, FrameworkVersion, Voice
from competences.rules.mandates import (
    TWO_ROLES,
    deputy_obstacles,
    end_deputy_obstacles,
    role_obstacles,
)
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
        raise Refusal("two-roles", TWO_ROLES)


def _mandates(dossier: Dossier) -> list[Voice]:
    """Whoever speaks today or later in this dossier, for one writer at a time: the dossier's row
    is held until the transaction ends."""
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    rows = dossier.voices.filter(Q(until__isnull=True) | Q(until__gt=clock.today()))
    return list(rows.select_related("person"))


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
    """Give a role to somebody else: the old mandate ends, a new voice begins, authorship stays.

    Deputies of a mentor stay; one who becomes the mentor is a deputy no more.
    """
    on, mandates = on or clock.today(), _mandates(dossier)
    refuse_if(role_obstacles(mandates, role, person))
    ended = [
        voice
        for voice in mandates
        if voice.role == role and (not voice.is_deputy or voice.person_id == person.pk)
    ]
    before = next((voice for voice in ended if not voice.is_deputy), None)
    Voice.objects.filter(pk__in=[voice.pk for voice in ended]).update(
        until=Greatest(F("since"), Value(on))
    )
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


@transaction.atomic
def add_deputy(
    *,
    by: User,
    dossier: Dossier,
    person: User,
    topic: str,
    last_day: dt.date | None = None,
) -> Voice:
    """Let somebody speak with the mentor's voice from today on, until `last_day` or until it is
    ended; what they say carries their own name. Whoever calls it answers for who may."""
    today = clock.today()
    refuse_if(deputy_obstacles(_mandates(dossier), person, last_day=last_day, today=today))
    voice = Voice.objects.create(
        dossier=dossier,
        role=Role.MENTOR,
        person=person,
        is_deputy=True,
        since=today,
        until=last_day and last_day + dt.timedelta(days=1),
    )
    record("deputy-added", voice, by=by, topic=topic, new=person.get_full_name())
    return voice


@transaction.atomic
def end_deputy(*, by: User, voice: Voice, topic: str) -> Voice:
    """The deputy sees nothing from now on; what they said and confirmed stays."""
    voice = Voice.objects.select_for_update(of=["self"]).select_related("person").get(pk=voice.pk)
    refuse_if(end_deputy_obstacles(voice, clock.today()))
    voice.until = clock.today()
    voice.save(update_fields=["until"])
    record("deputy-ended", voice, by=by, topic=topic, old=voice.person.get_full_name())
    return voice
