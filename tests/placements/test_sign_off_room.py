"""Signing off at the table: on the coach's device in other hands, or by a code on the own phone."""

import datetime as dt
import re

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from config import clock
from config.refusal import Refusal
from placements import passing
from placements.actions import placements, sign_offs, trialogue_notes
from placements.documents.trialogue_report import report_hash
from placements.enums import SignOffWay
from placements.models import Placement, SignOffTicket, Trialogue
from tests.factories import make_placement, make_user
from tests.placements.stories import hold_trialogue, work

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 10, 1)
NOON = dt.datetime(2026, 10, 1, 12)
PASSED, BACK = reverse("placements:sign-off-passed"), reverse("placements:sign-off-return")
THANKS = reverse("placements:sign-off-thanks")


@pytest.fixture
def placement() -> Placement:
    found = make_placement()
    work(found, 3)
    return found


@pytest.fixture
def meeting(placement: Placement) -> Trialogue:
    return hold_trialogue(placement, DAY)


@pytest.fixture
def coach(placement: Placement) -> Client:
    client = Client()
    client.force_login(placement.coach)
    return client


def here(meeting: Trialogue, client: Client, pin: str = "4711"):
    address = reverse("placements:sign-off-here", args=[meeting.pk, meeting.placement.mentor.pk])
    return client.post(address, {"pin": pin})


def yes(meeting: Trialogue, **more: str) -> dict[str, str]:
    found = Trialogue.objects.get(pk=meeting.pk)
    return {"shown": report_hash(found), "remark": "Goed gesprek.", "is_me": "on"} | more


def page_of(meeting: Trialogue) -> str:
    return reverse("placements:trialogue", args=[meeting.pk])


# --- the device is passed on


def test_a_device_that_was_passed_on_shows_one_page_and_nothing_of_the_coach(
    placement, meeting, coach
):
    with clock.at(NOON):
        passed = here(meeting, coach)
        led = [
            coach.get(address).url
            for address in (page_of(meeting), reverse("home"), "/nowhere/", "/admin/")
        ]
        posted = coach.post(reverse("placements:trialogue-close", args=[meeting.pk])).url
        shown = coach.get(PASSED)

    words = shown.content.decode()
    assert passed.url == PASSED
    assert (led, posted) == ([PASSED] * 4, PASSED)
    assert shown.context["person"] == placement.mentor
    links = [words.count(f'href="{address}"') for address in (BACK, page_of(meeting), "/")]
    assert links == [1, 0, 0]
    assert shown.context["user"].is_anonymous


def test_a_part_of_a_page_that_asks_for_itself_leads_away_too(meeting, coach):
    with clock.at(NOON):
        here(meeting, coach)
        state = reverse("placements:sign-off-state", args=[meeting.pk])
        answer = coach.get(state, headers={"HX-Request": "true"})

    assert (answer["HX-Redirect"], answer.content) == (PASSED, b"")


def test_the_yes_on_a_passed_device_is_the_persons_own_with_the_coach_as_witness(
    placement, meeting, coach
):
    with clock.at(NOON):
        here(meeting, coach)
        answer = coach.post(PASSED, yes(meeting))
        again = coach.get(PASSED)

    sign = meeting.sign_offs.get()
    assert (answer.url, again.url) == (BACK, BACK)
    assert (sign.person, sign.way, sign.witness) == (
        placement.mentor,
        SignOffWay.PASSED,
        placement.coach,
    )
    assert (sign.role, sign.remark) == (Role.MENTOR, "Goed gesprek.")


def test_without_saying_who_one_is_nothing_is_signed(meeting, coach):
    with clock.at(NOON):
        here(meeting, coach)
        answer = coach.post(PASSED, yes(meeting, is_me=""))

    assert list(answer.context["form"].errors) == ["is_me"]
    assert not meeting.sign_offs.exists()


def test_only_the_code_that_was_chosen_opens_the_session_again(meeting, coach):
    with clock.at(NOON):
        here(meeting, coach)
        wrong = coach.post(BACK, {"pin": "0000"})
        still = coach.get(page_of(meeting)).status_code
        right = coach.post(BACK, {"pin": "4711"})
        opened = coach.get(page_of(meeting)).status_code

    assert list(wrong.context["form"].errors) == ["pin"]
    assert (still, opened) == (302, 200)
    assert right.url == f"{page_of(meeting)}#signatures"


