"""Agreements: frozen when they go out, signed by each for themselves, true at every moment."""

import datetime as dt
import hashlib
import io
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts import reminders
from accounts.enums import Role, SignInMethod
from accounts.models import Notification, User
from competences.actions.dossiers import hand_over
from config import clock
from config.frozen import freeze, thaw
from config.pdf import render_document
from config.pdf_values import AgreementDocument
from config.refusal import Refusal
from placements.actions import agreements, placements, sealing, sightings, signing
from placements.actions.signing import Evidence
from placements.documents.agreement import agreement_document
from placements.documents.agreement_files import agreement_pdf
from placements.documents.devices import device_name
from placements.enums import AgreementState
from placements.models import Agreement, Placement
from placements.overviews.signing import signing as signing_of
from tests.factories import PASSWORD, make_placement, make_programme, make_user, person

pytestmark = pytest.mark.django_db
SENT = dt.date(2026, 9, 15)
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0"


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim: User) -> Placement:
    return make_placement(programme=make_programme(coordinator=wim))


@pytest.fixture
def out(wim: User, placement: Placement) -> Agreement:
    """Out for signature, nobody signed yet."""
    return send(wim, placement)


def send(wim: User, placement: Placement) -> Agreement:
    with clock.at(SENT):
        agreement = agreements.open_agreement(by=wim, placement=placement)
        return agreements.send(by=wim, agreement=agreement)


def sign(agreement: Agreement, who: User, *, minutes: int = 1, **changes) -> None:
    """Sign a day after it went out, `minutes` after signing in."""
    with clock.at(SENT + dt.timedelta(days=1)):
        evidence = Evidence(
            sign_in_method=SignInMethod.CODE,
            signed_in_at=clock.now() - dt.timedelta(minutes=minutes),
            ip_address="91.183.44.7",
            user_agent=FIREFOX,
        )
        said = {"sha256": agreement.sha256, "typed_name": who.get_full_name()} | changes
        sightings.shown(by=who, agreement=agreement)
        signing.sign(by=who, agreement=agreement, language="nl", evidence=evidence, **said)


def sign_all(agreement: Agreement) -> Agreement:
    for role in ("student", "mentor", "coach"):
        sign(agreement, person(agreement.placement, role))
    agreement.refresh_from_db()
    return agreement


