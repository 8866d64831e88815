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
from placements.enums import WAS_SIGNED, AgreementState

if TYPE_CHECKING:
    from accounts.models import User
    from placements.models import Agreement

MOST_AT_ONCE = 50  # agreements that one person signs with one press


def workplace_party(agreement: Agreement) -> User | None:
    """Who signs for the workplace: its legal signatory where it has one, else the mentor. Once the
    agreement is out, whichever of the two it names."""
    placement = agreement.placement
    candidates = [one for one in (placement.signatory, placement.mentor) if one is not None]
    of_text = [one for one in candidates if names(agreement, Role.MENTOR, one)]
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


def first_to_sign(agreement: Agreement, role: str, signed: Collection[str]) -> str | None:
    """Who has to sign before this role, in the order of the text; None when it can sign now."""
    order = agreement.signing_order
    before = order[: order.index(role)] if role in order else []
    return next(
        (one for one in before if one in agreement.required_roles and one not in signed), None
    )


def can_sign_now(agreement: Agreement, signed: Collection[str]) -> list[str]:
    """The roles whose turn it is: all that are missing, or in the order of the text the next."""
    return [
        role.value
        for role in TRIAD
        if role in agreement.required_roles
        and role not in signed
        and first_to_sign(agreement, role, signed) is None
    ]


