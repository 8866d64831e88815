"""The PDF of an agreement in each of its states, and what it is called on somebody's disk."""

from django.db.models.fields.files import FieldFile
from django.utils.text import slugify

from accounts.actions.documents import bytes_of
from config.pdf_values import AgreementDocument
from placements.documents.agreement import draft_document, signed_document
from placements.enums import AgreementState
from placements.models import Agreement


def agreement_pdf(agreement: Agreement) -> bytes:
    """The paper as it stands: the marked draft, the exact bytes that are out for signature, or
    those signed by all with their signatures and evidence.

    A signed paper that was not stored yet is rendered from frozen values: the same bytes.
    """
    kept = kept_file(agreement)
    return _read(kept) if kept else bytes_of(unkept_document(agreement))


def kept_file(agreement: Agreement) -> FieldFile | None:
    """Where the paper stands that is signed by all or out for signature; None for one that has
    to be set on paper first."""
    if agreement.state == AgreementState.DRAFT or not agreement.file:
        return None
    if agreement.signed_at:
        return agreement.final_file or None
    return agreement.file


def unkept_document(agreement: Agreement) -> AgreementDocument:
    """What is set on paper while there is no `kept_file`."""
    if agreement.signed_at and agreement.file:
        return signed_document(agreement)
    return draft_document(agreement)


def frozen_pdf(agreement: Agreement) -> bytes:
    """The bytes that the parties were shown, with the hash that each of them signed."""
    return _read(agreement.file)


def file_name(agreement: Agreement) -> str:
    """Safe on every system: letters, digits and hyphens, the reference makes it unique."""
    student = slugify(agreement.placement.student.get_full_name())[:60]
    return "-".join(part for part in (agreement.reference, student) if part) + ".pdf"


def _read(stored) -> bytes:
    with stored.open("rb") as file:
        return file.read()