def words_of(pdf: bytes) -> str:
    """The text of a PDF with single blanks, wherever its lines were broken."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def refused(call) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.codes


def test_an_agreement_reads_its_placement_and_survives_freezing(wim, placement):
    with clock.at(SENT):
        agreement = agreements.open_agreement(by=wim, placement=placement)
        document = agreement_document(agreement)

    assert document.student_name == "Amina Bouzid"
    assert document.required_days == 40.0
    assert sum(len(week.days) for phase in document.plan for week in phase.weeks) == 40
    assert [block.voice for block in document.signatures] == ["student", "mentor", "coach"]
    assert thaw(AgreementDocument, freeze(document)) == document
    assert render_document(document).startswith(b"%PDF-")


def test_a_draft_says_on_paper_that_it_is_one(wim, placement):
    agreement = agreements.open_agreement(by=wim, placement=placement, language="en")

    assert f"DRAFT {agreement.reference}" in words_of(agreement_pdf(agreement))


def test_what_goes_out_is_frozen_with_the_hash_of_its_bytes(wim, out):
    shown = agreement_pdf(out)
    with clock.at(SENT):
        placements.change_plan(
            by=wim,
            placement=out.placement,
            plan=placements.Plan(dt.date(2026, 9, 21), dt.date(2027, 5, 1), (0,), 30),
        )

    assert hashlib.sha256(shown).hexdigest() == out.sha256
    assert agreement_pdf(Agreement.objects.get(pk=out.pk)) == shown


def test_all_three_hear_that_they_have_to_sign(out):
    asked = Notification.objects.filter(rule="agreement-to-sign", urgent=True)

    assert {(one.recipient.first_name, one.url) for one in asked} == {
        (name, reverse("placements:agreement-sign", args=[out.pk]))
        for name in ("Amina", "Griet", "Katrien")
    }


def test_the_state_is_true_after_each_signature(out):
    states = []
    for role in ("mentor", "student", "coach"):
        sign(out, person(out.placement, role))
        out.refresh_from_db()
        states.append((out.state, [one.role.value for one in signing_of(out).missing]))

    assert states == [
        (AgreementState.OUT, ["student", "coach"]),
        (AgreementState.OUT, ["coach"]),
        (AgreementState.SIGNED, []),
    ]


def test_the_signed_paper_is_kept_once_with_its_evidence(out):
    signed = sealing.keep_signed(agreement=sign_all(out))
    kept = agreement_pdf(signed)
    again = sealing.keep_signed(agreement=signed)

    assert hashlib.sha256(kept).hexdigest() == signed.final_sha256
    assert again.final_file.name == signed.final_file.name
    words = words_of(kept)
    assert "Firefox 143, Android, IP 91.183.44.x" in words
    assert out.sha256[:8] in words


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"minutes": 11}, ["sign-in-too-old"]),
        ({"typed_name": "Griet Moerman"}, ["other-name"]),
        ({"sha256": "0" * 64}, ["document-changed"]),
    ],
)
def test_nobody_signs_stale_or_under_another_name(out, changes, codes):
    assert refused(lambda: sign(out, out.placement.student, **changes)) == codes


def test_nobody_signs_for_another(wim, out):
    strangers = [wim, make_user("Bram", "Wouters")]

    found = [refused(lambda who=who: sign(out, who)) for who in strangers]

    assert found == [["not-a-party"], ["not-a-party"]]


def test_a_new_mentor_does_not_sign_what_names_the_old_one(wim, out):
    nadia = make_user("Nadia", "Ozturk")
    old, dossier = person(out.placement, Role.MENTOR), out.placement.dossier
    with clock.at(SENT):  # the mandate alone: handing over a placement drafts a new version too
        hand_over(by=wim, dossier=dossier, role=Role.MENTOR, person=nadia, topic="")
    out = Agreement.objects.get(pk=out.pk)

    assert refused(lambda: sign(out, nadia)) == ["other-party"]
    assert refused(lambda: sign(out, old)) == ["not-a-party"]
    with clock.at(SENT):
        assert [one.replaced_by for one in signing_of(out).signers] == ["", "Nadia Ozturk", ""]


def test_nobody_signs_twice_or_what_was_withdrawn(wim, out):
    sign(out, out.placement.student)
    assert refused(lambda: sign(out, out.placement.student)) == ["already-signed"]

    agreements.withdraw(by=wim, agreement=out, reason="De data kloppen niet.")

    assert refused(lambda: sign(out, person(out.placement, Role.MENTOR))) == ["agreement-withdrawn"]


def test_a_withdrawn_agreement_makes_room_for_the_next_version(wim, out):
    agreements.withdraw(by=wim, agreement=out, reason="De data kloppen niet.")

    with clock.at(SENT):
        second = agreements.open_agreement(by=wim, placement=out.placement, language="en")
        document = agreement_document(second)

    assert (second.version, document.replaces) == (2, "version 1")


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_the_same_moment_both_count(wim):
    agreement = send(wim, make_placement(programme=make_programme(coordinator=wim)))
    sign(agreement, agreement.placement.student)
    meet = threading.Barrier(2)

    def sign_in_a_thread(who: User) -> None:
        meet.wait()
        sign(agreement, who)
        connection.close()

    people = [person(agreement.placement, role) for role in ("mentor", "coach")]
    threads = [threading.Thread(target=sign_in_a_thread, args=[who]) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED
    assert agreement.signatures.count() == 3


# --- the page ---------------------------------------------------------------------------------


def come_in(client: Client, who: User, *, minutes_ago: int = 0) -> None:
    """As somebody who signed in with a code so long ago."""
    client.force_login(who)
    session = client.session
    at = clock.now() - dt.timedelta(minutes=minutes_ago)
    session["sign_in"] = {"method": SignInMethod.CODE, "at": at.isoformat()}
    session.save()


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_a_fresh_sign_in_signs_on_the_page(client, settings, out, proxies, address):
    settings.TRUSTED_PROXIES = proxies
    page = reverse("placements:agreement-sign", args=[out.pk])
    said = {"sha256": out.sha256, "typed_name": "amina bouzid", "agree": "on"}
    with clock.at(SENT):
        come_in(client, out.placement.student)
        client.get(reverse("placements:agreement-pdf-shown", args=[out.pk]))
        response = client.post(page, said, headers={"x-forwarded-for": "203.0.113.9"})

    assert response["Location"] == reverse("placements:agreement", args=[out.pk])
    signature = out.signatures.get()
    assert (signature.role, signature.sign_in_method) == (Role.STUDENT, SignInMethod.CODE)
    assert (signature.document_sha256, signature.ip_address) == (out.sha256, address)


def test_an_old_sign_in_is_asked_to_come_in_again_and_back_to_this_page(client, out):
    page = reverse("placements:agreement-sign", args=[out.pk])
    said = {"sha256": out.sha256, "typed_name": "Amina Bouzid", "agree": "on"}
    with clock.at(SENT):
        come_in(client, out.placement.student, minutes_ago=11)
        response = client.post(page, said)

    assert out.signatures.count() == 0
    assert response.context["ask_form"].initial == {
        "email": out.placement.student.email,
        "next": page,
    }


def test_the_password_typed_there_makes_the_sign_in_fresh(client, out):
    page = reverse("placements:agreement-sign", args=[out.pk])
    with clock.at(SENT):
        come_in(client, out.placement.student, minutes_ago=11)
        known = client.get(page).context["password_form"].initial
        back = client.post(reverse("accounts:sign-in"), known | {"password": PASSWORD})
        fresh = client.get(page)

    assert back["Location"] == page
    assert "ask_form" not in fresh.context


def test_an_old_page_says_that_its_agreement_was_withdrawn_and_leads_to_the_new_one(
    client, wim, out
):
    page = reverse("placements:agreement-sign", args=[out.pk])
    said = {"sha256": out.sha256, "typed_name": "Amina Bouzid", "agree": "on"}
    agreements.withdraw(by=wim, agreement=out, reason="De data kloppen niet.")
    newer = send(wim, out.placement)
    with clock.at(SENT):
        come_in(client, out.placement.student)
        response = client.post(page, said)

    assert [one.code for one in response.context["obstacles"]] == ["agreement-withdrawn"]
    assert response.context["newer"] == newer
    assert (out.signatures.count(), newer.signatures.count()) == (0, 0)


def test_a_mail_about_signing_is_not_sent_any_more_once_signed(out):
    told = Notification.objects.get(
        rule="agreement-to-sign", recipient=person(out.placement, Role.COACH)
    )
    rule = reminders.rule("agreement-to-sign")
    before = rule.still_true(told)
    sign(out, person(out.placement, Role.COACH))

    assert (before, rule.still_true(told)) == (True, False)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox 143, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge 142, Windows"),
        ("Mozilla/5.0 (iPad; CPU OS 26_0) Version/26.0 Mobile Safari/604.1", "Safari 26, iPadOS"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_called_by_its_name(agent, name):
    assert device_name(agent) == name
