"""Whoever has a link, a session or a device in hand reads and does no more than it is for."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions.limits import YESES_PER_CODE, may_try_code
from accounts.actions.messages import unsubscribe_path
from accounts.enums import Role
from accounts.models import MutedRule
from config import clock
from config.logs import without_tokens
from placements import passing
from placements.actions import feeds, preparations, sign_offs, trialogues
from placements.documents.trialogue_report import report_hash
from placements.models import Placement, SignOffTicket, Trialogue
from placements.preparation_guides import questions_for
from tests.factories import make_placement, make_user, person
from tests.placements.stories import hold_trialogue, work

pytestmark = pytest.mark.django_db

TODAY = dt.datetime(2026, 10, 1, 12, 0)
PASSED = reverse("placements:sign-off-passed")


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def placement() -> Placement:
    found = make_placement()
    work(found, 3)
    return found


@pytest.fixture
def meeting(placement) -> Trialogue:
    return hold_trialogue(placement, TODAY.date())


@pytest.fixture
def planned(placement) -> Trialogue:
    starts_at = clock.now() + dt.timedelta(days=3)
    return trialogues.plan(by=placement.coach, placement=placement, starts_at=starts_at)


def browser(placement: Placement, role: str) -> Client:
    client = Client()
    client.force_login(person(placement, role))
    return client


# --- what one prepares


def test_the_first_words_of_a_preparation_change_nothing_that_others_ask_again(planned):
    mentor, page = browser(planned.placement, Role.MENTOR), "placements:trialogue-live"
    before = mentor.get(reverse(page, args=[planned.pk])).json()
    [first, *_others] = questions_for(planned.kind, Role.STUDENT)
    who = {"by": planned.placement.student, "trialogue": planned}
    preparations.write(answers={first.key: "Ik durf dit niet."}, seen_version=0, **who)
    written = mentor.get(reverse(page, args=[planned.pk])).json()
    preparations.say_ready(**who)
    ready = mentor.get(reverse(page, args=[planned.pk])).json()

    assert written == before
    assert ready["rest"] != before["rest"]


# --- links


def test_logs_do_not_hold_what_opens_a_calendar_a_report_or_the_choice_of_mail(placement, meeting):
    feed = feeds.make(by=placement.student)
    _ticket, code = sign_offs.make_ticket(
        by=placement.coach, trialogue=meeting, person=placement.mentor
    )
    addresses = [
        reverse("placements:feed-read", args=[feed]),
        reverse("placements:sign-off-ticket", args=[code]),
        unsubscribe_path(placement.student),
    ]

    assert [without_tokens(f'"GET {one} HTTP/1.1" 404') for one in addresses] == [
        '"GET /c/….ics HTTP/1.1" 404',
        '"GET /t/…/ HTTP/1.1" 404',
        '"GET /u/…/ HTTP/1.1" 404',
    ]


@pytest.mark.parametrize("key", ["9" * 5000, "9" * 30, "²", "-1", ""])
def test_a_made_up_person_in_the_link_stops_nobodys_mail(placement, key):
    secret = unsubscribe_path(placement.student).rpartition("-")[2].strip("/")
    answer = Client().post(reverse("accounts:unsubscribe", args=[f"{key}-{secret}"]))

    assert answer.status_code == 200
    assert not MutedRule.objects.exists()


def test_the_link_of_one_stops_nobody_else(placement):
    secret = unsubscribe_path(placement.student).rpartition("-")[2].strip("/")
    Client().post(reverse("accounts:unsubscribe", args=[f"{placement.mentor.pk}-{secret}"]))

    assert not MutedRule.objects.exists()


def test_whoever_wears_out_one_code_leaves_those_of_others_in_the_room(placement, meeting):
    codes = {
        role: sign_offs.make_ticket(
            by=placement.coach, trialogue=meeting, person=person(placement, role)
        )[1]
        for role in (Role.STUDENT, Role.MENTOR)
    }
    for _again in range(YESES_PER_CODE):
        may_try_code(kind=sign_offs.TICKET, token=codes[Role.STUDENT])
    said = {"shown": report_hash(meeting), "is_me": "on"}
    answers = [
        Client().post(reverse("placements:sign-off-ticket", args=[code]), said).status_code
        for code in codes.values()
    ]

    assert answers == [404, 302]
    assert SignOffTicket.objects.get(used_at__isnull=False).person == placement.mentor


# --- a device in other hands


def test_no_way_leads_from_a_passed_device_into_the_session_of_the_coach(placement, meeting):
    coach = browser(placement, Role.COACH)
    coach.post(
        reverse("placements:sign-off-here", args=[meeting.pk, placement.student.pk]),
        {"pin": "4711"},
    )
    gets = [
        "/api/v1/placements/",
        "/api/v1/docs/",
        "/admin/login/",
        "/sign-in/",
        "/health/",
        f"{PASSED}?next=/board/",
        "//evil.example/",
        "/sign-off",
    ]
    led = [coach.get(address) for address in gets]
    written = [
        coach.post("/api/v1/days/1/confirm/", "{}", content_type="application/json"),
        coach.put("/api/v1/days/1/", "{}", content_type="application/json"),
        coach.post(reverse("accounts:language-set"), {"language": "en"}),
        coach.post(reverse("placements:trialogue-close", args=[meeting.pk])),
        coach.post(reverse("placements:trialogue-sign-off", args=[meeting.pk])),
    ]
    answers = [*led, *written]
    inside = [one for one in answers if one.status_code == 200]

    assert {one.get("Location") for one in answers if one.status_code != 200} <= {
        PASSED,
        "/sign-off/",
    }
    assert [one.wsgi_request.path for one in inside] == [PASSED]
    assert passing.KEY in coach.session


def test_the_one_who_holds_the_device_signs_for_nobody_else(placement, meeting):
    coach = browser(placement, Role.COACH)
    here = reverse("placements:sign-off-here", args=[meeting.pk, placement.student.pk])
    coach.post(here, {"pin": "4711"})
    said = {"shown": report_hash(meeting), "is_me": "on", "person": placement.mentor.pk}
    coach.post(f"{PASSED}?person={placement.mentor.pk}", {**said, "role": Role.MENTOR.value})
    elsewhere = reverse("placements:sign-off-here", args=[meeting.pk, placement.mentor.pk])
    coach.post(elsewhere, {"pin": "0000"})
    coach.post(PASSED, said)

    assert list(meeting.sign_offs.values_list("role", flat=True)) == [Role.STUDENT]


def test_a_stranger_cannot_be_put_before_the_report(placement, meeting):
    stranger = make_user("Olga", "Petit")
    coach = browser(placement, Role.COACH)
    here = reverse("placements:sign-off-here", args=[meeting.pk, stranger.pk])

    assert coach.post(here, {"pin": "4711"}).status_code == 404
