"""One code pressed twenty times, or two ways at the same moment: one sign-off, on PostgreSQL."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import TRIAD, Role
from config import clock
from config.refusal import Refusal
from placements.actions import sign_offs
from placements.documents.trialogue_report import report_hash
from placements.enums import TrialogueState
from placements.models import Placement, SignOffTicket, Trialogue
from tests.accounts.factories import at_once
from tests.factories import make_placement, person
from tests.placements.stories import hold_trialogue

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2026, 10, 1)
TIMES = 20


@pytest.fixture
def meeting() -> Trialogue:
    return hold_trialogue(make_placement(), DAY)


def fresh(meeting: Trialogue) -> tuple[Trialogue, Placement]:
    found = Trialogue.objects.get(pk=meeting.pk)
    return found, found.placement


def test_twenty_who_press_with_one_code_make_one_sign_off(meeting, record_property):
    found, placement = fresh(meeting)
    with clock.at(DAY):
        _ticket, token = sign_offs.make_ticket(
            by=placement.coach, trialogue=found, person=placement.mentor
        )
        said = {"shown": report_hash(found), "remark": "", "is_me": "on"}
    address = reverse("placements:sign-off-ticket", args=[token])

    def press(_number: int) -> int:
        with clock.at(DAY):
            return Client().post(address, said).status_code

    answers = at_once(press, TIMES)

    record_property("answers", answers)
    assert sorted(answers) == [302] + [404] * (TIMES - 1)
    assert meeting.sign_offs.count() == 1
    assert SignOffTicket.objects.exclude(used_at=None).count() == 1


def test_three_ways_at_once_make_one_sign_off(meeting):
    found, placement = fresh(meeting)
    mentor, coach = placement.mentor, placement.coach
    with clock.at(DAY):
        _ticket, token = sign_offs.make_ticket(by=coach, trialogue=found, person=mentor)
        shown = report_hash(found)
    ways = [
        lambda: sign_offs.sign_off(by=mentor, trialogue=found, shown=shown),
        lambda: sign_offs.sign_off_by_ticket(token=token, shown=shown),
        lambda: sign_offs.sign_off_passed(by=coach, trialogue=found, person=mentor, shown=shown),
    ]

    def act(number: int) -> str:
        with clock.at(DAY):
            try:
                return ways[number % 3]().role
            except Refusal as refusal:
                return refusal.code

    answers = at_once(act, 9)

    assert answers.count(Role.MENTOR) == 1
    assert set(answers) <= {Role.MENTOR.value, "already-signed", "ticket-over"}
    assert meeting.sign_offs.count() == 1


def test_three_who_sign_at_once_close_the_report(meeting):
    found, placement = fresh(meeting)
    with clock.at(DAY):
        shown = report_hash(found)

    def sign(number: int) -> str:
        with clock.at(DAY):
            who = person(placement, TRIAD[number])
            return sign_offs.sign_off(by=who, trialogue=found, shown=shown).report_sha256

    hashes = at_once(sign, 3)

    assert hashes == [shown] * 3
    assert fresh(meeting)[0].state == TrialogueState.SIGNED


def test_two_corrections_at_once_make_one_new_version(meeting):
    found, placement = fresh(meeting)
    with clock.at(DAY):
        sign_offs.sign_off(by=placement.student, trialogue=found, shown=report_hash(found))

    def correct(_number: int) -> str:
        with clock.at(DAY):
            try:
                sign_offs.correct(by=placement.coach, trialogue=found, version=1, reason="Fout.")
            except Refusal as refusal:
                return refusal.code
            return "corrected"

    answers = at_once(correct, 4)

    assert sorted(answers) == ["corrected", "not-frozen", "not-frozen", "not-frozen"]
    assert (fresh(meeting)[0].report_version, meeting.earlier_reports.count()) == (2, 1)
