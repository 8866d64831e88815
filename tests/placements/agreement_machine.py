"""Any life of an agreement: whatever people do in whatever order, what must hold holds."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from psycopg2 import sql

from accounts.enums import TRIAD, Role
from accounts.models import User
from config import clock
from config.refusal import Refusal
from placements.actions import (
    agreements,
    amendments,
    fact_checks,
    organisations,
    placements,
    signatories,
    signing,
)
from placements.actions.organisations import Contact
from placements.enums import HOLDS, ON_ITS_WAY, AgreementState
from placements.models import Agreement, FactCheck, Signature
from placements.rules.signing import party
from tests.factories import make_placement, make_programme, make_user
from tests.placements.agreement_lives import SENT, again, move_end, sign

# What may never be otherwise again, once it went out.
FROZEN = (
    "content",
    "file",
    "sha256",
    "sent_at",
    "language",
    "required_roles",
    "signing_order",
    "version",
    "reference",
    "placement_id",
)
ROLES = st.sampled_from([role.value for role in TRIAD])
# One illegal write per frozen column, as somebody with a database console would try it.
TAMPERING = (
    "content = 'null'",
    "file = 'elsewhere.pdf'",
    "sha256 = repeat('0', 64)",
    "sent_at = now()",
    "language = 'fr'",
    "required_roles = ARRAY['student']",
    "signing_order = ARRAY['coach', 'mentor']",
    "version = version + 50",
    "reference = 'OVK-0'",
    "placement_id = placement_id + 1",
)


def bytes_of(agreement: Agreement) -> bytes:
    with agreement.file.open("rb") as file:
        return file.read()


class AgreementLife(RuleBasedStateMachine):
    """One placement; each step is tried by somebody and may be refused, never half done."""

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.day, self.done = SENT, 0
        self.frozen: dict[int, dict[str, Any]] = {}
        with clock.at(self.day):
            self.wim = make_user("Wim", "Claes")
            programme = make_programme("life", coordinator=self.wim)
            self.placement = make_placement(programme=programme, required_days=8, weekdays=(0,))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    # --- who and what

    @property
    def newest(self) -> Agreement | None:
        return self.placement.agreements.order_by("-version").first()

    @property
    def all(self) -> list[Agreement]:
        return list(self.placement.agreements.order_by("version"))

    def chosen(self, place: int) -> Agreement | None:
        found = self.all
        return found[place % len(found)] if found else None

    def attempt(self, act: Callable[[], object]) -> None:
        """Refused or done; anything else is a fault. A day goes by."""
        self.day += dt.timedelta(days=1)
        with clock.at(self.day):
            try:
                with transaction.atomic():
                    act()
            except Refusal:
                return
        self.done += 1

    def person(self, role: str) -> User:
        return again(self.placement).person(role)

    # --- what people do

    @initialize(stage=st.sampled_from(["signed", "out", "draft", "nothing"]))
    def begin(self, stage: str) -> None:
        """A life begins somewhere: not every sequence should first have to find the way there."""
        if stage != "nothing":
            self.open_one()
        if stage in {"out", "signed"}:
            self.send_newest()
        if stage == "signed":
            self.all_sign([role.value for role in TRIAD])

    @rule()
    def open_one(self) -> None:
        self.attempt(lambda: agreements.open_agreement(by=self.wim, placement=self.placement))

    @rule(place=st.integers(0, 5))
    def ask_to_check(self, place: int) -> None:
        if agreement := self.chosen(place):
            self.attempt(lambda: fact_checks.ask(by=self.wim, agreement=agreement))

    @rule(street=st.sampled_from(["", "Dok 5", "Kaai 9"]))
    def say(self, street: str) -> None:
        agreement = self.newest
        if agreement is None:
            return
        who = party(agreement, Role.MENTOR)
        said = {"street": {"value": street, "why": ""}} if street else {}
        self.attempt(lambda: fact_checks.say(by=who, agreement=agreement, corrections=said))

    @rule(taken=st.booleans())
    def answer(self, taken: bool) -> None:
        check = FactCheck.objects.filter(agreement__placement=self.placement).last()
        if check:
            answers = {key: {"taken": taken, "why": "Neen."} for key in check.corrections}
            self.attempt(lambda: fact_checks.answer(by=self.wim, check=check, answers=answers))

    @rule(place=st.integers(0, 5))
    def send(self, place: int) -> None:
        if agreement := self.chosen(place):
            self.attempt(lambda: agreements.send(by=self.wim, agreement=agreement))

    @rule()
    def send_newest(self) -> None:
        if agreement := self.newest:
            self.attempt(lambda: agreements.send(by=self.wim, agreement=agreement))

    @rule(role=ROLES, place=st.integers(0, 5))
    def sign_any(self, role: str, place: int) -> None:
        if (agreement := self.chosen(place)) and (who := party(agreement, role)):
            self.attempt(lambda: sign(agreement, who))

    @rule(order=st.permutations([role.value for role in TRIAD]))
    def all_sign(self, order: list[str]) -> None:
        for role in order:
            agreement = self.newest
            if agreement and (who := party(agreement, role)):
                self.attempt(lambda agreement=agreement, who=who: sign(agreement, who))

    @rule(role=ROLES)
    def refuse(self, role: str) -> None:
        agreement = self.newest
        if agreement and (who := party(agreement, role)):
            self.attempt(lambda: signing.refuse(by=who, agreement=agreement, reason="Neen."))

    @rule(place=st.integers(0, 5))
    def withdraw(self, place: int) -> None:
        if agreement := self.chosen(place):
            self.attempt(
                lambda: agreements.withdraw(by=self.wim, agreement=agreement, reason="Anders.")
            )

    @rule(place=st.integers(0, 5))
    def copy(self, place: int) -> None:
        if agreement := self.chosen(place):
            self.attempt(
                lambda: agreements.copy(by=self.wim, agreement=agreement, reason="Anders.")
            )

    @rule(days=st.integers(1, 20))
    def move_the_end(self, days: int) -> None:
        ends_on = dt.date(2027, 6, 1) + dt.timedelta(days=days)
        self.attempt(lambda: move_end(self.wim, self.placement, ends_on))

    @rule(name=st.sampled_from(["Bo", "Lotte"]))
    def change_contact(self, name: str) -> None:
        contact, workplace = Contact("Gent", name, "hr@example.org"), self.placement.workplace
        self.attempt(
            lambda: organisations.change_contact(by=self.wim, workplace=workplace, contact=contact)
        )

    @rule(role=st.sampled_from([Role.MENTOR, Role.COACH]), name=st.sampled_from(["Nadia", "Karim"]))
    def hand_over(self, role: str, name: str) -> None:
        new, placement = make_user(name, "Ozturk"), self.placement
        self.attempt(
            lambda: placements.change_person(
                by=self.wim, placement=again(placement), role=role, person=new
            )
        )

    @rule(name=st.sampled_from(["Bea", "An"]))
    def appoint(self, name: str) -> None:
        bea, workplace = make_user(name, "Rys"), self.placement.workplace
        self.attempt(lambda: signatories.appoint(by=self.wim, workplace=workplace, person=bea))

    @rule()
    def follow_again(self) -> None:
        before = noted_and_states(self.placement)
        self.attempt(lambda: amendments.follow(by=self.wim, placement=self.placement))
        assert noted_and_states(self.placement) == before  # everything was followed already

    @precondition(lambda self: self.done > 8)
    @rule()
    def end(self) -> None:
        self.attempt(
            lambda: placements.end(
                by=self.wim, placement=again(self.placement), moment=clock.now(), reason="Klaar."
            )
        )

    @rule(place=st.integers(0, 5), change=st.sampled_from(TAMPERING))
    def tamper(self, place: int, change: str) -> None:
        """What went out cannot be changed by anybody, in any state; nor can a signature."""
        agreement = self.chosen(place)
        if agreement is None or agreement.sent_at is None:
            return
        assert not updates(Agreement, agreement.pk, change)
        assert not deletes(Agreement, agreement.pk)
        for signature in agreement.signatures.all():
            assert not updates(Signature, signature.pk, "document_sha256 = ''")
            assert not deletes(Signature, signature.pk)

    # --- what always holds

    @invariant()
    def one_on_its_way_and_one_signed_at_most(self) -> None:
        states = [one.state for one in self.all]
        assert sum(state in ON_ITS_WAY for state in states) <= 1
        assert states.count(AgreementState.SIGNED) <= 1
        if again(self.placement).ended_at:
            assert not {*ON_ITS_WAY, AgreementState.SIGNED} & set(states)

    @invariant()
    def a_signature_covers_the_bytes_that_are_stored(self) -> None:
        for agreement in self.all:
            signatures = list(agreement.signatures.all())
            if agreement.sent_at:
                stored = hashlib.sha256(bytes_of(agreement)).hexdigest()
                assert {one.document_sha256 for one in signatures} <= {stored}
                assert agreement.sha256 == stored
            else:
                assert signatures == []

    @invariant()
    def what_went_out_never_changes(self) -> None:
        for agreement in self.all:
            if agreement.sent_at:
                now = {name: getattr(agreement, name) for name in FROZEN}
                now["file"] = agreement.file.name
                assert self.frozen.setdefault(agreement.pk, now) == now
        assert self.frozen.keys() <= {agreement.pk for agreement in self.all}

    @invariant()
    def what_holds_was_signed_by_all_it_asks(self) -> None:
        for agreement in self.all:
            roles = {one.role for one in agreement.signatures.all()}
            assert roles <= set(agreement.required_roles)
            if agreement.state in HOLDS:
                assert roles == set(agreement.required_roles)


def updates(model: type[Model], pk: int, change: str) -> bool:
    return _runs(model, pk, sql.SQL("UPDATE {} SET ") + sql.SQL(change) + sql.SQL(" WHERE id = {}"))


def deletes(model: type[Model], pk: int) -> bool:
    return _runs(model, pk, sql.SQL("DELETE FROM {} WHERE id = {}"))


def _runs(model: type[Model], pk: int, statement: sql.Composable) -> bool:
    """Whether the database lets this happen; whatever it did is taken back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            table = sql.Identifier(model._meta.db_table)
            plain = sql.SQL(statement.as_string(cursor.cursor))
            cursor.execute(plain.format(table, sql.Literal(pk)))
            changed = cursor.rowcount > 0
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return changed


def noted_and_states(placement) -> tuple[int, list[str]]:
    states = list(placement.agreements.order_by("version").values_list("state", flat=True))
    return sum(one.fact_changes.count() for one in placement.agreements.all()), states
