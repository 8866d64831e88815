"""The other ways to sign: by hand on paper, in the room by a code, and many at once."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import TRIAD, Role
from accounts.models import Notification, User
from config import clock
from config.refusal import Refusal
from placements.actions import placements, scans, signing_room
from placements.documents.agreement import signed_document
from placements.enums import AgreementState, SignatureWay
from placements.models import Agreement, Placement, Signature, SignedScan
from placements.overviews.signing import signing as signing_of
from tests.factories import make_placement, make_programme, make_user, person
from tests.placements.signers import NOW, bring, come_in, scan_file, scanned, send, signed_by

LATER = NOW + dt.timedelta(hours=2)


@pytest.fixture
def wim(db) -> User:
    return make_user("Wim", "Claes", language="en")


@pytest.fixture
def placement(wim: User) -> Placement:
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


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


# --- on paper


def test_a_paper_counts_once_the_coordinator_has_checked_it(client, wim, out):
    griet = who(out, "mentor")
    with clock.at(NOW):
        come_in(client, griet)
        address = reverse("placements:scan-bring", args=[out.pk, "mentor"])
        client.post(address, {"file": scan_file(), "signed_on": NOW.date()})
        scan = out.scans.get()
        before = out.signatures.count()
        come_in(client, wim)
        client.post(reverse("placements:scan-check", args=[scan.pk]), {"verdict": "accept"})

    row = out.signatures.get()
    assert before == 0
    assert (row.person, row.way, row.witness, row.scan) == (griet, SignatureWay.PAPER, wim, scan)
    assert (row.sign_in_method, row.signed_in_at, row.ip_address) == ("", None, None)
    assert (row.document_sha256, row.sent_at) == (out.sha256, out.sent_at)
    told = Notification.objects.get(rule="scan-accepted")
    assert (told.recipient, told.urgent) == (griet, True)


def test_a_signature_on_paper_is_shown_as_one(client, wim, out):
    scans.accept(by=wim, scan=bring(out, "mentor", who(out, "mentor")))
    for role in ("student", "coach"):
        signed_by(out, who(out, role))
    with clock.at(LATER):
        shown = words(come_in(client, wim).get(reverse("placements:agreement", args=[out.pk])))
        paper = signed_document(Agreement.objects.get(pk=out.pk))

    assert "signed by hand on paper" in shown
    by_hand = ["met de hand" in block.how or "by hand" in block.how for block in paper.signatures]
    assert by_hand == [False, True, False]


def test_the_photo_is_drawn_anew_and_a_page_or_program_is_refused(client, out):
    address = reverse("placements:scan-bring", args=[out.pk, "mentor"])
    hidden = scan_file().read() + b"<script>alert(1)</script>"
    with clock.at(NOW):
        come_in(client, who(out, "mentor"))
        page = SimpleUploadedFile("scan.pdf", b"<html><script>1</script></html>")
        refused = client.post(address, {"file": page, "signed_on": NOW.date()})
        text = SimpleUploadedFile("scan.pdf", b"just words")
        no_scan = client.post(address, {"file": text, "signed_on": NOW.date()})
        photo = SimpleUploadedFile("../../scan.exe", hidden)
        client.post(address, {"file": photo, "signed_on": NOW.date()})
        scan = out.scans.get()
        answer = client.get(reverse("placements:scan-file", args=[scan.pk]))

    assert [one.code for one in refused.context["form"].errors.as_data()["file"]] == [
        "file-is-a-page"
    ]
    assert [one.code for one in no_scan.context["form"].errors.as_data()["file"]] == ["not-a-scan"]
    assert scan.file_name == "scan.png"
    assert b"<script>" not in b"".join(answer.streaming_content)
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_party_brings_in_only_the_own_paper_and_once(wim, out):
    scan = bring(out, "mentor", who(out, "mentor"))

    assert codes(lambda: bring(out, "student", who(out, "mentor"))) == ["not-yours"]
    assert codes(lambda: bring(out, "mentor", who(out, "mentor"))) == ["scan-waiting"]
    assert scan.person == who(out, "mentor")
    assert bring(out, "student", wim).person == who(out, "student")


def test_a_paper_of_another_day_is_asked_about(out):
    def on(day: dt.date) -> list[str]:
        with clock.at(NOW):
            return codes(
                lambda: scans.bring(
                    by=who(out, "mentor"),
                    agreement=out,
                    role="mentor",
                    upload=scanned(),
                    signed_on=day,
                )
            )

    assert on(NOW.date() + dt.timedelta(days=1)) == ["signed-in-future"]
    assert on(dt.date(2026, 9, 1)) == ["signed-too-early"]


def test_what_is_sent_back_makes_room_for_another(client, wim, out):
    scan = bring(out, "mentor", who(out, "mentor"))
    with clock.at(NOW):
        come_in(client, wim)
        said = {"verdict": "reject", "reason": "Bladzijde 3 ontbreekt."}
        client.post(reverse("placements:scan-check", args=[scan.pk]), said)
    again = bring(out, "mentor", who(out, "mentor"))

    scan.refresh_from_db()
    assert (scan.rejected_because, scan.checked_by) == ("Bladzijde 3 ontbreekt.", wim)
    told = Notification.objects.get(rule="scan-rejected")
    assert (told.recipient, told.context["reason"]) == (
        who(out, "mentor"),
        "Bladzijde 3 ontbreekt.",
    )
    assert codes(lambda: scans.accept(by=wim, scan=scan)) == ["already-checked"]
    assert scans.accept(by=wim, scan=again).person == who(out, "mentor")


def test_only_a_coordinator_checks_and_nobody_the_own_signature(wim, out):
    scan = bring(out, "coach", who(out, "coach"))
    out.placement.enrolment.programme.coordinators.add(who(out, "coach"))

    assert codes(lambda: scans.accept(by=who(out, "mentor"), scan=scan)) == ["not-your-role"]
    assert codes(lambda: scans.accept(by=who(out, "coach"), scan=scan)) == ["own-scan"]


def test_the_paper_of_a_mentor_who_was_replaced_counts_no_more(wim, out):
    scan = bring(out, "mentor", who(out, "mentor"))
    with clock.at(NOW):
        placements.change_person(
            by=wim, placement=out.placement, role=Role.MENTOR, person=make_user("Nadia", "Ozturk")
        )

    assert codes(lambda: scans.accept(by=wim, scan=scan)) == ["other-party"]
    assert out.signatures.count() == 0


# --- in the room


def code_of(client: Client, coach: User, agreement: Agreement, whom: User) -> str:
    """The address behind the code that the coach shows."""
    with clock.at(NOW):
        come_in(client, coach)
        page = reverse("placements:sign-room", args=[agreement.pk, whom.pk])
        return client.post(page).context["address"]


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def test_the_code_lets_its_person_sign_with_the_coach_as_witness(out):
    griet, coach = who(out, "mentor"), who(out, "coach")
    path, phone = path_of(code_of(Client(), coach, out, griet)), Client()
    with clock.at(NOW + dt.timedelta(minutes=5)):
        outside = phone.get(path)
        come_in(phone, griet)
        page = phone.get(path)
        phone.get(reverse("placements:agreement-pdf-shown", args=[out.pk]))
        said = {"sha256": out.sha256, "typed_name": "Griet Moerman", "agree": "on"}
        phone.post(path, said)

    row = out.signatures.get()
    assert outside["Location"].startswith(reverse("accounts:sign-in"))
    assert page.context["witness"] == coach
    assert (row.person, row.way, row.witness) == (griet, SignatureWay.ROOM, coach)
    assert row.sign_in_method == "code"


def test_whoever_else_scans_it_sees_and_signs_nothing(out):
    path = path_of(code_of(Client(), who(out, "coach"), out, who(out, "mentor")))
    said = {"sha256": out.sha256, "typed_name": "Griet Moerman", "agree": "on"}
    with clock.at(NOW):
        others = [who(out, "student"), who(out, "coach"), make_user("Bo")]
        answers = [come_in(Client(), one).post(path, said) for one in others]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert all(out.reference not in words(answer) for answer in answers)
    assert out.signatures.count() == 0


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 404)])
def test_a_code_lasts_a_quarter_of_an_hour(out, minutes, status):
    griet = who(out, "mentor")
    path = path_of(code_of(Client(), who(out, "coach"), out, griet))
    with clock.at(NOW + dt.timedelta(minutes=minutes)):
        answer = come_in(Client(), griet).get(path)

    assert answer.status_code == status


def test_a_code_ends_with_the_mandate_of_who_showed_it_and_cannot_be_made_up(wim, out):
    griet, coach = who(out, "mentor"), who(out, "coach")
    path = path_of(code_of(Client(), coach, out, griet))
    with clock.at(NOW):
        token = path.rstrip("/").rpartition("/")[2]
        assert signing_room.ticket_of(token) is not None
        assert signing_room.ticket_of(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert codes(
        lambda: signing_room.make_code(by=griet, agreement=out, person=who(out, "student"))
    ) == ["code-over"]
    assert codes(lambda: signing_room.make_code(by=coach, agreement=out, person=coach)) == [
        "own-witness"
    ]


# --- many at once


@pytest.fixture
def three(wim: User) -> list[Agreement]:
    """Three that wait for the same mentor."""
    programme, griet = make_programme("many", coordinator=wim), make_user("Griet", "Moerman")
    students = [make_user(name, "Aerts") for name in ("An", "Bo", "Cas")]
    return [
        send(make_placement(programme=programme, mentor=griet, student=student))
        for student in students
    ]


def tick(agreements: list[Agreement]) -> dict[str, str]:
    boxes = {f"agree-{agreement.pk}": agreement.sha256 for agreement in agreements}
    return boxes | {"typed_name": "Griet Moerman"}


def show(client: Client, agreements: list[Agreement]) -> None:
    for agreement in agreements:
        client.get(reverse("placements:agreement-pdf-shown", args=[agreement.pk]))


def test_many_are_signed_with_one_name_and_a_row_each(client, three):
    address = reverse("placements:sign-many")
    with clock.at(NOW):
        come_in(client, who(three[0], "mentor"))
        listed = client.get(address).context["lines"]
        show(client, three)
        client.post(address, tick(three[:2]))

    assert [line.agreement for line in listed] == three
    rows = Signature.objects.order_by("agreement")
    assert [(row.agreement, row.document_sha256) for row in rows] == [
        (agreement, agreement.sha256) for agreement in three[:2]
    ]
    assert all(row.statement and row.read_at and row.session_mark for row in rows)
    assert len({row.statement for row in rows}) == 2


def test_one_that_fails_is_named_and_stops_no_other(client, three):
    address = reverse("placements:sign-many")
    with clock.at(NOW):
        come_in(client, who(three[0], "mentor"))
        show(client, [three[0], three[2]])
        answer = client.post(address, tick(three))

    assert Signature.objects.count() == 2
    assert [line.agreement for line in answer.context["lines"]] == [three[1]]
    assert answer.context["form"].non_field_errors()[0].startswith("Bo Aerts: ")


def test_fresh_sign_in_is_asked_once_for_all(client, three):
    address = reverse("placements:sign-many")
    with clock.at(NOW):
        come_in(client, who(three[0], "mentor"), minutes_ago=11)
        show(client, three)
        asked = client.get(address)
        client.post(address, tick(three))

    assert asked.context["ask_form"].initial["next"] == address
    assert Signature.objects.count() == 0


def test_the_last_signature_of_each_kind_completes_it(wim, out):
    signed_by(out, who(out, "student"))
    signed_by(out, who(out, "coach"))
    scans.accept(by=wim, scan=bring(out, "mentor", wim))

    out.refresh_from_db()
    assert out.state == AgreementState.SIGNED
    assert [one.is_on_paper for one in signing_of(out).signers] == [False, True, False]
    assert {row.role for row in out.signatures.all()} == set(TRIAD)
    assert SignedScan.objects.get().brought_by == wim
