"""Signer x party x state: whoever tries to sign for a party, in whatever way and state of the
agreement, through the real pages and actions, signs for nobody but themselves."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import signing as tickets
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from accounts.enums import Role, SignInMethod
from accounts.models import User
from config import clock
from config.refusal import Refusal
from placements.actions import scans, signing, signing_room
from placements.actions.signing import Evidence
from placements.enums import AgreementState, SightingKind, SignatureWay
from placements.models import Agreement, Sighting, Signature, SignedScan
from placements.rules import signing as rules
from placements.views import signing as pages
from tests.placements.signers import NOW, Everybody, bring, come_in, everybody, scan_file

AT = NOW.astimezone(dt.UTC)
# From an agreement that went out to each state after it; what only the database asks for.
STATES: dict[str, dict[str, Any]] = {
    AgreementState.DRAFT: {},
    AgreementState.CHECKING: {},
    AgreementState.OUT: {},
    AgreementState.REFUSED: {"refused_at": AT, "refused_because": "Nee."},
    AgreementState.SIGNED: {"signed_at": AT},
    AgreementState.AMENDED: {"signed_at": AT, "amended_at": AT},
    AgreementState.ENDED: {"signed_at": AT, "ended_at": AT},
    AgreementState.WITHDRAWN: {"withdrawn_at": AT, "withdrawn_because": "Fout."},
}
NEVER_SENT = {AgreementState.DRAFT, AgreementState.CHECKING}
# (whose place, does the workplace have a legal signatory)
PARTIES = [
    (Role.STUDENT, False),
    (Role.MENTOR, False),
    (Role.MENTOR, True),
    (Role.COACH, False),
]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def there(settings, media) -> None:
    settings.MEDIA_ROOT = media


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, media) -> Iterator[dict[bool, Everybody]]:
    files = override_settings(MEDIA_ROOT=media)
    with django_db_blocker.unblock(), files, transaction.atomic():
        yield {has: everybody(with_signatory=has) for has in (False, True)}
        transaction.set_rollback(True)


class Cell:
    """One party of one agreement in one state, and one person who tries to sign for it."""

    def __init__(self, world: Everybody, role: Role, agreement: Agreement, actor: str) -> None:
        self.role, self.agreement, self.actor = role, agreement, actor
        self.party, self.user = world.party(role), world.people[actor]
        self.coordinator = world.people["coordinator"]
        self.client = Client()
        if self.user is not None:
            with clock.at(NOW):
                come_in(self.client, self.user)

    def post(self, name: str, *args: Any, **said: Any) -> None:
        self.client.post(reverse(f"placements:{name}", args=args), said)

    def sign_page(self, typed: User | None) -> None:
        name = typed.get_full_name() if typed else "Iemand"
        said = {"sha256": self.agreement.sha256, "typed_name": name, "agree": "on"}
        self.post("agreement-sign", self.agreement.pk, **said)

    def room(self) -> None:
        """The code that was shown for the party, scanned by whoever this is."""
        witness = self.coordinator
        said = [self.agreement.pk, self.party.pk, witness.pk, int(clock.now().timestamp())]
        token = tickets.Signer(salt=signing_room.SALT, sep=".").sign_object(said)
        name = self.party.get_full_name()
        said = {"sha256": self.agreement.sha256, "typed_name": name, "agree": "on"}
        self.post("sign-room-code", token, **said)

    def many(self) -> None:
        name = self.party.get_full_name()
        box = {f"agree-{self.agreement.pk}": self.agreement.sha256}
        self.post("sign-many", typed_name=name, **box)

    def bring(self) -> None:
        SignedScan.objects.filter(agreement=self.agreement).delete()
        said = {"file": scan_file(), "signed_on": NOW.date().isoformat()}
        self.post("scan-bring", self.agreement.pk, self.role.value, **said)

    def check(self) -> None:
        """The scan that waits, brought in by the party."""
        scan = SignedScan.objects.filter(agreement=self.agreement, role=self.role).first()
        if scan is not None:
            self.post("scan-check", scan.pk, verdict="accept")

    def refuse(self) -> None:
        self.post("agreement-refuse", self.agreement.pk, reason="Nee.")

    def act(self) -> None:
        """Past the pages, as the API or a job would."""
        evidence = Evidence(SignInMethod.CODE, clock.now())
        signing.sign(
            by=self.user,
            agreement=self.agreement,
            sha256=self.agreement.sha256,
            typed_name=self.party.get_full_name(),
            language="nl",
            evidence=evidence,
        )

    def act_on_paper(self) -> None:
        scan = SignedScan.objects.filter(agreement=self.agreement, role=self.role).first()
        if scan is not None:
            scans.accept(by=self.user, scan=scan)

    def ways(self) -> list[Callable[[], None]]:
        pages = [
            lambda: self.sign_page(self.user),
            lambda: self.sign_page(self.party),
            self.room,
            self.many,
            self.bring,
            self.check,
            self.refuse,
        ]
        return pages if self.user is None else [*pages, self.act, self.act_on_paper]

    def for_another(self) -> int:
        """What stands in the name of somebody who did not do it themselves: signatures, a refusal,
        and a paper that neither the party nor the coordinator brought in."""
        wrong = [row for row in self.signatures() if not self._is_own(row)]
        brought = SignedScan.objects.filter(agreement=self.agreement, brought_by=self.user)
        papers = brought.exclude(person=self.user) if self.user != self.coordinator else []
        refused = Agreement.objects.get(pk=self.agreement.pk).refused_by
        said_no = refused is not None and refused not in (self.party, self.user)
        return len(wrong) + len(papers) + said_no

    def signatures(self) -> list[Signature]:
        return list(Signature.objects.filter(agreement=self.agreement))

    def _is_own(self, row: Signature) -> bool:
        """Who acted is who signed, and has that place; a paper of the party may be checked by the
        coordinator, and by nobody else."""
        own = row.person == self.user and rules.party(self.agreement, row.role) == row.person
        checked = row.way == SignatureWay.PAPER and self.user == self.coordinator
        return own or (checked and row.person == self.party)


def prove(world: Everybody, role: Role, state: str) -> tuple[int, int, set[str]]:
    """(cells and ways tried, signatures for another, whoever signed this place for themselves)."""
    tried, wrong, signed = 0, 0, set()
    point = transaction.savepoint()
    agreement = ready(world, role, state)
    for actor in world.people:
        cell = Cell(world, role, agreement, actor)
        for way in cell.ways():
            inner = transaction.savepoint()
            try:
                with clock.at(NOW):
                    way()
            except Refusal:
                pass
            tried += 1
            wrong += cell.for_another()
            signed |= {f"{actor} {row.way}" for row in cell.signatures() if row.role == role}
            transaction.savepoint_rollback(inner)
    transaction.savepoint_rollback(point)
    return tried, wrong, signed


def ready(world: Everybody, role: Role, state: str) -> Agreement:
    """The agreement in this state. Everybody saw the document, and the party's paper waits to be
    checked: so nothing but who somebody is stands in the way."""
    never = state in NEVER_SENT
    agreement = Agreement.objects.get(pk=(world.draft if never else world.out).pk)
    people = [person for person in world.people.values() if person is not None]
    rows = [Sighting(agreement=agreement, person=one, kind=SightingKind.READ) for one in people]
    Sighting.objects.bulk_create(rows)
    if not never:
        bring(agreement, role, world.party(role))
    fields = {"state": state, **STATES[state]}
    if state == AgreementState.REFUSED:
        fields["refused_by"] = world.party(role)
    Agreement.objects.filter(pk=agreement.pk).update(**fields)
    return Agreement.objects.get(pk=agreement.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(STATES))
def test_nobody_signs_for_another(state, worlds, django_db_blocker, record_property):
    tried, wrong, signed = 0, 0, {}
    with django_db_blocker.unblock():
        for role, has_signatory in PARTIES:
            cells, for_another, own = prove(worlds[has_signatory], role, state)
            tried, wrong = tried + cells, wrong + for_another
            signed[role, has_signatory] = own

    record_property(f"signatures tried while {state}", tried)
    record_property(f"signatures for another while {state}", wrong)
    assert wrong == 0
    assert tried > 600
    # The same attempts do sign where they should: who has the place, and only while it is out.
    party = {key: "signatory" if key[1] else key[0].value for key in PARTIES}
    expected = {
        key: {f"{party[key]} screen", f"{party[key]} room", "coordinator paper"}
        if state == AgreementState.OUT
        else set()
        for key in PARTIES
    }
    assert signed == expected


@pytest.mark.django_db
def test_without_the_guard_the_same_proof_finds_signatures_for_another(
    worlds, django_db_blocker, monkeypatch, record_property
):
    for module in (signing, pages):
        monkeypatch.setattr(module, "party_role", lambda agreement, user: Role.MENTOR.value)
    monkeypatch.setattr(rules, "named_as", lambda agreement, role: "")
    monkeypatch.setattr(rules, "same_name", lambda typed, name: True)
    monkeypatch.setattr(rules, "names", lambda agreement, role, person: True)
    with django_db_blocker.unblock():
        _tried, wrong, _signed = prove(worlds[False], Role.MENTOR, AgreementState.OUT)

    record_property("signatures for another, without the guard", wrong)
    assert wrong > 0
