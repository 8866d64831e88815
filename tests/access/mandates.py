"""Who takes part: read by all who see the placement; deputies, handing over and signatories are
for those who answer for them."""

from competences.models import Voice
from config import clock
from placements.actions import mandates, signatories
from placements.models import Signatory
from tests.access import FORBIDDEN, NOT_FOUND, OK, SENT_ON, Row
from tests.cast import TODAY, Cast
from tests.factories import make_user

FOUR = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}
DECIDES = FOUR | {"student": FORBIDDEN}
DECIDED = dict.fromkeys(FOUR, SENT_ON) | {"student": FORBIDDEN}
MENTOR = dict.fromkeys(FOUR, FORBIDDEN) | {"mentor": OK}
SAID = MENTOR | {"mentor": SENT_ON}
COORDINATOR = {"coordinator": OK, "other_coordinator": NOT_FOUND}
NAMED = COORDINATOR | {"coordinator": SENT_ON}


def placement(cast: Cast) -> list[int]:
    return [cast.placement.pk]


def workplace(cast: Cast) -> list[int]:
    return [cast.placement.workplace_id]


def deputy(cast: Cast) -> list[int]:
    voices = Voice.objects.filter(dossier=cast.placement.dossier, is_deputy=True, until=None)
    voice = voices.first()
    if voice is None:
        with clock.at(TODAY):
            voice = mandates.add_deputy(
                by=cast.coordinator, placement=cast.placement, person=make_user("Bo", "Rys")
            )
    return [cast.placement.pk, voice.pk]


def signatory(cast: Cast) -> list[int]:
    there = cast.placement.workplace
    found = Signatory.objects.filter(workplace=there, until=None).first()
    if found is None:
        with clock.at(TODAY):
            found = signatories.appoint(
                by=cast.coordinator, workplace=there, person=make_user("Bea", "Rys")
            )
    return [found.pk]


ROWS = [
    Row("placements:mandate-list", args=placement, expect=FOUR),
    Row("placements:deputy-add", args=placement, expect=DECIDES),
    Row(
        "placements:deputy-add",
        args=placement,
        method="post",
        data=lambda cast: {"email": cast.other_mentor.email},
        expect=DECIDED,
    ),
    Row("placements:deputy-end", args=deputy, expect=DECIDES),
    Row("placements:deputy-end", args=deputy, method="post", expect=DECIDED),
    Row("placements:hand-over-ask", args=placement, expect=MENTOR),
    Row("placements:hand-over-ask", args=placement, method="post", expect=SAID),
    Row("placements:hand-over-close", args=placement, method="post", expect=DECIDED),
    Row(
        "placements:hand-over",
        expect={"mentor": SENT_ON, "other_mentor": SENT_ON},
        otherwise=FORBIDDEN,
    ),
    Row(
        "placements:signatory-list",
        expect={"coordinator": OK, "other_coordinator": OK},
        otherwise=FORBIDDEN,
    ),
    Row("placements:signatory-appoint", args=workplace, expect=COORDINATOR, otherwise=FORBIDDEN),
    Row(
        "placements:signatory-appoint",
        args=workplace,
        method="post",
        data=lambda cast: {"email": cast.other_mentor.email, "function": "zaakvoerder"},
        expect=NAMED,
        otherwise=FORBIDDEN,
    ),
    Row("placements:signatory-end", args=signatory, expect=COORDINATOR, otherwise=FORBIDDEN),
    Row(
        "placements:signatory-end",
        args=signatory,
        method="post",
        expect=NAMED,
        otherwise=FORBIDDEN,
    ),
    Row("placements:signatory-agreements", otherwise=FORBIDDEN),
]
