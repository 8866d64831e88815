"""Who takes part in a placement and until when; who signs for a workplace."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.models import Voice
from placements.enums import AgreementState
from placements.models import Agreement, HandOverRequest, Placement, Signatory, Workplace
from placements.rules.signing import can_sign_now, named_as, same_name


@dataclass(frozen=True)
class Mandate:
    """One person in one role, from a date; `last_day` is the last one on which it holds, None for
    as long as nobody ends it."""

    voice: Voice
    is_current: bool

    @property
    def role(self) -> Role:
        return Role(self.voice.role)

    @property
    def person(self) -> User:
        return self.voice.person

    @property
    def last_day(self) -> dt.date | None:
        """A mandate that began and ended on one day held on no day at all: its own date stands."""
        until = self.voice.until
        return until and max(until - dt.timedelta(days=1), self.voice.since)


@dataclass(frozen=True)
class Participants:
    """Everybody who takes part today, and who did before; the newest of those first."""

    now: list[Mandate]
    before: list[Mandate]
    signatory: Signatory | None
    request: HandOverRequest | None

    @property
    def deputies(self) -> list[Mandate]:
        return [mandate for mandate in self.now if mandate.voice.is_deputy]


def participants(placement: Placement) -> Participants:
    """Three queries."""
    voices = list(placement.dossier.voices.select_related("person"))
    found = [Mandate(voice, voice.is_current) for voice in voices]
    order = [role.value for role in TRIAD]
    return Participants(
        now=sorted(
            (one for one in found if one.is_current),
            key=lambda one: (order.index(one.voice.role), one.voice.is_deputy, one.voice.pk),
        ),
        before=sorted(
            (one for one in found if not one.is_current),
            key=lambda one: (one.voice.until or dt.date.max, one.voice.pk),
            reverse=True,
        ),
        signatory=placement.workplace.signatories.current().select_related("person").first(),
        request=open_request(placement),
    )


def open_request(placement: Placement) -> HandOverRequest | None:
    return placement.hand_over_requests.open().select_related("asked_by").first()


def mentored_by(user: User) -> QuerySet[Placement]:
    """Open placements of which this person is the mentor, not a deputy, with what is asked."""
    mandates = Voice.objects.current().filter(
        dossier=OuterRef("dossier_id"), person=user, role=Role.MENTOR, is_deputy=False
    )
    asked = Prefetch("hand_over_requests", HandOverRequest.objects.open(), to_attr="open_requests")
    return Placement.objects.open().filter(Exists(mandates)).with_people().prefetch_related(asked)


def requests_for(user: User) -> QuerySet[HandOverRequest]:
    """Hand-overs that this coach or coordinator can settle; one query."""
    coached = Placement.objects.with_voice(user, Role.COACH).order_by().values("pk")
    mine = Q(placement__enrolment__programme__coordinators=user) | Q(placement__in=coached)
    open_ones = HandOverRequest.objects.open().filter(
        mine, placement__ended_at__isnull=True, placement__finalised_at__isnull=True
    )
    return open_ones.select_related("placement__enrolment__student", "asked_by").distinct()


# --- signatories


def coordinated_workplaces(user: User) -> QuerySet[Workplace]:
    """Where a placement of this coordinator's programmes is, or was."""
    there = Placement.objects.coordinated_by(user).filter(workplace=OuterRef("pk"))
    return Workplace.objects.filter(Exists(there)).select_related("organisation")


def with_signatories(workplaces: QuerySet[Workplace]) -> QuerySet[Workplace]:
    """With `mandates`: every signatory they have or had, the newest first."""
    mandates = Signatory.objects.select_related("person").order_by("-since", "-pk")
    return workplaces.prefetch_related(Prefetch("signatories", mandates, to_attr="mandates"))


def coordinates_at(user: User, workplace: Workplace) -> bool:
    return coordinated_workplaces(user).filter(pk=workplace.pk).exists()


def signed_for(user: User) -> QuerySet[Signatory]:
    """The workplaces for which this person signs today."""
    return Signatory.objects.current().filter(person=user).select_related("workplace__organisation")


def agreements_to_oversee(user: User) -> tuple[list[Agreement], list[Agreement]]:
    """What a signatory may read, the newest first: those that wait for this signature, and the
    others that went out at those workplaces. Two queries."""
    found = (
        Agreement.objects.for_signatory(user)
        .select_related("placement__enrolment__student", "placement__workplace__organisation")
        .prefetch_related("signatures")
        .order_by("-sent_at", "-pk")
    )
    waiting = [agreement for agreement in found if waits_for_signatory(agreement, user)]
    return waiting, [agreement for agreement in found if agreement not in waiting]


def waits_for_signatory(agreement: Agreement, user: User) -> bool:
    """Out for signature, not signed for the workplace, and it names this signatory."""
    signed = {signature.role for signature in agreement.signatures.all()}
    return (
        agreement.state == AgreementState.OUT
        and Role.MENTOR.value in can_sign_now(agreement, signed)
        and same_name(named_as(agreement, Role.MENTOR), user.get_full_name())
    )
