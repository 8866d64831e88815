"""When an agreement can be opened, sent and signed, and by whom."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD
from config.refusal import Obstacle
from placements.enums import AgreementState

if TYPE_CHECKING:
    from placements.models import Agreement


def open_obstacles(*, is_open: bool, active: Agreement | None) -> Iterable[Obstacle]:
    if not is_open:
        yield Obstacle("placement-closed", _("This placement has ended."))
    if active is not None:
        yield Obstacle(
            "agreement-exists",
            gettext("Agreement %(reference)s is already there; withdraw it first.")
            % {"reference": active.reference},
        )


def send_obstacles(agreement: Agreement) -> Iterable[Obstacle]:
    if agreement.state != AgreementState.DRAFT:
        yield Obstacle("already-sent", _("This agreement has already been sent out."))
    present = {voice.role for voice in agreement.placement.voices()}
    if not present >= set(TRIAD):
        yield Obstacle(
            "triad-incomplete", _("Student, mentor and coach must be known before it goes out.")
        )


def withdraw_obstacles(agreement: Agreement, reason: str) -> Iterable[Obstacle]:
    """Not after finalising: that decision rests on an agreement signed by all (rule 9)."""
    if agreement.placement.finalised_at is not None:
        yield Obstacle(
            "placement-finalised",
            _("The placement has been finalised; its agreement stays with it."),
        )
    if agreement.state == AgreementState.WITHDRAWN:
        yield Obstacle("already-withdrawn", _("This agreement has already been withdrawn."))
    if not reason.strip():
        yield Obstacle("reason-missing", _("Say why the agreement is withdrawn."), "reason")


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
    typed_name: str,
    signed_in_at: dt.datetime,
    now: dt.datetime,
) -> Iterable[Obstacle]:
    """Why this person cannot sign these bytes now; nobody signs for another."""
    yield from party_obstacles(agreement=agreement, role=role, signed=signed, name=name)
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


def fresh_enough(signed_in_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether this sign-in still says who is at the screen (aware moments)."""
    return now - signed_in_at <= dt.timedelta(minutes=settings.SIGNATURE_SIGN_IN_MINUTES)


def named_as(agreement: Agreement, role: str) -> str:
    """Whom the frozen agreement names in this role; "" while it is a draft."""
    blocks = agreement.content.get("signatures", ())
    return next((block["name"] for block in blocks if block["voice"] == role), "")


def party_obstacles(
    *, agreement: Agreement, role: str | None, signed: Collection[str], name: str
) -> Iterable[Obstacle]:
    """Why it is not this person's turn, whatever they would type."""
    if role not in TRIAD:
        yield Obstacle("not-a-party", _("You are not a party to this agreement."))
    elif role in signed:
        yield Obstacle("already-signed", _("You have already signed this agreement."))
    elif (named := named_as(agreement, role)) and not same_name(named, name):
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
