"""The paper that all have signed gets the institution's seal, once, or waits for it aloud."""

import datetime as dt
import hashlib
import logging

import pytest
from django.utils import translation

from accounts.actions import seals
from accounts.alarms import alarms
from accounts.enums import SealState
from accounts.models import SealedDocument, Sweep
from config import clock, seal_key
from config.pdf import render_document
from config.seal import inspect
from placements.actions import agreements, placements, sealing
from placements.documents.agreement import frozen_document, signed_document
from placements.documents.agreement_files import agreement_pdf
from placements.enums import AgreementState
from placements.models import Agreement
from placements.tasks import keep_signed_agreement, seal_signed
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.test_agreements import SENT, send, sign, sign_all

pytestmark = pytest.mark.django_db
SEALED = dt.datetime(2026, 9, 17, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def signed() -> Agreement:
    """Signed by all three, not sealed yet."""
    wim = make_user("Wim", "Claes")
    return sign_all(send(wim, make_placement(programme=make_programme(coordinator=wim))))


def words(agreement: Agreement, msgid: str) -> str:
    with translation.override(agreement.language):
        return translation.gettext(msgid) % {"reference": agreement.reference}


def keep(agreement: Agreement) -> Agreement:
    with clock.at(SEALED):
        return sealing.keep_signed(agreement=agreement)


def test_the_code_stands_on_the_paper_that_people_sign(signed):
    stamp = frozen_document(signed).stamp

    assert (stamp.code, stamp.verify_url) == (signed.code, "http://localhost:8000/verify")
    assert len(signed.code) == seals.CODE_LENGTH


def test_the_sealed_paper_is_the_unsealed_one_with_the_seal_behind_it(signed):
    before = agreement_pdf(signed)

    after = agreement_pdf(keep(signed))

    assert before == render_document(signed_document(signed))
    assert after.startswith(before)
    verdict = inspect(after)
    assert (verdict.is_whole, verdict.sealed_at, verdict.reason) == (
        True,
        SEALED,
        words(signed, "%(reference)s: signed by all parties"),
    )


def test_the_register_of_seals_knows_the_paper_and_nobody_on_it(signed):
    kept = keep(signed)

    (row,) = SealedDocument.objects.values()
    del row["id"]
    assert row == {
        "kind": "agreement",
        "subject": f"agreement:{signed.pk}",
        "reference": signed.reference,
        "code": signed.code,
        "sha256": hashlib.sha256(agreement_pdf(kept)).hexdigest(),
        "size": len(agreement_pdf(kept)),
        "certificate_sha256": seal_key.fingerprint(seal_key.seal_key().certificate),
        "signatures": 3,
        "sealed_at": SEALED,
        "state": SealState.HOLDS,
        "state_since": None,
    }
    assert row["sha256"] == kept.final_sha256


def test_it_is_sealed_once(signed):
    first = agreement_pdf(keep(signed))
    keep_signed_agreement(signed.pk)

    assert agreement_pdf(Agreement.objects.get(pk=signed.pk)) == first
    assert SealedDocument.objects.count() == 1


def test_what_is_not_signed_by_all_gets_no_seal():
    wim = make_user("Wim", "Claes")
    out = send(wim, make_placement(programme=make_programme(coordinator=wim)))

    assert not keep(out).final_file
    assert not SealedDocument.objects.exists()


def test_what_was_replaced_before_it_was_sealed_says_so(signed):
    with clock.at(SEALED):
        Agreement.objects.filter(pk=signed.pk).update(
            state=AgreementState.AMENDED, amended_at=clock.now()
        )

    keep(signed)

    assert SealedDocument.objects.get().state == SealState.REPLACED


def test_what_is_replaced_after_it_was_sealed_says_so(signed):
    keep(signed)
    with clock.at(SENT + dt.timedelta(days=1)):
        placements.change_plan(
            by=signed.opened_by,
            placement=signed.placement,
            plan=placements.Plan(dt.date(2026, 9, 21), dt.date(2027, 5, 1), (0,), 30),
        )
        draft = signed.placement.agreements.get(state=AgreementState.DRAFT)
        amendment = agreements.send(by=signed.opened_by, agreement=draft)
    for role in amendment.required_roles:
        sign(amendment, person(signed.placement, role))
    keep(amendment)

    states = dict(SealedDocument.objects.values_list("reference", "state"))
    assert states == {
        signed.reference: SealState.REPLACED,
        amendment.reference: SealState.HOLDS,
    }


def test_without_a_certificate_the_paper_waits_and_an_alarm_tells(signed, settings, caplog):
    given, settings.SEAL_KEY_FILE = settings.SEAL_KEY_FILE, ""
    with clock.at(SEALED), caplog.at_level(logging.WARNING):
        keep_signed_agreement(signed.pk)  # whoever signed last sees nothing of it
        with pytest.raises(seal_key.NoSealKey):
            seal_signed()
    signed.refresh_from_db()
    assert not signed.final_file
    assert agreement_pdf(signed) == render_document(signed_document(signed))
    with clock.at(SEALED + dt.timedelta(minutes=10)):
        (alarm,) = [one for one in alarms(clock.now()) if one.name == "seal-signed"]
    assert alarm.problem == "NoSealKey: SEAL_KEY_FILE is not set"

    settings.SEAL_KEY_FILE = given
    later = SEALED + dt.timedelta(minutes=11)
    with clock.at(later):
        assert seal_signed() == 1

    assert inspect(agreement_pdf(Agreement.objects.get(pk=signed.pk))).sealed_at == later
    assert Sweep.objects.get(name="seal-signed").problem == ""
    with clock.at(later + dt.timedelta(minutes=1)):
        assert [one for one in alarms(clock.now()) if one.name == "seal-signed"] == []


def test_a_state_that_changes_later_is_noted_once_with_its_day(signed):
    keep(signed)
    subject = sealing.subject_of(signed)
    for minutes in (0, 5):
        with clock.at(SEALED + dt.timedelta(minutes=minutes)):
            seals.set_state(subject, SealState.ENDED)

    row = SealedDocument.objects.get()
    assert (row.state, row.state_since) == (SealState.ENDED, SEALED)
    seals.set_state("agreement:0", SealState.ENDED)  # never sealed: nothing happens


def test_an_agreement_that_went_out_before_papers_had_a_code_is_sealed_too(signed):
    Agreement.objects.filter(pk=signed.pk).update(code=None)

    keep(signed)

    assert len(SealedDocument.objects.get().code) == seals.CODE_LENGTH
    assert Agreement.objects.get(pk=signed.pk).code is None


def test_the_evidence_of_each_signature_is_on_the_paper(signed):
    (block, *_others) = signed_document(signed).signatures

    evidence = (block.typed_name, block.email, block.statement_language, block.document_hash)
    email = signed.placement.student.email
    assert evidence == ("Amina Bouzid", email, "nl", signed.sha256)
    assert (block.invited_at, block.read_at) == (signed.sent_at, block.at)
    assert block.device == "Firefox 143, Android, IP 91.183.44.x"
    assert block.session == words_of(signed.language, "%(count)d minute after signing in", 1)
    assert block.statement == signed.signatures.get(role="student").statement


def words_of(language: str, msgid: str, count: int) -> str:
    with translation.override(language):
        return translation.ngettext(msgid, msgid, count) % {"count": count}