def is_complete(agreement: Agreement, signed: Collection[str]) -> bool:
    """Whether everybody has signed whom this version asks."""
    return set(agreement.required_roles) <= set(signed)


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
    read_at: dt.datetime | None,
    is_intact: bool,
    now: dt.datetime,
    person: User | None = None,
) -> Iterable[Obstacle]:
    """Why this person cannot sign these bytes now; nobody signs for another. `read_at`: when the
    document was first shown to them; `is_intact`: what is stored is what went out."""
    of_party = list(
        party_obstacles(
            agreement=agreement,
            role=role,
            signed=signed,
            name=name,
            signatory=signatory,
            person=person,
        )
    )
    yield from of_party
    if not of_party:
        yield from document_obstacles(
            agreement=agreement, sha256=sha256, read_at=read_at, is_intact=is_intact
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


def document_obstacles(
    *, agreement: Agreement, sha256: str, read_at: dt.datetime | None, is_intact: bool
) -> Iterable[Obstacle]:
    """Why these bytes are not what somebody can say yes to."""
    if agreement.sha256 and sha256 != agreement.sha256:
        yield Obstacle(
            "document-changed",
            _("The agreement changed after you opened it. Read the new version before you sign."),
        )
    elif agreement.sha256 and not is_intact:
        yield Obstacle(
            "document-damaged",
            _("The document is not what was sent out. Nobody signs it; tell the coordinator."),
        )
    elif agreement.sha256 and read_at is None:
        yield Obstacle(
            "not-shown",
            _(
                "Open the document first: a signature only counts when what you sign was shown to"
                " you."
            ),
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


def people_of(agreement: Agreement) -> dict[str, int]:
    """Role -> key of who is asked to sign there, kept beside the words when it goes out: a name
    can be anybody's."""
    return {role: person.pk for role in TRIAD if (person := party(agreement, role)) is not None}


def names(agreement: Agreement, role: str, person: User) -> bool:
    """Whether the frozen agreement names this person and means them; of one that went out before
    people were kept with it, the name decides alone."""
    named, kept = named_as(agreement, role), agreement.content.get("people")
    is_meant = kept is None or kept.get(role) == person.pk
    return is_meant and bool(named) and same_name(named, person.get_full_name())


def party_obstacles(
    *,
    agreement: Agreement,
    role: str | None,
    signed: Collection[str],
    name: str,
    signatory: str = "",
    person: User | None = None,
) -> Iterable[Obstacle]:
    """Why it is not this person's turn, whatever they would type. `signatory`: the name of who
    signs for the workplace in the mentor's place today, if anybody. With `person` a namesake is
    told from whom the agreement means."""
    yield from _place_obstacles(agreement, role, signed, name, signatory)
    if person is not None and role in TRIAD and role not in signed and agreement.content:
        yield from _namesake_obstacles(agreement, role, person)
    yield from _state_obstacles(agreement, role, signed)
    first = first_to_sign(agreement, role, signed) if role and role not in signed else None
    if first is not None and agreement.state == AgreementState.OUT:
        yield wait_for(agreement, first)


def _place_obstacles(
    agreement: Agreement, role: str | None, signed: Collection[str], name: str, signatory: str
) -> Iterable[Obstacle]:
    """Whether this person has a place of their own to sign in."""
    if role not in TRIAD:
        yield Obstacle("not-a-party", _("You are not a party to this agreement."))
    elif role in signed:
        yield Obstacle("already-signed", _("You have already signed this agreement."))
    elif role not in agreement.required_roles:
        yield Obstacle("need-not-sign", NEED_NOT_SIGN)
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


def _namesake_obstacles(agreement: Agreement, role: str, person: User) -> Iterable[Obstacle]:
    named = named_as(agreement, role)
    if same_name(named, person.get_full_name()) and not names(agreement, role, person):
        yield Obstacle(
            "other-party",
            gettext("This agreement means another %(name)s, who had this role when it went out.")
            % {"name": named},
        )


NEED_NOT_SIGN = _(
    "You need not sign this version: what changes in it does not concern your part. What you"
    " signed before still holds."
)
WHY_NOT = {
    AgreementState.DRAFT: ("not-sent", _("This agreement is still being prepared.")),
    AgreementState.CHECKING: (
        "being-checked",
        _("The workplace is checking the facts; after that it goes out for signature."),
    ),
    AgreementState.WITHDRAWN: ("agreement-withdrawn", _("This agreement has been withdrawn.")),
    AgreementState.SIGNED: ("already-complete", _("All parties have signed this agreement.")),
    AgreementState.AMENDED: (
        "agreement-amended",
        _("An amendment that all have signed came in the place of this agreement."),
    ),
    AgreementState.ENDED: ("agreement-ended", _("This agreement ended with the placement.")),
}


def _state_obstacles(
    agreement: Agreement, role: str | None, signed: Collection[str]
) -> Iterable[Obstacle]:
    """Only what is out for signature is signed; who signed it already knows that by their name."""
    if agreement.state == AgreementState.REFUSED:
        yield Obstacle(
            "agreement-refused",
            gettext(
                "%(name)s refused this agreement. Nobody signs it any more; the coordinator"
                " prepares a new one."
            )
            % {"name": agreement.refused_by.get_full_name() if agreement.refused_by else ""},
        )
    elif agreement.state in WHY_NOT and not (
        agreement.state in WAS_SIGNED and role is not None and role in signed
    ):
        yield Obstacle(*WHY_NOT[AgreementState(agreement.state)])


def wait_for(agreement: Agreement, first: str) -> Obstacle:
    """Somebody else signs before this person, and the text says why."""
    person = party(agreement, first)
    name = named_as(agreement, first) or (person.get_full_name() if person else "")
    return Obstacle(
        "not-your-turn",
        gettext("%(name)s signs before you: %(reason)s You get a message when it is your turn.")
        % {"name": name, "reason": ended(agreement.order_reason)},
    )


def ended(sentence: str) -> str:
    """With a full stop, where whoever wrote it left it out."""
    sentence = sentence.strip()
    return sentence if sentence.endswith((".", "?", "…")) else f"{sentence}."


def refusing_obstacles(
    *,
    agreement: Agreement,
    role: str | None,
    signed: Collection[str],
    name: str,
    signatory: str = "",
    reason: str,
    person: User | None = None,
) -> Iterable[Obstacle]:
    """Why this person cannot refuse: only who could sign can, also before it is their turn."""
    found = party_obstacles(
        agreement=agreement,
        role=role,
        signed=signed,
        name=name,
        signatory=signatory,
        person=person,
    )
    yield from (one for one in found if one.code != "not-your-turn")
    if not reason.strip():
        yield Obstacle("reason-missing", _("Say why you do not sign."), "reason")
