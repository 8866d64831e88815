"""A small world in which everybody may try to sign: for tests of signing."""

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.enums import Role, SignInMethod
from accounts.models import User
from competences.actions.dossiers import hand_over
from competences.uploads import Upload, accept
from config import clock
from placements.actions import agreements, mandates, scans, sightings, signatories, signing
from placements.actions.signing import Evidence
from placements.models import Agreement, Placement, Signature, SignedScan
from tests.factories import make_placement, make_programme, make_user

SENT = dt.datetime(2026, 9, 15, 10)
NOW = dt.datetime(2026, 9, 16, 11)
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0"


def send(placement: Placement, **fields: Any) -> Agreement:
    """Out for signature; `fields` (an order, roles) are set before it goes out."""
    by = placement.enrolment.programme.coordinators.get()
    with clock.at(SENT):
        draft = agreements.open_agreement(by=by, placement=placement)
        if fields:
            Agreement.objects.filter(pk=draft.pk).update(**fields)
            draft.refresh_from_db()
        sent = agreements.send(by=by, agreement=draft)
    return Agreement.objects.get(pk=sent.pk)


def signed_by(agreement: Agreement, who: User, *, at: dt.datetime = NOW, **said: Any) -> Signature:
    """Shown to them, and signed a minute after they signed in."""
    with clock.at(at):
        sightings.opened(by=who, agreement=agreement)
        sightings.shown(by=who, agreement=agreement)
        evidence = Evidence(
            sign_in_method=SignInMethod.CODE,
            signed_in_at=clock.now() - dt.timedelta(minutes=1),
            ip_address="91.183.44.7",
            user_agent=FIREFOX,
            session_mark="0123456789abcdef",
        )
        told = {"sha256": agreement.sha256, "typed_name": who.get_full_name()} | said
        return signing.sign(by=who, agreement=agreement, language="nl", evidence=evidence, **told)


def come_in(client: Client, who: User, *, minutes_ago: int = 0) -> Client:
    """As somebody who signed in with a code so long ago."""
    client.force_login(who)
    session = client.session
    at = clock.now() - dt.timedelta(minutes=minutes_ago)
    session["sign_in"] = {"method": SignInMethod.CODE, "at": at.isoformat()}
    session.save()
    return client


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (12, 8), "white").save(out, "PNG")
    return out.getvalue()


def scan_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("signed.png", photo(), content_type="image/png")


def scanned() -> Upload:
    return accept(io.BytesIO(photo()), "signed.png")


def bring(agreement: Agreement, role: str, by: User) -> SignedScan:
    with clock.at(NOW):
        return scans.bring(
            by=by, agreement=agreement, role=role, upload=scanned(), signed_on=NOW.date()
        )


@dataclass
class Everybody:
    """Who might try: one agreement out, one that never was, and people of every kind."""

    out: Agreement
    draft: Agreement
    people: dict[str, User | None]

    def party(self, role: str) -> User:
        return self.people["signatory" if role == Role.MENTOR and self.has_signatory else role]

    has_signatory: bool = False


def everybody(*, with_signatory: bool) -> Everybody:
    """`with_signatory`: the workplace's legal signatory signs in the mentor's place."""
    wim = make_user("Wim", "Claes")
    programme = make_programme(f"signers-{with_signatory}", coordinator=wim)
    student, mentor = make_user("Amina", "Bouzid"), make_user("Griet", "Moerman")
    coach, former = make_user("Katrien", "Dhaeseleer"), make_user("Geert", "Lootens")
    former_coach = make_user("Karel", "Vos")
    placements = [
        make_placement(
            programme=programme, unit=unit, student=student, mentor=former, coach=former_coach
        )
        for unit in ("exploration", "deepening")
    ]
    signatory, gone = make_user("Bea", "Rys"), make_user("Bo", "Rys")
    deputy, teacher = make_user("Dora", "Claus"), make_user("Tine", "Verhaege")
    programme.teachers.add(teacher)
    for placement in placements:
        _settle(placement, wim, mentor=mentor, coach=coach, deputy=deputy)
        _mandate(placement, wim, gone, signatory if with_signatory else None)
    elsewhere = make_placement(student=make_user("Bram", "Wouters"))
    sent, other = (Placement.objects.get(pk=placement.pk) for placement in placements)
    with clock.at(SENT):
        draft = agreements.open_agreement(by=wim, placement=other)
    return Everybody(
        out=send(sent),
        draft=draft,
        has_signatory=with_signatory,
        people={
            "student": student,
            "mentor": mentor,
            "coach": coach,
            "signatory": signatory,
            "deputy": deputy,
            "former_mentor": former,
            "former_coach": former_coach,
            "former_signatory": gone,
            "coordinator": wim,
            "teacher": teacher,
            "admin": make_user("Ada", "Min", is_staff=True, is_superuser=True),
            "other_student": elsewhere.student,
            "other_mentor": elsewhere.mentor,
            "other_coach": elsewhere.coach,
            "same_name_student": make_user("Amina", "Bouzid"),
            "same_name_mentor": make_user("Griet", "Moerman"),
            "same_name_coach": make_user("Katrien", "Dhaeseleer"),
            "same_name_signatory": make_user("Bea", "Rys"),
            "anonymous": None,
        },
    )


def _settle(placement: Placement, by: User, *, mentor: User, coach: User, deputy: User) -> None:
    """Mentor and coach took over from others before anything went out; the mentor has a deputy."""
    with clock.at(SENT - dt.timedelta(days=1)):
        for role, person in ((Role.MENTOR, mentor), (Role.COACH, coach)):
            hand_over(by=by, dossier=placement.dossier, role=role, person=person, topic="")
        fresh = Placement.objects.get(pk=placement.pk)
        mandates.add_deputy(by=mentor, placement=fresh, person=deputy)


def _mandate(placement: Placement, by: User, gone: User, signatory: User | None) -> None:
    with clock.at(SENT - dt.timedelta(days=1)):
        old = signatories.appoint(by=by, workplace=placement.workplace, person=gone)
        signatories.dismiss(by=by, signatory=old)
        if signatory is not None:
            signatories.appoint(by=by, workplace=placement.workplace, person=signatory)
