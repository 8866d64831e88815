"""The last sheet of an agreement says how each signature was put, whichever way that was."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.enums import SignInMethod
from accounts.models import User
from config import clock
from config.pdf_values import SignatureBlock
from placements.documents.agreement_evidence import signed_block
from placements.enums import SightingKind, SignatureWay
from placements.models import Agreement, Sighting, Signature, SignedScan
from tests.cast import TODAY

AT = dt.datetime(2026, 9, 16, 10, 5, tzinfo=dt.UTC)
IN_THE_ROOM = (
    "electronically on the own phone, signed in by one-time code by e-mail; Katrien Maes was there"
)
KATRIEN, GRIET = User(pk=3, first_name="Katrien", last_name="Maes"), User(pk=7)


def signature(way: SignatureWay) -> Signature:
    by_hand = way == SignatureWay.PAPER
    return Signature(
        agreement=Agreement(sent_at=AT - dt.timedelta(days=2)),
        way=way,
        witness=None if way == SignatureWay.SCREEN else KATRIEN,
        scan=SignedScan(signed_on=dt.date(2026, 9, 15), brought_by=GRIET) if by_hand else None,
        typed_name="Griet Moerman",
        statement="Ik ga akkoord.",
        language="nl",
        document_sha256="ab" * 32,
        email="griet@example.org",
        sign_in_method="" if by_hand else SignInMethod.CODE,
        signed_in_at=None if by_hand else AT - dt.timedelta(minutes=4, seconds=59),
        at=AT,
        ip_address=None if by_hand else "2a02:1810:4f:1::7",
        session_mark="" if by_hand else "9f2c41d07a3be586",
    )


@pytest.mark.parametrize(
    ("way", "how", "session", "device"),
    [
        (
            SignatureWay.SCREEN,
            "electronically, signed in by one-time code by e-mail",
            "4 minutes after signing in; session 9f2c41d07a3be586",
            "IP 2a02:1810:4f:1::x",
        ),
        (
            SignatureWay.ROOM,
            IN_THE_ROOM,
            "4 minutes after signing in; session 9f2c41d07a3be586",
            "IP 2a02:1810:4f:1::x",
        ),
        (
            SignatureWay.PAPER,
            "by hand on paper on 15\u00a0September\u00a02026; Katrien Maes checked the scan",
            "",
            "",
        ),
    ],
)
def test_each_way_of_signing_is_told_as_it_was(way, how, session, device):
    with translation.override("en"):
        block = signed_block(SignatureBlock(voice="mentor", name="Griet Moerman"), signature(way))

    assert (block.how, block.session, block.device) == (how, session, device)
    assert (block.invited_at, block.at, block.typed_name) == (
        AT - dt.timedelta(days=2),
        AT,
        "Griet Moerman",
    )
    assert (block.statement, block.statement_language, block.document_hash) == (
        "Ik ga akkoord.",
        "nl",
        "ab" * 32,
    )


def test_a_paper_that_one_person_brought_in_and_checked_says_so():
    on_paper = signature(SignatureWay.PAPER)
    on_paper.scan.brought_by = KATRIEN

    with translation.override("en"):
        block = signed_block(SignatureBlock(voice="mentor", name="Griet Moerman"), on_paper)

    assert block.how == (
        "by hand on paper on 15\u00a0September\u00a02026;"
        " Katrien Maes brought in the scan and checked it"
    )


def test_who_only_asked_after_the_headers_was_shown_nothing(fresh_cast, client):
    page = reverse("placements:agreement-pdf-shown", args=[fresh_cast.agreement.pk])
    client.force_login(fresh_cast.mentor)

    with clock.at(TODAY):
        client.head(page)
        seen_before = Sighting.objects.filter(person=fresh_cast.mentor).count()
        client.get(page)

    assert seen_before == 0
    assert Sighting.objects.get(person=fresh_cast.mentor).kind == SightingKind.READ
