"""The living agreement: each changed fact is noted, told or signed again; nothing is lost."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from accounts.models import HistoryEntry, Notification, User
from config import clock
from config.pdf_values import AgreementDocument
from config.refusal import Refusal
from placements.actions import (
    agreements,
    amendments,
    organisations,
    placements,
    signatories,
    signing,
)
from placements.actions.organisations import Contact
from placements.documents.agreement import agreement_document, frozen_document
from placements.enums import ON_ITS_WAY, AgreementState
from placements.models import Agreement, FactChange, Placement
from placements.overviews.agreements import changes_since
from placements.rules.facts import FACTS, words_of
from tests.factories import make_placement, make_programme, make_user
from tests.placements.agreement_lives import (
    SENT,
    again,
    codes,
    draft,
    move_end,
    send,
    sign,
    sign_all,
    states,
)

pytestmark = pytest.mark.django_db
LATER = dt.date(2027, 6, 25)


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim: User) -> Placement:
    return make_placement(programme=make_programme(coordinator=wim))


@pytest.fixture(autouse=True)
def in_september():
    with clock.at(SENT):
        yield


@pytest.fixture
def signed(wim: User, placement: Placement) -> Agreement:
    return sign_all(send(wim, placement))


def told(rule: str) -> set[str]:
    return set(
        Notification.objects.filter(rule=rule).values_list("recipient__first_name", flat=True)
    )


# --- a fact changes


def test_a_contact_changes_freely_and_is_noted(wim, placement, signed):
    organisations.change_contact(
        by=wim, workplace=placement.workplace, contact=Contact("Gentbrugge", "Bea Rys", "b@x.be")
    )

    noted = FactChange.objects.values_list("agreement", "fact", "weight", "new", "told")
    assert list(noted) == [
        (signed.pk, "contact_name", "admin", "Bea Rys", []),
        (signed.pk, "contact_email", "admin", "b@x.be", []),
    ]
    assert told("agreement-facts-changed") == set()
    assert states(placement) == [(1, "signed")]


def test_another_address_is_told_to_the_three_and_nobody_signs_again(wim, placement, signed):
    organisations.correct_address(
        by=wim, workplace=placement.workplace, street="Dok 5", postcode="9000", city="Gent"
    )

    facts = FactChange.objects.values_list("fact", "weight", "told")
    assert list(facts) == [
        (name, "notify", ["student", "mentor", "coach"]) for name in ("street", "postcode", "city")
    ]
    assert told("agreement-facts-changed") == {"Amina", "Griet", "Katrien"}
    assert Notification.objects.filter(rule="agreement-facts-changed").count() == 3
    assert states(placement) == [(1, "signed")]


def test_another_period_is_drafted_as_an_amendment_that_all_three_sign(wim, placement, signed):
    move_end(wim, placement, LATER)

    amendment = placement.agreements.get(version=2)
    assert states(placement) == [(1, "signed"), (2, "draft")]
    assert amendment.predecessor == signed
    assert amendment.required_roles == ["student", "mentor", "coach"]


def test_another_mentor_is_signed_by_the_mentor_and_the_student_only(wim, placement, signed):
    nadia = make_user("Nadia", "Ozturk")
    placements.change_person(by=wim, placement=placement, role=Role.MENTOR, person=nadia)
    amendment = placement.agreements.get(version=2)
    out = agreements.send(by=wim, agreement=amendment)
    asked = told("agreement-to-sign")
    coach = placement.coach
    refused = codes(lambda: sign(out, coach))
    final = sign_all(out, ["mentor", "student"])

    assert out.required_roles == ["student", "mentor"]
    assert [place.voice for place in frozen_document(out).signatures] == ["student", "mentor"]
    assert [party.name for party in frozen_document(out).need_not_sign] == [coach.get_full_name()]
    assert {"Nadia", "Amina"} <= asked
    assert told("agreement-beside") == {coach.first_name}
    assert "need-not-sign" in refused
    assert final.state == AgreementState.SIGNED
    assert states(placement) == [(1, "amended"), (2, "signed")]


def test_two_changes_before_it_goes_out_make_one_amendment_for_all_concerned(
    wim, placement, signed
):
    nadia, karim = make_user("Nadia", "Ozturk"), make_user("Karim", "Aziz")
    placements.change_person(by=wim, placement=placement, role=Role.MENTOR, person=nadia)
    before = placement.agreements.get(version=2).required_roles
    placements.change_person(by=wim, placement=again(placement), role=Role.COACH, person=karim)

    assert before == ["student", "mentor"]
    assert states(placement) == [(1, "signed"), (2, "draft")]
    assert placement.agreements.get(version=2).required_roles == ["student", "mentor", "coach"]


def test_what_is_out_is_withdrawn_by_a_new_period_and_the_old_page_leads_on(wim, placement, client):
    out = send(wim, placement)
    sign(out, placement.student)
    move_end(wim, placement, LATER)

    client.force_login(placement.student)
    page = client.get(f"/agreements/{out.pk}/")

    assert states(placement) == [(1, "withdrawn"), (2, "draft")]
    assert placement.agreements.get(version=2).predecessor == out
    assert page.context["newer"].version == 2
    assert out.signatures.count() == 1


def test_following_twice_changes_nothing_twice(wim, placement, signed):
    move_end(wim, placement, LATER)
    before = (
        FactChange.objects.count(),
        Notification.objects.count(),
        HistoryEntry.objects.count(),
    )
    amendments.follow(by=wim, placement=placement)

    after = (FactChange.objects.count(), Notification.objects.count(), HistoryEntry.objects.count())
    assert before == after


def test_another_signatory_while_it_is_out_is_drafted_anew_with_that_name(wim, placement):
    bea, an = make_user("Bea", "Rys"), make_user("An", "Rys")
    signatories.appoint(by=wim, workplace=placement.workplace, person=bea)
    send(wim, placement)
    signatories.appoint(by=wim, workplace=placement.workplace, person=an)

    new = placement.agreements.get(version=2)
    assert states(placement) == [(1, "withdrawn"), (2, "draft")]
    assert agreement_document(new).signatures[1].name == "An Rys"


def test_another_signatory_leaves_what_all_signed_alone(wim, placement):
    bea, an = make_user("Bea", "Rys"), make_user("An", "Rys")
    signatories.appoint(by=wim, workplace=placement.workplace, person=bea)
    sign_all(send(wim, placement))
    signatories.appoint(by=wim, workplace=placement.workplace, person=an)

    assert states(placement) == [(1, "signed")]


def test_every_fact_of_the_table_is_in_the_document_and_has_words(wim, placement):
    facts = {one.label: one.value for one in agreement_document(draft(wim, placement)).facts}

    assert list(facts) != []
    assert set(facts) == {fact.key for fact in FACTS}
    assert words_of(FACTS[11], facts["starts_on"]) != facts["starts_on"]


# --- copy, withdraw, end


def test_a_copy_withdraws_what_is_out_and_names_what_it_comes_from(wim, placement):
    out = send(wim, placement)
    without = codes(lambda: agreements.copy(by=wim, agreement=out))
    new = agreements.copy(by=wim, agreement=out, reason="Andere data.")

    assert without == ["reason-missing"]
    assert (new.predecessor, new.version, new.state) == (out, 2, "draft")
    assert states(placement) == [(1, "withdrawn"), (2, "draft")]


def test_what_was_refused_is_copied_and_keeps_who_refused_and_why(wim, placement):
    out = send(wim, placement)
    signing.refuse(by=placement.student, agreement=out, reason="Het adres klopt niet.")
    new = agreements.copy(by=wim, agreement=Agreement.objects.get(pk=out.pk))
    out.refresh_from_db()

    assert new.predecessor == out
    assert (out.state, out.refused_because) == ("withdrawn", "Het adres klopt niet.")


def test_an_amendment_by_hand_leaves_the_contract_until_all_sign_it(wim, placement, signed):
    new = agreements.copy(by=wim, agreement=signed)
    second = codes(lambda: agreements.copy(by=wim, agreement=signed))

    assert states(placement) == [(1, "signed"), (2, "draft")]
    assert new.required_roles == ["student", "mentor", "coach"]
    assert second == ["agreement-exists"]


def test_it_ends_with_the_placement_and_what_was_on_its_way_is_taken_back(wim, placement, signed):
    move_end(wim, placement, LATER)
    placements.end(by=wim, placement=again(placement), moment=clock.now(), reason="Ander werk")
    signed.refresh_from_db()

    assert states(placement) == [(1, "ended"), (2, "withdrawn")]
    assert signed.ended_at == clock.now()
    assert codes(lambda: agreements.withdraw(by=wim, agreement=signed, reason="x")) == [
        "agreement-over"
    ]


# --- differences


def test_the_difference_names_fact_and_clause_in_words(wim, placement, signed):
    move_end(wim, placement, LATER)
    new = placement.agreements.get(version=2)
    before, changes = changes_since(new, agreement_document(new))
    said = {change.what: (change.old, change.new) for change in changes}

    assert before == signed
    assert said["Laatste dag"] == ("18 juni 2027", "25 juni 2027")
    assert agreement_document(new).changes == changes
    assert all(change.old != change.new for change in changes)


def test_a_clause_that_names_the_mentor_differs_and_the_others_do_not(wim, placement, signed):
    nadia = make_user("Nadia", "Ozturk")
    placements.change_person(by=wim, placement=placement, role=Role.MENTOR, person=nadia)
    new = placement.agreements.get(version=2)
    _before, changes = changes_since(new, agreement_document(new))

    assert {"Griet" in change.old for change in changes} == {True}
    assert {"Nadia" in change.new for change in changes} == {True}


def test_two_documents_that_say_the_same_differ_in_nothing(wim, placement, signed):
    again_signed = frozen_document(signed)

    assert isinstance(again_signed, AgreementDocument)
    assert changes_since(agreements.copy(by=wim, agreement=signed), again_signed)[1] == ()


# --- one at a time, held by the database


@pytest.mark.parametrize("state", ON_ITS_WAY)
def test_the_database_refuses_a_second_one_on_its_way(wim, placement, state):
    first, second = send(wim, placement), {"opened_by": wim, "placement": placement}
    if state == AgreementState.REFUSED:
        signing.refuse(by=placement.student, agreement=first, reason="Nee.")

    with pytest.raises(IntegrityError, match="agreement_one_on_its_way"), transaction.atomic():
        Agreement.objects.create(reference="OVK-X", version=9, **second)


def test_the_database_refuses_a_second_signed_one(wim, placement, signed):
    new = agreements.send(by=wim, agreement=agreements.copy(by=wim, agreement=signed))

    with pytest.raises(IntegrityError, match="agreement_one_signed"), transaction.atomic():
        Agreement.objects.filter(pk=new.pk).update(state="signed", signed_at=clock.now())


@pytest.mark.django_db(transaction=True)
def test_two_at_once_open_one(wim, placement):
    found: list[list[str]] = []
    together = threading.Barrier(2)

    def attempt() -> None:
        try:
            together.wait(timeout=20)
            with clock.at(SENT):
                try:
                    agreements.open_agreement(by=wim, placement=placement)
                    found.append([])
                except Refusal as error:
                    found.append(error.codes)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(found) == [[], ["agreement-exists"]]
    assert states(placement) == [(1, "draft")]
