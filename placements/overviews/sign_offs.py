"""Who signed off the report of a meeting and how, who is missing, and its earlier versions."""

import datetime as dt
from dataclasses import dataclass

from accounts.enums import TRIAD, Role
from accounts.models import Notification, User
from placements.enums import TrialogueState
from placements.models import EarlierReport, SignOff, Trialogue
from placements.rules.sign_offs import correction_obstacles


@dataclass(frozen=True)
class Signer:
    """One of the three. `people`: who speaks in this role today, the mentor before the deputies;
    `asked_at`: when a mail asked them to sign off, None when none did."""

    role: str
    people: list[User]
    sign_off: SignOff | None
    asked_at: dt.datetime | None

    @property
    def name(self) -> str:
        if self.sign_off:
            return self.sign_off.name or self.sign_off.person.get_full_name()
        return self.people[0].get_full_name() if self.people else ""


@dataclass(frozen=True)
class Signing:
    """Where the sign-offs of one report are, for a reader who speaks in `role`."""

    meeting: Trialogue
    role: str
    signers: list[Signer]
    earlier: list[EarlierReport]

    @property
    def missing(self) -> list[Signer]:
        return [signer for signer in self.signers if signer.sign_off is None]

    @property
    def is_waiting(self) -> bool:
        return self.meeting.state == TrialogueState.HELD

    @property
    def may_sign(self) -> bool:
        return self.is_waiting and self.role in {signer.role for signer in self.missing}

    @property
    def may_witness(self) -> bool:
        """The coach shows the others ways to sign off here and now."""
        return self.is_waiting and self.role == Role.COACH

    @property
    def others_missing(self) -> bool:
        return any(signer.role != Role.COACH for signer in self.missing)

    @property
    def may_correct(self) -> bool:
        found = correction_obstacles(self.meeting, version=self.meeting.report_version, reason="-")
        return self.role == Role.COACH and not any(found)


def signing(meeting: Trialogue, role: str) -> Signing:
    """Three queries; `meeting.placement` should come from `with_people()`."""
    current = meeting.sign_offs.current().select_related("person", "witness")
    signed = {sign.role: sign for sign in current}
    asked = _asked(meeting)
    signers = []
    for one in TRIAD:
        people = meeting.placement.people(one)
        moments = [asked[person.pk] for person in people if person.pk in asked]
        signers.append(Signer(one.value, people, signed.get(one.value), max(moments, default=None)))
    return Signing(meeting, role, signers, list(meeting.earlier_reports.defer("values")))


def _asked(meeting: Trialogue) -> dict[int, dt.datetime]:
    subject = f"placements.trialogue:{meeting.pk}#v{meeting.report_version}"
    rows = Notification.objects.filter(rule="report-to-sign", subject=subject).order_by("pk")
    return dict(rows.values_list("recipient_id", "created_at"))
