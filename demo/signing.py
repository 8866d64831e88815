"""Ways to sign in the demo: on paper and checked, on paper and waiting, and one after the other."""

import io

from PIL import Image, ImageDraw

from accounts.enums import Role, SignInMethod
from accounts.models import User
from competences.models import Programme
from competences.uploads import Upload, accept
from config import clock
from placements.actions import agreements, scans, sightings, signing, texts
from placements.actions.signing import Evidence
from placements.enums import AgreementState
from placements.models import Agreement, Placement

KIND, LANGUAGE = "workplace", "en"
ORDER = ["mentor", "student", "coach"]
WHY = "the workplace says first whether there is time to learn"


def sign_in_ways(programme: Programme, *, by: User) -> None:
    """Of what is out: one mentor's paper that the coordinator checked, another's that waits; and
    an English one, in the order of its text, in which the mentor has signed."""
    out = [one for one in _out(programme) if one.placement.mentor and not one.placement.signatory]
    scans.accept(by=by, scan=_on_paper(out[0]))
    _on_paper(out[1])
    _in_order(programme, by)


def _out(programme: Programme) -> list[Agreement]:
    found = Agreement.objects.filter(
        state=AgreementState.OUT,
        signatures__isnull=True,
        placement__enrolment__programme=programme,
    )
    return list(found.order_by("pk"))


def _on_paper(agreement: Agreement):
    mentor = agreement.placement.mentor
    return scans.bring(
        by=mentor,
        agreement=agreement,
        role=Role.MENTOR,
        upload=_photo(agreement.reference, mentor.get_full_name()),
        signed_on=clock.today(),
    )


def _photo(reference: str, name: str) -> Upload:
    """The last page, as a phone would see it."""
    picture = Image.new("RGB", (900, 640), "#fbfaf6")
    draw = ImageDraw.Draw(picture)
    for row in range(7):
        draw.line(
            [80, 70 + row * 40, 780 - (row * 97) % 260, 70 + row * 40], fill="#51626b", width=5
        )
    draw.text((80, 400), f"{reference}   {name}", fill="#1b2a30", font_size=26)
    stroke = [(90 + step * 22, 520 + (37 * step * step) % 70) for step in range(17)]
    draw.line(stroke, fill="#1d3f91", width=6, joint="curve")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    file.seek(0)
    return accept(file, f"{reference}.jpg")


def _in_order(programme: Programme, by: User) -> None:
    text = texts.start(by=by, programme=programme, kind=KIND, language=LANGUAGE)
    text = texts.set_order(by=by, version=text, revision=text.revision, order=ORDER, reason=WHY)
    texts.publish(by=by, version=text, revision=text.revision, valid_from=clock.today())
    draft = agreements.open_agreement(by=by, placement=_without(programme), language=LANGUAGE)
    out = agreements.send(by=by, agreement=draft)
    mentor = out.placement.mentor
    sightings.opened(by=mentor, agreement=out)
    sightings.shown(by=mentor, agreement=out)
    signing.sign(
        by=mentor,
        agreement=out,
        sha256=out.sha256,
        typed_name=mentor.get_full_name(),
        language=mentor.language,
        evidence=Evidence(SignInMethod.CODE, clock.now(), "127.0.0.1", "Firefox"),
    )


def _without(programme: Programme) -> Placement:
    """One of the list that has all three, and no agreement yet."""
    found = Placement.objects.open().filter(enrolment__programme=programme, agreements__isnull=True)
    return next(
        one
        for one in found.with_people().order_by("pk")
        if one.mentor and one.coach and not one.signatory
    )