def test_guessing_the_code_ends_the_session(meeting, coach):
    with clock.at(NOON):
        here(meeting, coach)
        for number in range(passing.TRIES):
            coach.post(BACK, {"pin": f"000{number}"})
        sixth = coach.post(BACK, {"pin": "4711"})
        after = coach.get(page_of(meeting))

    assert sixth.url == reverse("accounts:sign-in")
    assert after.url.startswith(reverse("accounts:sign-in"))


def test_who_forgot_the_code_signs_out_and_in_again(placement, meeting, coach):
    with clock.at(NOON):
        here(meeting, coach)
        coach.post(reverse("accounts:sign-out"))
        coach.force_login(placement.coach)
        opened = coach.get(page_of(meeting)).status_code

    assert opened == 200


def test_a_coach_who_was_replaced_meanwhile_is_signed_out_and_not_shut_in(
    placement, meeting, coach
):
    with clock.at(NOON):
        here(meeting, coach)
        placements.change_person(
            by=placement.coach,
            placement=placement,
            role=Role.COACH,
            person=make_user("Els", "Nieuw"),
        )
        out = coach.get(PASSED)
        after = coach.get(reverse("home"))

    assert out.url == reverse("accounts:sign-in")
    assert after.url.startswith(reverse("accounts:sign-in"))


def test_an_answer_under_way_cannot_bring_the_session_back_as_it_was(meeting, coach):
    """A page that asked for itself just before has the old session in hand, and saves it after."""
    with clock.at(NOON):
        stale = coach.session
        stale["seen"] = "just now"
        here(meeting, coach)
        with pytest.raises(UpdateError):
            stale.save()
        led = coach.get(page_of(meeting)).url

    assert led == PASSED


def test_a_code_has_four_digits(meeting, coach):
    with clock.at(NOON):
        answers = [here(meeting, coach, pin) for pin in ("", "12", "12ab")]

    assert [list(one.context["form"].errors) for one in answers] == [["pin"]] * 3


# --- a code on the own phone


@pytest.fixture
def token(placement: Placement, meeting: Trialogue) -> str:
    with clock.at(NOON):
        _ticket, found = sign_offs.make_ticket(
            by=placement.coach, trialogue=meeting, person=placement.mentor
        )
    return found


def phone_page(token: str) -> str:
    return reverse("placements:sign-off-ticket", args=[token])


def test_a_code_opens_the_page_of_one_person_and_no_session(placement, meeting, token):
    phone = Client()
    with clock.at(NOON):
        before = list(SignOffTicket.objects.values())
        shown = phone.get(phone_page(token))
        answer = phone.post(phone_page(token), yes(meeting))

    sign = meeting.sign_offs.get()
    assert (shown.context["person"], answer.url) == (placement.mentor, THANKS)
    assert (sign.person, sign.way, sign.witness) == (
        placement.mentor,
        SignOffWay.QR,
        placement.coach,
    )
    assert set(phone.cookies) == {"trialoog-csrf"}
    assert [row["used_at"] for row in before] == [None]
    assert "no-store" in shown["Cache-Control"]


def test_reading_the_page_of_a_code_writes_nothing(meeting, token, django_assert_num_queries):
    phone = Client()
    with clock.at(NOON):
        before = list(SignOffTicket.objects.values())
        for _ in range(3):
            phone.get(phone_page(token))

    assert list(SignOffTicket.objects.values()) == before
    assert not meeting.sign_offs.exists()


def test_a_scanner_that_presses_the_button_signs_nothing(meeting, token):
    scanner, stranger = Client(), Client(enforce_csrf_checks=True)
    with clock.at(NOON):
        pressed = scanner.post(phone_page(token), {"shown": report_hash(meeting)})
        refused = stranger.post(phone_page(token), yes(meeting))

    assert list(pressed.context["form"].errors) == ["is_me"]
    assert refused.status_code == 403
    assert not meeting.sign_offs.exists()


def test_only_the_fingerprint_of_a_code_is_kept(token):
    kept = SignOffTicket.objects.get()

    assert len(token) == 43  # 256 bits
    assert token not in str(SignOffTicket.objects.values().get())
    assert len(kept.token_hash) == 64


