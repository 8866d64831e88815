"""Who signs an agreement, for which party, and when they can."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD, Role
from config.refusal import Obstacle
from placements.enums import AgreementState

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import Agreement


def workplace_party(agreement: Agreement) -> User | None:
    """Who signs for the workplace: its legal signatory where it has one, else the mentor. Once the
    agreement is out, whichever of the two it names."""
    placement = agreement.placement
    candidates = [one for one in (placement.signatory, placement.mentor) if one is not None]
    named = named_as(agreement, Role.MENTOR)
    of_text = [one for one in candidates if named and same_name(named, one.get_full_name())]
    return next(iter(of_text or candidates), None)


def party(agreement: Agreement, role: str) -> User | None:
    """Who signs in this place today."""
    if role == Role.MENTOR:
        return workplace_party(agreement)
    return agreement.placement.person(role)


def party_role(agreement: Agreement, user: User) -> str | None:
    """The place in which this person would sign: the mentor and the signatory in that of the
    workplace; a deputy, who stands in for the work and not for the contract, in none."""
    placement = agreement.placement
    if placement.signatory == user:
        return Role.MENTOR.value
    return next((role.value for role in TRIAD if placement.person(role) == user), None)


def same_name(typed: str, name: str) -> bool:
    """A name typed without accents or with other capitals and blanks is still that name."""

    def plain(text: str) -> str:
        letters = unicodedata.normalize("NFKD", text).casefold()
        return "".join(char for char in letters if char.isalnum())

    return bool(plain(typed)) and plain(typed) == plain(name)


def statement(agreement: Agreement) -> str:
    """The sentence a party agrees to, in their language, naming the exact document."""
    return gettext(
        "I have read agreement %(reference)s, version %(version)s, and I agree with it."
    ) % {"reference": agreement.reference, "version": agreement.version}


def signing_obstacles(
    *,
    agreement: Agreement,
    role: str | None,
    signed: Collection[str],
    sha256: str,
    name: str,
    signatory: str = "",
    typed_name: str,
    signed_in_at: dt.datetime,
    now: dt.datetime,
) -> Iterable[Obstacle]:
    """Why this person cannot sign these bytes now; nobody signs for another."""
    yield from party_obstacles(
        agreement=agreement, role=role, signed=signed, name=name, signatory=signatory
    )
    if agreement.sha256 and sha256 != agreement.sha256:
        yield Obstacle(
            "document-changed",
            _("The agreement changed after you opened it. Read the new version before you sign."),
        )
    if not same_name(typed_name, name):
        yield Obstacle(
            "other-name",
            gettext("Type your name as we know it: %(name)s.") % {"name": name},
            "typed_name",
        )
    if not fresh_enough(signed_in_at, now):
        yield Obstacle(
            "sign-in-too-old",
            gettext("You signed in more than %(minutes)s minutes ago. Sign in again to sign.")
            % {"minutes": settings.SIGNATURE_SIGN_IN_MINUTES},
        )


def signs_for_the_workplace(name: str) -> Obstacle:
    return Obstacle(
        "signatory-signs",
        gettext("%(name)s signs for the workplace. You read along; you sign nothing here.")
        % {"name": name},
    )


def fresh_enough(signed_in_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether this sign-in still says who is at the screen (aware moments)."""
    return now - signed_in_at <= dt.timedelta(minutes=settings.SIGNATURE_SIGN_IN_MINUTES)


def named_as(agreement: Agreement, role: str) -> str:
    """Whom the frozen agreement names in this role; "" while it is a draft."""
    blocks = agreement.content.get("signatures", ())
    return next((block["name"] for block in blocks if block["voice"] == role), "")


def party_obstacles(
    *,
    agreement: Agreement,
    role: str | None,
    signed: Collection[str],
    name: str,
    signatory: str = "",
) -> Iterable[Obstacle]:
    """Why it is not this person's turn, whatever they would type. `signatory`: the name of who
    signs for the workplace in the mentor's place today, if anybody."""
    if role not in TRIAD:
        yield Obstacle("not-a-party", _("You are not a party to this agreement."))
    elif role in signed:
        yield Obstacle("already-signed", _("You have already signed this agreement."))
    elif (named := named_as(agreement, role)) and not same_name(named, name):
        if role == Role.MENTOR and same_name(named, signatory):
            yield signs_for_the_workplace(named)
            return
        yield Obstacle(
            "other-party",
            gettext(
                "This agreement still names %(name)s. The coordinator withdraws it and opens a"
                " new one that names you."
            )
            % {"name": named},
        )
    if agreement.state == AgreementState.DRAFT:
        yield Obstacle("not-sent", _("This agreement is still being prepared."))
    elif agreement.state == AgreementState.WITHDRAWN:
        yield Obstacle("agreement-withdrawn", _("This agreement has been withdrawn."))
    elif agreement.state == AgreementState.SIGNED and role not in signed:
        yield Obstacle("already-complete", _("All parties have signed this agreement."))
