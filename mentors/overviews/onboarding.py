"""How far the onboarding of a placement is: the list, who ticked what, who signed."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q

from accounts.enums import Role
from accounts.models import User
from mentors.models import OnboardingSignature, OnboardingStep
from mentors.rules import onboarding as rules
from placements.models import Placement


@dataclass(frozen=True)
class StepLine:
    """`is_signed`: it stands on a list that was signed, so its tick stays."""

    step: OnboardingStep
    is_signed: bool


@dataclass(frozen=True)
class Seat:
    """Student or mentor: who signs, or who did. `later`: what was added after they signed."""

    role: str
    person: User | None
    signature: OnboardingSignature | None
    later: list[str]


@dataclass(frozen=True)
class Onboarding:
    lines: list[StepLine]
    seats: list[Seat]

    @property
    def steps(self) -> list[OnboardingStep]:
        return [line.step for line in self.lines]

    @property
    def done(self) -> int:
        return sum(step.done_at is not None for step in self.steps)

    @property
    def to_untick(self) -> list[OnboardingStep]:
        """Ticked, and on no list that was signed."""
        return [line.step for line in self.lines if line.step.done_at and not line.is_signed]

    @property
    def edition(self) -> str:
        return rules.edition(self.steps)

    @property
    def is_signed(self) -> bool:
        return all(seat.signature for seat in self.seats)

    def has_signed(self, role: str) -> bool:
        return any(seat.signature for seat in self.seats if seat.role == role)


def steps_of(placement: Placement) -> list[OnboardingStep]:
    """The list in order, with who ticked what; one query."""
    return list(OnboardingStep.objects.filter(placement=placement).select_related("done_by"))


def signatures_of(placement: Placement) -> dict[str, OnboardingSignature]:
    """Role -> its signature; one query."""
    signed = OnboardingSignature.objects.filter(placement=placement).select_related("person")
    return {signature.role: signature for signature in signed}


def onboarding(placement: Placement) -> Onboarding:
    """The whole page in two queries; `placement` with its people."""
    steps, signed = steps_of(placement), signatures_of(placement)
    settled = rules.signed_steps(signature.steps for signature in signed.values())
    return Onboarding(
        lines=[StepLine(step, step.pk in settled) for step in steps],
        seats=[_seat(placement, role, signed.get(role), steps) for role in rules.BOTH],
    )


def _seat(
    placement: Placement,
    role: str,
    signature: OnboardingSignature | None,
    steps: Collection[OnboardingStep],
) -> Seat:
    if signature is None:
        return Seat(role, placement.person(role), None, [])
    known = rules.signed_steps([signature.steps])
    later = [step.text for step in steps if step.pk not in known]
    return Seat(role, signature.person, signature, later)


@dataclass(frozen=True)
class Start:
    """The onboarding of one placement in a line: steps, how many are ticked, who signed (role ->
    when)."""

    steps: int = 0
    done: int = 0
    signed: Mapping[str, dt.datetime] = field(default_factory=dict)

    @property
    def is_signed(self) -> bool:
        return set(self.signed) >= set(rules.BOTH)


def starts(placements: Collection[Placement]) -> dict[int, Start]:
    """Placement id -> how its onboarding stands; two queries."""
    counted = (
        OnboardingStep.objects.filter(placement__in=placements)
        .order_by()
        .values("placement")
        .annotate(steps=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    )
    signed: dict[int, dict[str, dt.datetime]] = {}
    for signature in OnboardingSignature.objects.filter(placement__in=placements):
        signed.setdefault(signature.placement_id, {})[signature.role] = signature.at
    counts = {row["placement"]: (row["steps"], row["done"]) for row in counted}
    return {
        one.pk: Start(*counts.get(one.pk, (0, 0)), signed=signed.get(one.pk, {}))
        for one in placements
    }


def beginning(user: User, today: dt.date) -> list[Placement]:
    """Open placements in their first two weeks in which this person is student or mentor and did
    not sign the onboarding yet."""
    mine = (
        Placement.objects.visible_to(user)
        .with_voice(user, Role.STUDENT, Role.MENTOR)
        .open()
        .filter(starts_on__lte=today, starts_on__gt=today - rules.WITHIN)
        .with_people()
    )
    found = list(mine)
    known = starts(found) if found else {}
    return [one for one in found if one.role_of(user) not in known[one.pk].signed]
