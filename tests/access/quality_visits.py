import io

from competences.uploads import accept
from config import clock
from quality.actions import visit_consents, visits
from quality.actions.visits import Contact
from quality.documents.visits import Written, report_values
from quality.models import Visit
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import TODAY, Cast
from tests.cast_visit import make_visit
from tests.competences.files import photo as picture

ALL_SEE = {"student": FORBIDDEN, "mentor": FORBIDDEN}
ARRANGES = {"coach": OK, "coordinator": OK}
SENDS = {"coach": SENT_ON, "coordinator": SENT_ON}
# The notes, and what comes of them, are for who makes the visit.
OWN = {"coach": OK, "coordinator": FORBIDDEN}
OWN_STEP = {"coach": SENT_ON, "coordinator": FORBIDDEN}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def held(cast: Cast) -> list[int]:
    return [cast.visited.visit.pk]


def planned(cast: Cast) -> list[int]:
    return [make_visit(cast.placement, cast.coach).pk]


def wished(cast: Cast) -> list[int]:
    with clock.at(TODAY):
        contact = Contact("Luc Veldeman")
        return [visits.wish(by=cast.coach, placement=cast.placement, contact=contact).pk]


def reported(cast: Cast) -> list[int]:
    """With one thing agreed, and nothing of the notes."""
    visit = Visit.objects.get(pk=cast.visited.visit.pk)
    if not visit.report:
        with clock.at(TODAY):
            to_do = [{"what": "Werkpostfiche vernieuwen", "who": "Luc", "due": ""}]
            written = Written(summary="Een kleine ploeg.", points={})
            values = report_values(visit, written)
            visits.report(by=cast.coach, visit=visit, values=values, to_do=to_do)
    return [visit.pk]


def agreed(cast: Cast) -> list[int]:
    return [*reported(cast), 0]


def consent(cast: Cast) -> list[int]:
    return [cast.visited.consent.pk]


def photo(cast: Cast) -> list[int]:
    with clock.at(TODAY):
        kept = visit_consents.photo(
            by=cast.coach,
            visit=cast.visited.visit,
            upload=accept(io.BytesIO(picture()), "ploeg.jpg"),
            person_name="Luc Veldeman",
            purpose="De site",
            allowed=True,
        )
    return [kept.pk]


def prospect(cast: Cast) -> list[int]:
    return [cast.visited.prospect.pk]


MOMENT = {"date": "2026-12-03", "starts": "10:00", "ends": "11:00"}
CONTACT = {"contact_name": "Luc Veldeman", "contact_email": "", "language": "nl"}
WORDS = {
    "person_name": "Luc",
    "purpose": "De site",
    "words": "Graag weer.",
    "allowed": "on",
}
MET = {
    "kind": "mirror",
    "name": "Rik",
    "email": "rik@example.org",
    "purpose": "Een mentor meekijken",
    "consent_words": "Graag.",
    "forget_on": "2027-06-30",
    "allowed": "on",
}


def step(name: str, args, data=None, expect=SENDS) -> Row:
    return Row(
        f"quality:{name}", args=args, method="post", data=lambda _: data or {}, expect=expect
    )


ROWS = [
    Row("quality:visit-add", args=placement, expect=ALL_SEE | ARRANGES),
    step("visit-add", placement, MOMENT | CONTACT, ALL_SEE | SENDS),
    Row("quality:visit-list", otherwise=OK),
    Row("quality:visit", args=held, expect=ARRANGES),
    Row("quality:visit-plan", args=wished, expect=ARRANGES),
    step("visit-plan", wished, MOMENT | CONTACT),
    step("visit-confirm", planned),
    Row("quality:visit-cancel", args=planned, expect=ARRANGES),
    step("visit-cancel", planned, {"reason": "Ziek"}),
    Row("quality:visit-calendar", args=planned, expect=ARRANGES),
    Row("quality:visit-focus", args=planned, expect=ARRANGES),
    Row("quality:visit-focus-pdf", args=planned, expect=ARRANGES),
    step("visit-hold", planned, expect=OWN_STEP),
    Row("quality:visit-notes", args=held, expect=OWN),
    step("visit-notes", held, {"more-words": "Nog iets."}, OWN_STEP),
    Row("quality:visit-thank", args=held, expect=OWN),
    step("visit-thank", held, {"words": "Dank je.", "by_mail": "on"}, OWN_STEP),
    Row("quality:visit-report", args=held, expect=OWN),
    step("visit-report", held, {"summary": "Een kleine ploeg."}, OWN_STEP),
    Row("quality:visit", args=reported, expect=ARRANGES),
    Row("quality:visit-report-pdf", args=reported, expect=ARRANGES),
    step("visit-to-do-finish", agreed),
    Row("quality:visit-testimonial", args=held, expect=OWN),
    step("visit-testimonial", held, WORDS, OWN_STEP),
    Row("quality:visit-photo", args=held, expect=OWN),
    step("visit-photo", held, expect={"coach": OK, "coordinator": FORBIDDEN}),
    Row("quality:visit-consent-file", args=photo, expect=ARRANGES),
    Row("quality:visit-consent-revoke", args=consent, expect=ARRANGES),
    step("visit-consent-revoke", consent),
    Row("quality:prospect-add", args=held, expect=ARRANGES),
    step("prospect-add", held, MET),
    Row("quality:prospect-list", otherwise=OK),
    Row("quality:prospect", args=prospect, expect=ARRANGES),
    step("prospect", prospect, {"way": "mail", "words": "Uitnodiging gestuurd."}),
    step("prospect-forget", prospect),
]
