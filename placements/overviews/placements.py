"""Read models of many placements: whose turn it is, since when, and how many of each."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.models import Programme, Voice
from config import clock
from placements.enums import AgreementState, WaitsFor
from placements.models import Agreement, FactCheck, Placement, Signature
from placements.models.agreement import AgreementQuerySet
from placements.models.placement import PlacementQuerySet

OPEN = Q(finalised_at__isnull=True, ended_at__isnull=True)
# The order in which somebody is named as the one to wait for; all of them sign side by side.
ASKED_FIRST = (Role.MENTOR, Role.STUDENT, Role.COACH)
LONG_WAIT_DAYS = 14
SOON_DAYS = 30
OVER = (AgreementState.SIGNED, AgreementState.ENDED)
AGREEMENT_DAYS = 14  # so long before the first day the agreement should be there


def overseen_by(user: User) -> PlacementQuerySet:
    """Placements that this person looks after: those of their programmes, and those they coach."""
    coached = Placement.objects.with_voice(user, Role.COACH)
    programmes = Programme.objects.coordinated_by(user)
    mine = Q(enrolment__programme__in=programmes) | Q(pk__in=coached.order_by().values("pk"))
    return Placement.objects.visible_to(user).filter(mine)


def with_agreement(placements: PlacementQuerySet) -> PlacementQuerySet:
    """Annotate the active agreement, who signed it, whose turn it is (`waits_for`, a `WaitsFor`)
    and since when (`waits_since`); no extra queries for the rows.

    Turn and moment are worked out on the agreement's own row: on the placement's, each condition
    would carry a subquery along, and the database compiled them for seconds.
    """
    active = Agreement.objects.active().filter(placement=OuterRef("pk"))
    return placements.annotate(
        agreement_id=Subquery(active.values("pk")[:1]),
        agreement_state=Coalesce(Subquery(active.values("state")[:1]), Value("")),
        agreement_roles=Subquery(active.values("required_roles")[:1]),
        **{f"signed_{role.value}": _signed(role) for role in TRIAD},
    ).annotate(
        waits_for=Case(
            When(~OPEN, then=Value(WaitsFor.NOBODY)),
            default=Coalesce(
                Subquery(_with_turn(active).values("turn")[:1]), Value(WaitsFor.COORDINATOR)
            ),
            output_field=CharField(),
        ),
        waits_since=Case(
            When(~OPEN | Q(agreement_state__in=OVER), then=Value(None)),
            default=Coalesce(Subquery(_with_since(active).values("since")[:1]), F("created_at")),
            output_field=DateTimeField(null=True),
        ),
    )


def _signed(role: Role) -> Exists:
    return Exists(
        Signature.objects.filter(
            agreement__placement=OuterRef("pk"), agreement__state=AgreementState.OUT, role=role
        )
    )


def _with_turn(agreements: AgreementQuerySet) -> AgreementQuerySet:
    """Annotate `turn`: who acts next on this version."""
    signed = {
        f"has_{role.value}": Exists(Signature.objects.filter(agreement=OuterRef("pk"), role=role))
        for role in TRIAD
    }
    return agreements.annotate(**signed).annotate(
        turn=Case(
            When(state__in=OVER, then=Value(WaitsFor.NOBODY)),
            When(state=AgreementState.CHECKING, then=Value(WaitsFor.MENTOR)),
            When(~Q(state=AgreementState.OUT), then=Value(WaitsFor.COORDINATOR)),
            *_first_in_order(),
            *[When(_misses(role), then=Value(WaitsFor(role.value))) for role in ASKED_FIRST],
            default=Value(WaitsFor.NOBODY),
            output_field=CharField(),
        )
    )


def _misses(role: Role) -> Q:
    """This version asks a signature of this party, and it is not there."""
    return Q(required_roles__contains=[role.value], **{f"has_{role.value}": False})


def _first_in_order() -> list[When]:
    """Where the text has an order: the first in it who did not sign."""
    return [
        When(
            Q(**{f"signing_order__{place}": role.value}) & _misses(role),
            then=Value(WaitsFor(role.value)),
        )
        for place in range(len(TRIAD))
        for role in TRIAD
    ]


def _with_since(agreements: AgreementQuerySet) -> AgreementQuerySet:
    """Annotate `since`: from when it waits for whose turn it is."""
    signatures = Signature.objects.filter(agreement=OuterRef("pk")).order_by("-at")
    checks = FactCheck.objects.filter(agreement=OuterRef("pk")).order_by("-asked_at", "-pk")
    return agreements.annotate(
        since=Case(
            When(
                state=AgreementState.OUT,
                signing_order__len__gt=0,
                then=Coalesce(Subquery(signatures.values("at")[:1]), F("sent_at")),
            ),
            When(state=AgreementState.OUT, then=F("sent_at")),
            When(
                state=AgreementState.CHECKING,
                then=Subquery(checks.values("asked_at")[:1]),
            ),
            When(state=AgreementState.REFUSED, then=F("refused_at")),
            When(
                state=AgreementState.DRAFT,
                then=Coalesce(Subquery(checks.values("said_at")[:1]), F("opened_at")),
            ),
            output_field=DateTimeField(null=True),
        )
    )


def ends_soon() -> Q:
    today = clock.today()
    return OPEN & Q(ends_on__range=(today, today + dt.timedelta(days=SOON_DAYS)))


def starting() -> Q:
    """Begun, or about to: the agreement should be there."""
    return OPEN & Q(starts_on__lte=clock.today() + dt.timedelta(days=AGREEMENT_DAYS))


def coach_last_name() -> Subquery:
    voices = Voice.objects.current().filter(dossier=OuterRef("dossier_id"), role=Role.COACH)
    return Subquery(voices.values("person__last_name")[:1])


def turn_order() -> Case:
    """Sorts by `waits_for` as `WaitsFor` lists it: what the coordinator can do comes first."""
    return Case(
        *[When(waits_for=turn, then=Value(place)) for place, turn in enumerate(WaitsFor)],
        default=Value(len(WaitsFor)),
    )


@dataclass(frozen=True)
class PlacementLine:
    """One row of the table; free of queries after `with_people().with_days()`."""

    placement: Placement

    @property
    def missing(self) -> list[str]:
        """Roles that still have to sign, while the agreement is out."""
        if self.placement.agreement_state != AgreementState.OUT:
            return []
        asked = self.placement.agreement_roles
        return [
            role.value
            for role in ASKED_FIRST
            if role in asked and not getattr(self.placement, f"signed_{role.value}")
        ]

    @property
    def nobody_signed(self) -> bool:
        return bool(self.missing) and len(self.missing) == len(self.placement.agreement_roles)

    @property
    def waiting_days(self) -> int | None:
        """Whole local days since it was this person's turn; None when nobody has to act."""
        since: dt.datetime | None = self.placement.waits_since
        return (clock.today() - timezone.localtime(since).date()).days if since else None

    @property
    def waits_long(self) -> bool:
        return (self.waiting_days or 0) >= LONG_WAIT_DAYS

    @property
    def required(self) -> int:
        return self.placement.required_days - self.placement.days_shortened


@dataclass(frozen=True)
class TurnGroup:
    """Rows of one page that wait for the same party; `total` counts those on other pages too."""

    turn: WaitsFor
    total: int
    lines: list[PlacementLine]


def turn_counts(placements: PlacementQuerySet) -> dict[str, int]:
    """How many wait for whom; one query. `placements` comes from `with_agreement()`."""
    rows = placements.order_by().values("waits_for").annotate(total=Count("pk"))
    return {row["waits_for"]: row["total"] for row in rows}


def in_groups(placements: Iterable[Placement], totals: dict[str, int]) -> list[TurnGroup]:
    """The rows of one page under their headings, in the order of `WaitsFor`."""
    lines = [PlacementLine(placement) for placement in placements]
    groups = [
        TurnGroup(
            turn,
            totals.get(turn, 0),
            [line for line in lines if line.placement.waits_for == turn],
        )
        for turn in WaitsFor
    ]
    return [group for group in groups if group.lines]
