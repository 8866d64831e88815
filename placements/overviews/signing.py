"""Where the signing of an agreement stands: who signed, who can now, and who waits for whom."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.enums import TRIAD, Role
from accounts.models import User
from placements.enums import AgreementState, SightingKind, SignatureWay
from placements.models import Agreement, Placement, Sighting, Signature, SignedScan
from placements.rules.signing import first_to_sign, named_as, party, same_name


@dataclass(frozen=True)
class Signer:
    """One of the three places to sign. `name` is who signed, else whom the agreement names, else
    who would sign today; `replaced_by` is set when that is somebody else by now. `informed` is the
    mentor in whose place the legal signatory signs. `is_needed` is false where this version asks
    no signature here; `waits_for` names who signs first where the text has an order; `asked_at`
    is since when it is this place's turn, None while it is not. `scan` waits to be checked;
    `person` would sign today."""

    role: Role
    name: str
    signature: Signature | None
    replaced_by: str = ""
    informed: str = ""
    is_needed: bool = True
    waits_for: str = ""
    asked_at: dt.datetime | None = None
    scan: SignedScan | None = None
    person: User | None = None

    @property
    def function(self) -> str:
        return _("legal signatory") if self.informed else str(self.role.label)

    @property
    def at(self) -> dt.datetime | None:
        return self.signature.at if self.signature else None

    @property
    def is_on_paper(self) -> bool:
        return self.signature is not None and self.signature.way == SignatureWay.PAPER

    @property
    def is_in_the_room(self) -> bool:
        return self.signature is not None and self.signature.way == SignatureWay.ROOM


@dataclass(frozen=True)
class Signing:
    """Where the signing of one agreement stands."""

    agreement: Agreement
    signers: list[Signer]

    @property
    def missing(self) -> list[Signer]:
        if self.agreement.state != AgreementState.OUT:
            return []
        return [one for one in self.signers if one.is_needed and one.signature is None]

    def turn_of(self, user: User) -> Role | None:
        """The role in which this person can sign now, if any."""
        return next(
            (
                one.role
                for one in self.missing
                if not one.waits_for and party(self.agreement, one.role) == user
            ),
            None,
        )

    def of(self, role: str | None) -> Signer | None:
        return next((one for one in self.signers if one.role == role), None)

    @property
    def signed(self) -> set[str]:
        return {one.role.value for one in self.signers if one.signature}

    @property
    def not_needed(self) -> list[Signer]:
        return [one for one in self.signers if not one.is_needed]

    @property
    def has_signatory(self) -> bool:
        return any(signer.informed for signer in self.signers)


def signing(agreement: Agreement) -> Signing:
    """Costs three queries, four when the placement came without `with_people()`."""
    rows = agreement.signatures.select_related("person", "witness", "scan")
    signed = {one.role: one for one in rows}
    scans = {one.role: one for one in agreement.scans.filter(checked_at__isnull=True)}
    return Signing(
        agreement,
        [_signer(agreement, role, signed, scans.get(role.value)) for role in TRIAD],
    )


def _signer(
    agreement: Agreement, role: Role, signed: dict[str, Signature], scan: SignedScan | None
) -> Signer:
    signature = signed.get(role.value)
    person, mentor = party(agreement, role), agreement.placement.mentor
    now = person.get_full_name() if person else ""
    name = signature.person.get_full_name() if signature else named_as(agreement, role) or now
    of_text = agreement.content.get(Role.MENTOR.value) or (mentor and mentor.get_full_name()) or ""
    first = first_to_sign(agreement, role, signed)
    return Signer(
        role=role,
        name=name,
        signature=signature,
        replaced_by=now if not signature and now and not same_name(now, name) else "",
        informed=of_text
        if role == Role.MENTOR and of_text and not same_name(name, of_text)
        else "",
        is_needed=role in agreement.required_roles,
        waits_for=_name(agreement, first) if first and not signature else "",
        asked_at=None if first else _asked_at(agreement, role, signed),
        scan=scan,
        person=person,
    )


def _name(agreement: Agreement, role: str) -> str:
    person = party(agreement, role)
    return named_as(agreement, role) or (person.get_full_name() if person else "")


def _asked_at(agreement: Agreement, role: str, signed: dict[str, Signature]) -> dt.datetime | None:
    """When the last of those who sign before this role did, or else when it went out."""
    order = agreement.signing_order
    before = order[: order.index(role)] if role in order else []
    moments = [signed[one].at for one in before if one in signed]
    return max([*moments, agreement.sent_at]) if agreement.sent_at else None


def signing_of(placement: Placement) -> Signing | None:
    """The signing of the placement's active agreement; None when there is none yet."""
    agreement = placement.agreements.active().first()
    if agreement is None:
        return None
    agreement.placement = placement
    return signing(agreement)


@dataclass(frozen=True)
class Seen:
    """When one person first opened the page of an agreement, and was first shown its document."""

    opened_at: dt.datetime | None = None
    read_at: dt.datetime | None = None


def seen_by(user: User, agreements: list[Agreement]) -> dict[int, Seen]:
    """Agreement (id) -> what this person saw of it; one query."""
    rows = Sighting.objects.filter(person=user, agreement__in=agreements)
    found: dict[int, dict[str, dt.datetime]] = {agreement.pk: {} for agreement in agreements}
    for row in rows:
        found[row.agreement_id][row.kind] = row.at
    return {
        key: Seen(said.get(SightingKind.OPENED), said.get(SightingKind.READ))
        for key, said in found.items()
    }
