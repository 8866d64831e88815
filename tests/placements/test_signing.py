"""Signing: of what was shown, in the text's order, with its evidence; and refusing."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.enums import TRIAD, Role, SignInMethod
from accounts.models import HistoryEntry, Notification, User
from config import clock
from config.refusal import Refusal
from placements.actions import agreements, sightings, signing
from placements.enums import AgreementState, SignatureWay
from placements.models import Agreement, Placement, Sighting, Signature
from placements.overviews.signing import signing as signing_of
from tests.accounts.factories import at_once
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.signers import FIREFOX, NOW, SENT, come_in, send, signed_by

ORDER = {
    "signing_order": ["student", "mentor", "coach"],
    "order_reason": "De school tekent pas als student en werkplek akkoord zijn",
}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def placement(db) -> Placement:
    wim = make_user("Wim", "Claes", language="en")
    three = {
        "student": make_user("Amina", "Bouzid", language="en"),
        "mentor": make_user("Griet", "Moerman", language="en"),
        "coach": make_user("Katrien", "Dhaeseleer", language="en"),
    }
    return make_placement(programme=make_programme(coordinator=wim), **three)


@pytest.fixture
def out(placement: Placement) -> Agreement:
    return send(placement)


def who(agreement: Agreement, role: str) -> User:
    return person(agreement.placement, role)


def codes(act) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.codes


def page(agreement: Agreement, name: str = "agreement-sign") -> str:
    return reverse(f"placements:{name}", args=[agreement.pk])


def said(agreement: Agreement, name: str = "Amina Bouzid") -> dict[str, str]:
    return {"sha256": agreement.sha256, "typed_name": name, "agree": "on"}


# --- what was shown


def test_the_first_time_somebody_opens_and_reads_is_written_down_once(client, out):
    moments = [SENT + dt.timedelta(hours=hours) for hours in (1, 2, 3)]
    for moment in moments:
        with clock.at(moment):
            come_in(client, who(out, "student"))
            client.get(page(out))
            client.get(page(out, "agreement-pdf-shown"))

    rows = Sighting.objects.filter(agreement=out).values_list("kind", "person", "at")
    with clock.at(moments[0]) as first:
        pass
    student = who(out, "student").pk
    assert set(rows) == {("opened", student, first), ("read", student, first)}


def test_looking_along_is_not_written_down(client, out):
    coordinator = out.placement.enrolment.programme.coordinators.get()
    with clock.at(NOW):
        come_in(client, coordinator)
        client.get(page(out, "agreement-pdf-shown"))
        client.get(page(out, "agreement"))

    assert Sighting.objects.count() == 0


def test_nobody_signs_what_was_not_shown_to_them(client, out):
    with clock.at(NOW):
        come_in(client, who(out, "student"))
        answer = client.post(page(out), said(out))
        before = out.signatures.count()
        client.get(page(out, "agreement-pdf-shown"))
        client.post(page(out), said(out))

    assert answer.context["form"].non_field_errors() == [
        "Open the document first: a signature only counts when what you sign was shown to you."
    ]
    assert (before, out.signatures.count()) == (0, 1)


def test_nobody_signs_a_document_that_is_not_what_went_out(out):
    name = out.file.name
    out.file.storage.delete(name)
    out.file.storage.save(name, ContentFile(b"%PDF-1.7 something else"))

    assert codes(lambda: signed_by(out, who(out, "student"))) == ["document-damaged"]


def test_every_signature_carries_all_its_evidence(client, out):
    opened, read = SENT + dt.timedelta(hours=1), SENT + dt.timedelta(hours=2)
    with clock.at(opened) as first:
        come_in(client, who(out, "student")).get(page(out))
    with clock.at(read) as then:
        come_in(client, who(out, "student")).get(page(out, "agreement-pdf-shown"))
    with clock.at(NOW) as now:
        come_in(client, who(out, "student"), minutes_ago=9)
        client.post(page(out), said(out), headers={"user-agent": FIREFOX})

    row = out.signatures.get()
    assert (row.role, row.person, row.way) == ("student", who(out, "student"), SignatureWay.SCREEN)
    assert (row.email, row.typed_name) == (who(out, "student").email, "Amina Bouzid")
    assert (row.document_sha256, row.language) == (out.sha256, "en")
    assert row.statement == (
        f"I have read agreement {out.reference}, version 1, and I agree with it."
    )
    assert (row.sign_in_method, now - row.signed_in_at) == (
        SignInMethod.CODE,
        dt.timedelta(minutes=9),
    )
    assert (row.sent_at, row.opened_at, row.read_at, row.at) == (out.sent_at, first, then, now)
    assert (row.ip_address, row.user_agent) == ("127.0.0.1", FIREFOX)
    assert len(row.session_mark) == 16
    assert row.session_mark not in client.session.session_key


# --- in the order of the text


def test_in_an_order_each_waits_for_who_comes_before_and_reads_why(placement):
    out = send(placement, **ORDER)

    waits = codes(lambda: signed_by(out, who(out, "coach")))
    signed_by(out, who(out, "student"))
    still = codes(lambda: signed_by(out, who(out, "coach")))
    signed_by(out, who(out, "mentor"))
    signed_by(out, who(out, "coach"))

    assert (waits, still) == (["not-your-turn"], ["not-your-turn"])
    out.refresh_from_db()
    assert out.state == AgreementState.SIGNED


def test_who_waits_sees_for_whom_since_when_and_why(client, placement):
    out = send(placement, **ORDER)
    with clock.at(NOW):
        come_in(client, who(out, "mentor"))
        answer = client.get(page(out))

    words = " ".join(answer.content.decode().split())
    assert [one.code for one in answer.context["obstacles"]] == ["not-your-turn"]
    assert str(answer.context["obstacles"][0].message) == (
        "Amina Bouzid signs before you: De school tekent pas als student en werkplek akkoord zijn."
        " You get a message when it is your turn."
    )
    assert "Amina Bouzid was asked yesterday." in words
    assert answer.context["mine"].waits_for == "Amina Bouzid"


def test_only_whose_turn_it_is_gets_a_mail_and_the_next_when_it_is(placement):
    out = send(placement, **ORDER)

    def asked() -> list[str]:
        rows = Notification.objects.filter(rule="agreement-to-sign").order_by("pk")
        return [row.recipient.first_name for row in rows]

    first = asked()
    signed_by(out, who(out, "student"))
    second = asked()
    signed_by(out, who(out, "mentor"))

    assert (first, second) == (["Amina"], ["Amina", "Griet"])
    assert asked() == ["Amina", "Griet", "Katrien"]


def test_a_mail_only_goes_to_who_can_sign_in_any_order(out):
    rows = Notification.objects.filter(rule="agreement-to-sign")

    assert {row.recipient for row in rows} == {who(out, role) for role in TRIAD}


def test_whose_part_does_not_change_need_not_sign_and_reads_why(client, placement):
    out = send(placement)
    for role in TRIAD:
        signed_by(out, who(out, role))
    wim = placement.enrolment.programme.coordinators.get()
    with clock.at(NOW):
        second = agreements.copy(by=wim, agreement=Agreement.objects.get(pk=out.pk), reason="Uren")
        Agreement.objects.filter(pk=second.pk).update(required_roles=["mentor", "coach"])
    state = signing_of(Agreement.objects.get(pk=second.pk))

    assert [one.role for one in state.not_needed] == [Role.STUDENT]


# --- the old link


def test_the_old_link_opens_the_new_version_and_says_so(client, out):
    wim = out.placement.enrolment.programme.coordinators.get()
    with clock.at(NOW):
        agreements.withdraw(by=wim, agreement=out, reason="Andere uren.")
        newer = send(out.placement)
        come_in(client, who(out, "student"))
        answer = client.get(page(out), follow=True)

    assert answer.redirect_chain == [(f"{page(newer)}?instead={out.pk}", 302)]
    assert answer.context["agreement"] == newer
    assert "Andere uren." in answer.content.decode()
    assert f"{out.reference} was withdrawn: Andere uren." in " ".join(
        answer.content.decode().split()
    )


# --- refusing


def test_a_refusal_ends_the_signing_and_is_told_with_the_reason(client, out):
    signed_by(out, who(out, "student"))
    with clock.at(NOW):
        come_in(client, who(out, "mentor"))
        answer = client.post(page(out, "agreement-refuse"), {"reason": "De uren kloppen niet."})

    out.refresh_from_db()
    assert answer["Location"] == page(out, "agreement")
    assert (out.state, out.refused_by) == (AgreementState.REFUSED, who(out, "mentor"))
    assert out.refused_because == "De uren kloppen niet."
    assert codes(lambda: signed_by(out, who(out, "coach"))) == ["agreement-refused"]
    told = Notification.objects.filter(rule="agreement-refused")
    assert {row.recipient.first_name for row in told} == {"Amina", "Katrien", "Wim"}
    assert HistoryEntry.objects.get(action="agreement-refused").by == who(out, "mentor")


def test_who_signed_does_not_refuse_and_a_refusal_has_a_reason(out):
    signed_by(out, who(out, "student"))

    assert codes(
        lambda: signing.refuse(by=who(out, "student"), agreement=out, reason="Toch niet.")
    ) == ["already-signed"]
    assert codes(lambda: signing.refuse(by=who(out, "mentor"), agreement=out, reason=" ")) == [
        "reason-missing"
    ]


# --- many at the same moment


@pytest.mark.django_db(transaction=True)
def test_fifty_signatures_of_one_party_at_once_are_one(record_property):
    wim = make_user("Wim", "Claes")
    out = send(make_placement(programme=make_programme(coordinator=wim)))
    student = who(out, "student")
    with clock.at(NOW):
        sightings.shown(by=student, agreement=out)

    def sign(_number: int) -> str:
        try:
            return signed_by(Agreement.objects.get(pk=out.pk), student).role
        except Refusal as refusal:
            return refusal.code

    answers = at_once(sign, 50)

    record_property("signatures of one party, of fifty at once", answers.count("student"))
    assert sorted(answers) == ["already-signed"] * 49 + ["student"]
    assert Signature.objects.filter(agreement=out).count() == 1
    assert Sighting.objects.filter(agreement=out, person=student).count() == 2
    connection.close()


def test_a_client_that_never_signed_in_is_no_ground_for_a_signature(out):
    client = Client()
    client.force_login(who(out, "student"))
    with clock.at(NOW):
        answer = client.post(page(out), said(out))

    assert answer.context["form"].errors.as_data()["__all__"][0].code == "sign-in-unknown"
    assert out.signatures.count() == 0