def over(token: str, at: dt.datetime = NOON) -> bool:
    with clock.at(at):
        return Client().get(phone_page(token)).status_code == 404


def test_a_code_works_once(meeting, token):
    with clock.at(NOON):
        Client().post(phone_page(token), yes(meeting))
        second = Client().post(phone_page(token), yes(meeting))

    assert (second.status_code, meeting.sign_offs.count()) == (404, 1)


def test_a_code_works_for_ten_minutes(token):
    moments = [NOON + dt.timedelta(minutes=9, seconds=59), NOON + dt.timedelta(minutes=10)]

    assert [over(token, at) for at in moments] == [False, True]


def test_a_newer_code_takes_the_place_of_an_older_one(placement, meeting, token):
    with clock.at(NOON):
        _ticket, newer = sign_offs.make_ticket(
            by=placement.coach, trialogue=meeting, person=placement.mentor
        )

    assert (over(token), over(newer)) == (True, False)


def test_another_way_ends_the_code(placement, meeting, token):
    with clock.at(NOON):
        sign_offs.sign_off(by=placement.mentor, trialogue=meeting, shown=report_hash(meeting))

    assert over(token)


def test_a_correction_ends_the_code(placement, meeting, token):
    with clock.at(NOON):
        sign_offs.sign_off(by=placement.student, trialogue=meeting, shown=report_hash(meeting))
        sign_offs.correct(by=placement.coach, trialogue=meeting, version=1, reason="Fout.")

    assert over(token)


@pytest.mark.parametrize("role", [Role.MENTOR, Role.COACH])
def test_a_code_ends_when_whoever_it_binds_is_replaced(placement, meeting, token, role):
    with clock.at(NOON):
        placements.change_person(
            by=placement.coach, placement=placement, role=role, person=make_user("Els", "Nieuw")
        )

    assert over(token)


def test_the_phone_shows_the_new_report_when_it_changed_meanwhile(placement, meeting, token):
    with clock.at(NOON):
        old = yes(meeting)
        trialogue_notes.note(
            by=placement.coach, trialogue=meeting, notes="Nog iets.", seen_version=0
        )
        answer = Client().post(phone_page(token), old)

    form = answer.context["form"]
    assert [error.code for error in form.errors.as_data()["__all__"]] == ["report-changed"]
    assert "Nog iets." in {line.notes for line in answer.context["report"].agenda}
    assert form["shown"].value() == report_hash(Trialogue.objects.get(pk=meeting.pk))
    assert form["is_me"].value() in (False, None)
    assert not over(token)


def test_the_page_of_a_code_is_in_the_language_of_the_person(placement, meeting, token):
    placement.mentor.language = "en"
    placement.mentor.save(update_fields=["language"])
    with clock.at(NOON):
        shown = Client(headers={"Accept-Language": "nl"}).get(phone_page(token))

    assert shown["Content-Language"] == "en"
    assert f"I am {placement.mentor.get_full_name()}" in shown.content.decode()


def test_codes_that_never_were_and_codes_that_are_over_look_the_same(meeting, token):
    with clock.at(NOON + dt.timedelta(hours=1)):
        pages = [Client().get(phone_page(one)) for one in (token, "x" * 43)]

    ended, never = (
        (page.status_code, re.sub(r"[A-Za-z0-9]{64}", "", page.content.decode())) for page in pages
    )
    assert ended == never


def test_the_coach_cannot_show_a_code_to_sign_for_the_coach(placement, meeting):
    with clock.at(NOON), pytest.raises(Refusal) as refused:
        sign_offs.make_ticket(by=placement.coach, trialogue=meeting, person=placement.coach)

    assert refused.value.codes == ["own-witness"]


def test_the_page_of_the_coach_asks_for_itself_until_all_three_have_signed(
    placement, meeting, coach
):
    state = reverse("placements:sign-off-state", args=[meeting.pk])
    asks = f'hx-get="{state}"'
    with clock.at(NOON):
        before = coach.get(state).content.decode()
        for who in (placement.student, placement.mentor, placement.coach):
            found = Trialogue.objects.get(pk=meeting.pk)
            sign_offs.sign_off(by=who, trialogue=found, shown=report_hash(found))
        after = coach.get(state).content.decode()

    assert (asks in before, asks in after) == (True, False)
