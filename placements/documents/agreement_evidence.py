"""What a signature rests on, as it stands on the last sheet of the agreement."""

from dataclasses import replace

from django.utils.translation import gettext, ngettext

from accounts.enums import SignInMethod
from config.pdf_values import SignatureBlock
from config.templatetags.pdf import long_date
from placements.documents.devices import device_name
from placements.enums import SignatureWay
from placements.models import Signature


def signed_block(block: SignatureBlock, signature: Signature) -> SignatureBlock:
    """The place to sign with the signature on it, in the language of the document."""
    return replace(
        block,
        typed_name=signature.typed_name,
        at=signature.at,
        how=_how(signature),
        email=signature.email,
        invited_at=signature.sent_at or signature.agreement.sent_at,
        opened_at=signature.opened_at,
        read_at=signature.read_at,
        device=_joined(device_name(signature.user_agent), _network(signature.ip_address)),
        session=_session(signature),
        statement=signature.statement,
        statement_language=signature.language,
        document_hash=signature.document_sha256,
    )


def _how(signature: Signature) -> str:
    witness = signature.witness.get_full_name() if signature.witness else ""
    if signature.way == SignatureWay.PAPER:
        return _on_paper(signature) % {
            "day": long_date(signature.scan.signed_on),
            "witness": witness,
        }
    known = SignInMethod(signature.sign_in_method).label
    if signature.way == SignatureWay.ROOM:
        return gettext(
            "electronically on the own phone, signed in by %(way)s; %(witness)s was there"
        ) % {"way": known, "witness": witness}
    return gettext("electronically, signed in by %(way)s") % {"way": known}


def _on_paper(signature: Signature) -> str:
    """Who reads it may know that the paper passed through one pair of hands only."""
    if signature.scan.brought_by_id == signature.witness_id:
        return gettext(
            "by hand on paper on %(day)s; %(witness)s brought in the scan and checked it"
        )
    return gettext("by hand on paper on %(day)s; %(witness)s checked the scan")


def _session(signature: Signature) -> str:
    """How fresh the sign-in was, and the mark by which its lines in the log are found."""
    if signature.signed_in_at is None:
        return ""
    minutes = int((signature.at - signature.signed_in_at).total_seconds() // 60)
    age = ngettext(
        "%(count)d minute after signing in", "%(count)d minutes after signing in", minutes
    ) % {"count": minutes}
    if not signature.session_mark:
        return age
    return f"{age}; {gettext('session %(mark)s') % {'mark': signature.session_mark}}"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _network(address: str | None) -> str:
    """The network somebody signed from; the last part of the address is nobody's business."""
    if not address:
        return ""
    mark = ":" if ":" in address else "."
    return f"IP {address.rpartition(mark)[0]}{mark}x"
