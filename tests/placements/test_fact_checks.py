"""Before anybody signs the workplace looks at the facts; the coordinator takes or declines."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts import reminders
from accounts.models import HistoryEntry, Notification, User
from config import clock
from placements.actions import agreements, fact_checks, mandates, placements, signatories
from placements.enums import AgreementState
from placements.models import Agreement, FactCheck, Placement, Workplace
from placements.overviews.agreements import mailing
from placements.todos.facts import facts_of_agreements
from tests.factories import make_placement, make_programme, make_user
from tests.placements.agreement_lives import SENT, again, codes, draft, states

pytestmark = pytest.mark.django_db


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
def asked(wim: User, placement: Placement) -> Agreement:
    agreement = draft(wim, placement)
    fact_checks.ask(by=wim, agreement=agreement)
    return Agreement.objects.get(pk=agreement.pk)


def say(agreement: Agreement, who: User, *, remark: str = "", **said: str) -> FactCheck:
    corrections = {key: {"value": value, "why": ""} for key, value in said.items()}
    return fact_checks.say(by=who, agreement=agreement, corrections=corrections, remark=remark)


def take(*keys: str, **declined: str) -> dict[str, dict[str, object]]:
    answers = {key: {"taken": True, "why": ""} for key in keys}
    return answers | {key: {"taken": False, "why": why} for key, why in declined.items()}


def test_the_mentor_is_asked_by_mail_and_the_facts_are_kept_as_shown(placement, asked):
    mail = Notification.objects.get(rule="facts-to-check")
    check = asked.checks.get()

    assert (mail.recipient, mail.urgent) == (placement.mentor, True)
    assert mail.url == reverse("placements:fact-check", args=[asked.pk])
    assert reminders.still_holds(mail)
    assert asked.state == AgreementState.CHECKING
    assert (check.facts["street"], check.facts["ends_on"]) == ("Kerkstraat 1", "2027-06-18")
    assert "student_number" not in check.facts


def test_with_a_legal_signatory_that_one_is_asked_and_sees_the_page(wim, placement, client):
    bea = make_user("Bea", "Rys")
    signatories.appoint(by=wim, workplace=placement.workplace, person=bea)
    agreement = draft(wim, placement)
    fact_checks.ask(by=wim, agreement=agreement)
    address = reverse("placements:fact-check", args=[agreement.pk])

    def answer(who: User) -> int:
        client.force_login(who)
        return client.get(address).status_code

    found = [answer(who) for who in (bea, placement.mentor, placement.student, wim)]
    assert Notification.objects.get(rule="facts-to-check").recipient == bea
    assert reminders.still_holds(Notification.objects.get(rule="facts-to-check"))
    assert found == [200, 403, 403, 200]


def test_all_right_hands_the_draft_back_and_tells_the_coordinator(wim, placement, asked):
    check = say(asked, placement.mentor)
    asked.refresh_from_db()
    mail = Notification.objects.get(rule="facts-checked")

    assert (check.corrections, check.person, check.said_at) == ({}, placement.mentor, clock.now())
    assert asked.state == AgreementState.DRAFT
    assert mail.recipient == wim
    assert reminders.still_holds(mail)
    out = agreements.send(by=wim, agreement=asked)
    assert not reminders.still_holds(mail)
    sent = HistoryEntry.objects.get(action="agreement-sent")
    assert (out.state, sent.data["checked"]) == ("out", "confirmed")


def test_only_who_signs_for_the_workplace_can_say_it(wim, placement, asked):
    deputy = make_user("Lien", "Vos")
    mandates.add_deputy(by=wim, placement=placement, person=deputy)

    found = [codes(lambda who=who: say(asked, who)) for who in (wim, placement.student, deputy)]

    assert found == [["not-the-workplace"]] * 3


def test_a_replaced_mentor_says_nothing_more_and_the_new_one_is_asked(wim, placement, asked):
    old, nadia = placement.mentor, make_user("Nadia", "Ozturk")
    placements.change_person(by=wim, placement=placement, role="mentor", person=nadia)

    assert codes(lambda: say(asked, old)) == ["not-the-workplace"]
    new = Notification.objects.get(rule="facts-to-check", recipient=nadia)
    assert reminders.still_holds(new)
    assert say(asked, nadia).person == nadia


def test_corrections_wait_for_an_answer_before_it_can_go_out(wim, placement, asked):
    say(asked, placement.mentor, street="Dok 5")
    asked.refresh_from_db()
    held = mailing([placement]).held_back

    refused = codes(lambda: agreements.send(by=wim, agreement=asked))
    assert refused == ["corrections-unanswered"]
    assert [one.code for one in held] == ["corrections-unanswered"]


def test_what_is_taken_changes_the_real_facts_with_history(wim, placement, asked):
    check = say(
        asked,
        placement.mentor,
        street="Dok 5",
        postcode="9000",
        city="Gent",
        contact_name="Bea Rys",
        company_number="0403.170.701",
        ends_on="2027-06-25",
    )
    fact_checks.answer(by=wim, check=check, answers=take(*check.corrections))
    now = again(placement)
    workplace = Workplace.objects.select_related("organisation").get(pk=now.workplace_id)

    assert workplace.address == "Dok 5, 9000 Gent"
    assert workplace.contact_name == "Bea Rys"
    assert workplace.organisation.company_number == "BE0403170701"
    assert now.ends_on == dt.date(2027, 6, 25)
    done = set(HistoryEntry.objects.values_list("action", flat=True))
    assert done >= {
        "organisation-corrected",
        "address-corrected",
        "contact-changed",
        "plan-changed",
        "facts-corrected",
        "facts-answered",
    }
    out = agreements.send(by=wim, agreement=Agreement.objects.get(pk=asked.pk))
    assert "Dok 5, 9000 Gent" in out.content["parties"][1]["details"]


def test_a_correction_is_declined_with_a_reason_only(wim, placement, asked):
    check = say(asked, placement.mentor, street="Dok 5", city="Gent")

    assert codes(
        lambda: fact_checks.answer(by=wim, check=check, answers=take("city", street=" "))
    ) == ["reason-missing"]
    assert codes(lambda: fact_checks.answer(by=wim, check=check, answers=take("city"))) == [
        "no-answer"
    ]
    answered = fact_checks.answer(by=wim, check=check, answers=take("city", street="Klopt zo."))
    assert answered.answers == {
        "street": {"taken": False, "why": "Klopt zo."},
        "city": {"taken": True, "why": ""},
    }
    assert Workplace.objects.get(pk=placement.workplace_id).address == "Kerkstraat 1, 9050 Gent"
    assert Notification.objects.get(rule="facts-answered").recipient == placement.mentor


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"company_number": "0403.170.702"}, "company-number-wrong"),
        ({"contact_email": "nobody"}, "no-email"),
        ({"ends_on": "morgen"}, "no-date"),
        ({"ends_on": "2026-09-01"}, "end-before-start"),
        ({"required_days": "2"}, "not-yours"),
        ({"colour": "red"}, "not-yours"),
        ({"street": "x" * 201}, "too-long"),
        ({"postcode": "9" * 13}, "too-long"),
        ({"city": "x" * 121}, "too-long"),
    ],
)
def test_what_cannot_be_is_not_proposed(placement, asked, said, why):
    assert codes(lambda: say(asked, placement.mentor, **said)) == [why]
    assert asked.checks.get().said_at is None


def test_what_the_workplace_cannot_correct_it_can_remark(wim, placement, asked):
    said = {"mentor": {"value": "", "why": "Jan begeleidt hem."}}
    check = fact_checks.say(by=placement.mentor, agreement=asked, corrections=said)
    fact_checks.answer(by=wim, check=check, answers=take("mentor"))

    assert check.corrections == said
    assert again(placement).mentor == placement.mentor


def test_it_can_go_out_without_a_check_and_that_is_kept(wim, placement, asked):
    out = agreements.send(by=wim, agreement=asked)
    mail = Notification.objects.get(rule="facts-to-check")

    assert states(placement) == [(1, "out")]
    assert not reminders.still_holds(mail)
    assert codes(lambda: say(out, placement.mentor)) == ["check-over"]
    assert HistoryEntry.objects.get(action="agreement-sent").data["checked"] == "asked"


def test_on_the_page_two_buttons_that_must_fit_what_was_changed(placement, asked, client: Client):
    client.force_login(placement.mentor)
    address = reverse("placements:fact-check", args=[asked.pk])
    shown = client.get(address)
    facts = {
        name: bound.value() or ""
        for name, bound in zip(shown.context["form"].fields, shown.context["form"], strict=True)
    }

    both = client.post(address, facts | {"street": "Dok 5", "say": "right"})
    none = client.post(address, facts | {"say": "otherwise"})
    assert [page.context["form"].non_field_errors().as_data()[0].code for page in (both, none)] == [
        "changed",
        "unchanged",
    ]
    done = client.post(address, facts | {"street": "Dok 5", "say": "otherwise"}, follow=True)
    assert done.status_code == 200
    assert asked.checks.get().corrections == {"street": {"value": "Dok 5", "why": ""}}


def test_the_coordinator_answers_on_a_page(wim, placement, asked, client: Client):
    say(asked, placement.mentor, street="Dok 5")
    client.force_login(wim)
    address = reverse("placements:fact-check-answer", args=[asked.pk])

    silent = client.post(address, {"street": "decline", "street_why": ""})
    assert silent.context["form"].errors.keys() == {"street"}
    client.post(address, {"street": "take", "street_why": ""})
    assert Workplace.objects.get(pk=placement.workplace_id).street == "Dok 5"


def test_what_waits_stands_on_the_page_of_today_of_whom_it_waits_for(wim, placement, asked):
    def kinds(who: User) -> set[str]:
        return {one.kind for one in facts_of_agreements(who, clock.today())}

    before = [kinds(who) for who in (placement.mentor, placement.student, wim)]
    say(asked, placement.mentor, street="Dok 5")

    assert before == [{"facts-to-check"}, set(), set()]
    assert [kinds(who) for who in (placement.mentor, wim)] == [set(), {"facts-to-answer"}]
    assert codes(lambda: fact_checks.ask(by=wim, agreement=asked)) == ["corrections-unanswered"]
