"""Read models of agreements: who signed, who has still to, and what a selection sends out."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import TRIAD, Role
from accounts.models import User
from config.refusal import Obstacle
from placements.enums import AgreementState
from placements.models import Agreement, Placement, Signatory, Signature
from placements.rules.agreements import send_obstacles
from placements.rules.signing import named_as, party, same_name


@dataclass(frozen=True)
class Signer:
    """One of the three places to sign. `name` is who signed, else whom the agreement names, else
    who would sign today; `replaced_by` is set when that is somebody else by now. `informed` is the
    mentor in whose place the legal signatory signs."""

    role: Role
    name: str
    signature: Signature | None
    replaced_by: str = ""
    informed: str = ""

    @property
    def function(self) -> str:
        return _("legal signatory") if self.informed else str(self.role.label)

    @property
    def at(self) -> dt.datetime | None:
        return self.signature.at if self.signature else None


@dataclass(frozen=True)
class Signing:
    """Where the signing of one agreement stands."""

    agreement: Agreement
    signers: list[Signer]

    @property
    def missing(self) -> list[Signer]:
        if self.agreement.state != AgreementState.OUT:
            return []
        return [signer for signer in self.signers if signer.signature is None]

    def turn_of(self, user: User) -> Role | None:
        """The role in which this person has still to sign, if any."""
        return next(
            (one.role for one in self.missing if party(self.agreement, one.role) == user), None
        )

    @property
    def has_signatory(self) -> bool:
        return any(signer.informed for signer in self.signers)


def signing(agreement: Agreement) -> Signing:
    """Costs two queries, three when the placement came without `with_people()`."""
    signed = {one.role: one for one in agreement.signatures.select_related("person")}
    return Signing(agreement, [_signer(agreement, role, signed.get(role.value)) for role in TRIAD])


def _signer(agreement: Agreement, role: Role, signature: Signature | None) -> Signer:
    person, mentor = party(agreement, role), agreement.placement.mentor
    now = person.get_full_name() if person else ""
    name = signature.person.get_full_name() if signature else named_as(agreement, role) or now
    replaced = not signature and now and not same_name(now, name)
    of_text = agreement.content.get(Role.MENTOR.value) or (mentor and mentor.get_full_name()) or ""
    informed = role == Role.MENTOR and of_text and not same_name(name, of_text)
    return Signer(role, name, signature, now if replaced else "", of_text if informed else "")


def signing_of(placement: Placement) -> Signing | None:
    """The signing of the placement's active agreement; None when there is none yet."""
    agreement = placement.agreements.active().first()
    if agreement is None:
        return None
    agreement.placement = placement
    return signing(agreement)


@dataclass(frozen=True)
class Mailing:
    """What sending a selection would do: the agreements that go out, the ids of those who get a
    mail, and for the rest one line a reason, with how many it holds back."""

    agreements: list[Agreement]
    people: set[int]
    held_back: list[Obstacle]


def mailing(chosen: Iterable[Placement]) -> Mailing:
    """Costs four queries, whatever the number of placements."""
    active = Prefetch("agreements", Agreement.objects.active(), to_attr="active_agreements")
    mandates = Prefetch(
        "workplace__signatories",
        Signatory.objects.current().select_related("person"),
        to_attr="current_signatories",
    )
    found = Placement.objects.filter(pk__in=[placement.pk for placement in chosen])
    ready, people, reasons = [], set(), Counter()
    for placement in found.with_people().prefetch_related(active, mandates):
        agreement = next(iter(placement.active_agreements), None)
        signs = next(iter(placement.workplace.current_signatories), None)
        placement.current_signatory = signs and signs.person
        if obstacle := _why_not(agreement):
            reasons[(obstacle.code, str(obstacle.message))] += 1
        else:
            ready.append(agreement)
            told = [placement.signatory, *(placement.person(role) for role in TRIAD)]
            people |= {person.pk for person in told if person}
    return Mailing(ready, people, [_held_back(*why, n) for why, n in reasons.most_common()])


def _why_not(agreement: Agreement | None) -> Obstacle | None:
    """The first reason why this one stays."""
    if agreement is None:
        return Obstacle("no-agreement", _("There is no agreement yet; open one first."))
    return next(iter(send_obstacles(agreement)), None)


def _held_back(code: str, reason: str, count: int) -> Obstacle:
    line = ngettext("%(n)s placement: %(reason)s", "%(n)s placements: %(reason)s", count)
    return Obstacle(code, line % {"n": count, "reason": reason})
