"""The demo shows a paper that was checked, one that waits, a refusal, and one waiting in order."""

import pytest

from placements.enums import AgreementState, SignatureWay
from placements.models import Agreement, Signature, SignedScan
from placements.overviews.signing import signing


@pytest.mark.django_db
def test_one_mentor_signed_on_paper_and_another_scan_waits(papers):
    checked = Signature.objects.filter(way=SignatureWay.PAPER)
    waiting = SignedScan.objects.filter(checked_at__isnull=True)

    assert [row.role for row in checked] == ["mentor"]
    assert [row.role for row in waiting] == ["mentor"]


@pytest.mark.django_db
def test_one_was_refused_with_a_reason(papers):
    refused = Agreement.objects.filter(state=AgreementState.REFUSED)

    assert all(one.refused_because for one in refused)
    assert refused.count() == 1


@pytest.mark.django_db
def test_in_one_the_others_sign_after_the_mentor(papers):
    ordered = Agreement.objects.exclude(signing_order=[]).get(state=AgreementState.OUT)

    assert [signer.waits_for != "" for signer in signing(ordered).signers] == [False, False, True]
