"""All that waits for one person's signature, wherever they sign: one page instead of many."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from accounts.models import User
from placements.enums import AgreementState
from placements.models import Agreement, Placement, Signatory
from placements.overviews.signing import Seen, seen_by
from placements.rules.signing import party_obstacles, party_role, statement


@dataclass(frozen=True)
class Line:
    """One agreement that this person can sign now, and what they saw of it already."""

    agreement: Agreement
    role: str
    statement: str
    seen: Seen

    @property
    def box(self) -> str:
        """The name of its box on the page."""
        return f"agree-{self.agreement.pk}"


@dataclass(frozen=True)
class Waiting:
    """`more`: how many wait beside those that fit on one page."""

    lines: list[Line]
    more: int


def waiting_for(user: User, *, most: int) -> Waiting:
    """What this person can sign now, the oldest first; seven queries whatever the number."""
    mandates = Prefetch(
        "placement__workplace__signatories",
        Signatory.objects.current().select_related("person"),
        to_attr="current_signatories",
    )
    found = (
        Agreement.objects.visible_to(user)
        .filter(
            Q(placement__in=Placement.objects.with_voice(user))
            | Q(pk__in=Agreement.objects.for_signatory(user)),
            state=AgreementState.OUT,
        )
        .exclude(signatures__person=user)
        .prefetch_related(
            Prefetch("placement", Placement.objects.with_people()), mandates, "signatures"
        )
        .order_by("sent_at", "pk")
    )
    mine = [agreement for agreement in found if _is_up_to(agreement, user)]
    seen = seen_by(user, mine[:most])
    lines = [
        Line(one, party_role(one, user) or "", statement(one), seen[one.pk]) for one in mine[:most]
    ]
    return Waiting(lines, len(mine) - len(lines))


def _is_up_to(agreement: Agreement, user: User) -> bool:
    placement = agreement.placement
    signs = next(iter(placement.workplace.current_signatories), None)
    placement.current_signatory = signs and signs.person
    return not any(
        party_obstacles(
            agreement=agreement,
            role=party_role(agreement, user),
            signed={one.role for one in agreement.signatures.all()},
            name=user.get_full_name(),
            signatory=signs.person.get_full_name() if signs else "",
        )
    )
