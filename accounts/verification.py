"""What can be said to a stranger of a paper that they hold: nothing about a person.

The hash answers first and costs nothing. Only a file that we do not know and that carries one of
our keys is read, in a process of its own.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.actions import seals
from accounts.models import SealedDocument
from config import seal_key
from config.pdf import titles
from config.seal_apart import Unreadable, inspect_apart

SLICES, SLICE_BYTES = 4, 16


class Outcome(models.TextChoices):
    """`NOT_KEPT`: the seal is ours and whole, yet these are not bytes that we know."""

    EXACT = "exact", _("This is exactly our paper.")
    CHANGED = "changed", _("This file was changed after we sealed it.")
    NOT_KEPT = "not_kept", _("The seal is ours, but we do not know this file.")
    NOT_OURS = "not_ours", _("We did not seal this file.")


@dataclass(frozen=True)
class Finding:
    """`document` where the bytes are known; `sealed_at` and `reason` where only the seal speaks.
    `holder` is whose certificate it is."""

    outcome: Outcome
    document: SealedDocument | None = None
    holder: str = ""
    sealed_at: dt.datetime | None = None
    reason: str = ""

    @property
    def kind(self) -> str:
        return titles()[self.document.kind] if self.document else ""


def examine(pdf: bytes) -> Finding:
    """What this file is. Raises `config.seal_apart.Busy`."""
    if document := seals.by_bytes(pdf):
        return known(document)
    ours = seal_key.own_certificates()
    if not carries_one_of(pdf, ours.values()):
        return Finding(Outcome.NOT_OURS)
    try:
        verdict = inspect_apart(pdf)
    except Unreadable:
        return Finding(Outcome.CHANGED)
    certificate = ours.get(verdict.certificate_sha256)
    if certificate is None or not verdict.is_whole:
        return Finding(Outcome.CHANGED)
    return Finding(
        Outcome.NOT_KEPT,
        holder=seal_key.holder(certificate),
        sealed_at=verdict.sealed_at,
        reason=verdict.reason,
    )


def known(document: SealedDocument) -> Finding:
    certificate = seal_key.own_certificates().get(document.certificate_sha256)
    return Finding(Outcome.EXACT, document, holder=seal_key.holder(certificate))


def carries_one_of(pdf: bytes, certificates: Collection[x509.Certificate]) -> bool:
    """Whether a file shows the public key of one of these, or most of one that was changed: a seal
    is written in hexadecimal digits. It proves nothing; without it there is nothing to prove."""
    text = pdf.upper()
    return any(part in text for one in certificates for part in _slices(one))


def _slices(certificate: x509.Certificate) -> list[bytes]:
    """The end of the key, which no other has, in pieces."""
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    end = key[-SLICES * SLICE_BYTES :]
    return [
        end[start : start + SLICE_BYTES].hex().upper().encode()
        for start in range(0, len(end), SLICE_BYTES)
    ]
