"""Signing in every way: each party for themselves; the coach and the coordinator help in the room,
and only the coordinator checks a paper. A code answers anybody but its own person alike."""

from collections.abc import Mapping
from typing import Any

from django.core import signing as tickets
from django.core.files.base import ContentFile

from accounts.enums import Role
from config import clock
from placements.actions import signing_room
from placements.models import SignedScan
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import TODAY, Cast
from tests.placements.signers import photo, scan_file

NOBODY = {"student": FORBIDDEN, "mentor": FORBIDDEN, "coach": FORBIDDEN, "coordinator": FORBIDDEN}
PARTIES = {"student": OK, "mentor": OK, "coach": OK, "coordinator": FORBIDDEN}
PARTIES_DO = {"student": SENT_ON, "mentor": SENT_ON, "coach": SENT_ON, "coordinator": FORBIDDEN}
WITNESSES = NOBODY | {"coach": OK, "coordinator": OK}
OWN_PAPER = NOBODY | {"mentor": OK, "coordinator": OK}
OWN_PAPER_DONE = NOBODY | {"mentor": SENT_ON, "coordinator": SENT_ON}
CHECKS = NOBODY | {"coordinator": OK}
CHECKED = NOBODY | {"coordinator": SENT_ON}
SEES = {"student": OK, "mentor": OK, "coach": OK, "coordinator": OK}


def agreement(cast: Cast) -> list[int]:
    return [cast.agreement.pk]


def for_mentor(cast: Cast) -> list[int]:
    return [cast.agreement.pk, cast.mentor.pk]


def code(cast: Cast) -> list[str]:
    """The code that the coach would show to the mentor, whatever became of the agreement."""
    with clock.at(TODAY):
        at = int(clock.now().timestamp())
    said = [cast.agreement.pk, cast.mentor.pk, cast.coach.pk, at]
    return [tickets.Signer(salt=signing_room.SALT, sep=".").sign_object(said)]


def of_mentor(cast: Cast) -> list[Any]:
    return [cast.agreement.pk, Role.MENTOR.value]


def scan(cast: Cast) -> list[int]:
    """The coach's paper, which waits to be checked."""
    found = SignedScan.objects.filter(agreement=cast.agreement, role=Role.COACH).first()
    if found is None:
        found = SignedScan(
            agreement=cast.agreement,
            role=Role.COACH,
            person=cast.coach,
            signed_on=TODAY.date(),
            file_name="signed.png",
            sha256="0" * 64,
            brought_by=cast.coach,
        )
        found.file.save("signed", ContentFile(photo()), save=False)
        found.save()
    return [found.pk]


def typed(cast: Cast) -> Mapping[str, Any]:
    return {"sha256": cast.agreement.sha256, "typed_name": "Griet Moerman", "agree": "on"}


def paper(cast: Cast) -> Mapping[str, Any]:
    return {"file": scan_file(), "signed_on": TODAY.date().isoformat()}


ROWS = [
    Row("placements:agreement-refuse", args=agreement, expect=PARTIES),
    Row(
        "placements:agreement-refuse",
        args=agreement,
        method="post",
        data=lambda cast: {"reason": "De uren kloppen niet."},
        expect=PARTIES_DO,
    ),
    # What waits for oneself, which for most is nothing.
    Row("placements:sign-many", otherwise=OK),
    Row("placements:sign-many", method="post", otherwise=OK),
    Row("placements:sign-room", args=for_mentor, expect=WITNESSES),
    Row("placements:sign-room", args=for_mentor, method="post", expect=WITNESSES),
    Row("placements:sign-room-code", args=code, expect={"mentor": OK}, otherwise=FORBIDDEN),
    # A test client carries no sign-in evidence: the mentor is asked to sign in again.
    Row(
        "placements:sign-room-code",
        args=code,
        method="post",
        data=typed,
        expect={"mentor": OK},
        otherwise=FORBIDDEN,
    ),
    Row("placements:scan-bring", args=of_mentor, expect=OWN_PAPER),
    Row("placements:scan-bring", args=of_mentor, method="post", data=paper, expect=OWN_PAPER_DONE),
    Row("placements:scan-check", args=scan, expect=CHECKS),
    Row(
        "placements:scan-check",
        args=scan,
        method="post",
        data=lambda cast: {"verdict": "reject", "reason": "Bladzijde 3 ontbreekt."},
        expect=CHECKED,
    ),
    Row("placements:scan-file", args=scan, expect=SEES),
]
