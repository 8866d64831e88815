"""The paper that all have signed: sealed by the institution, and kept."""

import hashlib
import logging

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from accounts.actions import seals
from accounts.enums import SealState
from config import clock
from config.pdf import render_document
from config.seal import seal
from placements.documents.agreement import signed_document
from placements.enums import AgreementState
from placements.models import Agreement

logger = logging.getLogger(__name__)

KIND = "agreement"
# What became of an agreement before its paper was sealed.
SEAL_STATES = {
    AgreementState.AMENDED: SealState.REPLACED,
    AgreementState.ENDED: SealState.ENDED,
    AgreementState.WITHDRAWN: SealState.WITHDRAWN,
}


@transaction.atomic
def keep_signed(*, agreement: Agreement) -> Agreement:
    """Render the paper that all have signed, with its evidence, seal it and keep it; once.

    Raises `config.seal_key.NoSealKey` and `config.seal.NoTimestamp`: then nothing is kept, and
    `keep_waiting` comes by again.
    """
    agreement = Agreement.objects.select_for_update(of=["self"]).get(pk=agreement.pk)
    if agreement.final_file or not agreement.signed_at:
        return agreement
    pdf = _sealed(agreement, render_document(signed_document(agreement)))
    seals.keep(
        kind=KIND,
        subject=subject_of(agreement),
        reference=agreement.reference,
        code=agreement.code or seals.new_code(),  # it went out before papers had one
        pdf=pdf,
        signatures=agreement.signatures.count(),
        state=SEAL_STATES.get(agreement.state, SealState.HOLDS),
    )
    agreement.final_sha256 = hashlib.sha256(pdf).hexdigest()
    agreement.final_file.save(f"{agreement.reference}-signed.pdf", ContentFile(pdf), save=False)
    agreement.save(update_fields=["final_file", "final_sha256"])
    return agreement


def keep_waiting() -> int:
    """Seal what waits for it, each for itself; answers how many were sealed.

    One that cannot be sealed stops no other; the last error is raised at the end, so that whoever
    watches the sweep hears it.
    """
    sealed, problem = 0, None
    for agreement in Agreement.objects.filter(signed_at__isnull=False, final_file=""):
        try:
            keep_signed(agreement=agreement)
            sealed += 1
        except Exception as error:
            logger.exception("%s waits for its seal", agreement.reference)
            problem = error
    if problem:
        raise problem
    return sealed


def subject_of(agreement: Agreement) -> str:
    """How the public page's table names an agreement; the one word that both know."""
    return f"agreement:{agreement.pk}"


def _sealed(agreement: Agreement, pdf: bytes) -> bytes:
    house = settings.INSTITUTION
    with translation.override(agreement.language):
        reason = gettext("%(reference)s: signed by all parties") % {
            "reference": agreement.reference
        }
    return seal(pdf, reason=reason, location=house["address"], name=house["name"], at=clock.now())
