"""Signing off the report of a meeting."""

from django.db import transaction

from accounts.actions.history import record
from accounts.enums import TRIAD
from accounts.models import User
from config.refusal import refuse_if
from placements.actions.trialogues import lock
from placements.documents.trialogue_report import hash_of, report_values
from placements.enums import TrialogueState
from placements.models import SignOff, Trialogue
from placements.rules import trialogues as rules


@transaction.atomic
def sign_off(*, by: User, trialogue: Trialogue, shown: str, remark: str = "") -> SignOff:
    """One voice's yes to the report it saw (`shown`: its hash). The first one freezes the report,
    the third one closes it."""
    trialogue = lock(trialogue)
    role = trialogue.placement.role_of(by)
    signed = set(trialogue.sign_offs.values_list("role", flat=True))
    values = report_values(trialogue)
    report = hash_of(values)
    refuse_if(
        rules.sign_off_obstacles(trialogue, role=role, signed=signed, report=report, shown=shown)
    )
    if trialogue.report is None:
        trialogue.report = values
        trialogue.save(update_fields=["report"])
    sign = SignOff.objects.create(
        trialogue=trialogue, role=role, person=by, remark=remark.strip(), report_sha256=report
    )
    record("trialogue-signed", trialogue, by=by, topic=trialogue.placement.topic, role=role)
    if signed | {role} >= set(TRIAD):
        trialogue.state = TrialogueState.SIGNED
        trialogue.save(update_fields=["state"])
    return sign
