"""The paper that all have signed, kept."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from config.pdf import render_document
from placements.documents.agreement import signed_document
from placements.models import Agreement


@transaction.atomic
def keep_signed(*, agreement: Agreement) -> Agreement:
    """Render the paper that all have signed, with its evidence, and keep it; once."""
    agreement = Agreement.objects.select_for_update(of=["self"]).get(pk=agreement.pk)
    if agreement.final_file or not agreement.signed_at:
        return agreement
    pdf = render_document(signed_document(agreement))
    agreement.final_sha256 = hashlib.sha256(pdf).hexdigest()
    agreement.final_file.save(f"{agreement.reference}-signed.pdf", ContentFile(pdf), save=False)
    agreement.save(update_fields=["final_file", "final_sha256"])
    return agreement
