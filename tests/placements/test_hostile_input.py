"""What no page of ours sends: it is refused in words, and nobody else waits for it."""

import datetime as dt
import time
import uuid

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from config import clock
from config.refusal import Refusal
from mentors.models import OnboardingStep
from placements.actions import agenda_points, moments, trialogue_notes, trialogues
from placements.actions.moments import Moment
from placements.models import DayDraft, MeetingProposal, Placement, SlotAnswer, Trialogue
from placements.preparation_guides import questions_for
from placements.rules.notes import merge
from placements.rules.preparations import MOST_POINTS
from placements.rules.room import LONGEST_NOTE, MOST_LINES
from tests.factories import make_placement, person
from tests.placements.stories import hold_trialogue

pytestmark = pytest.mark.django_db

TODAY = dt.datetime(2026, 10, 1, 12, 0)
SOON = dt.datetime(2026, 10, 8, 12, 0, tzinfo=dt.UTC)
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def placement() -> Placement:
    return make_placement()


@pytest.fixture
def meeting(placement) -> Trialogue:
    return hold_trialogue(placement, TODAY.date())


@pytest.fixture
def planned(placement) -> Trialogue:
    return trialogues.plan(by=placement.coach, placement=placement, starts_at=SOON)


@pytest.fixture
def proposal(placement) -> MeetingProposal:
    return moments.propose(by=placement.coach, placement=placement, moments=[Moment(SOON)])


def send(who: User, name: str, key: int, said: dict, **headers: str) -> HttpResponse:
    client = Client(headers=headers)
    client.force_login(who)
    return client.post(reverse(f"placements:{name}", args=[key]), said)


# --- moments


@pytest.mark.parametrize("slot", ["9" * 5000, "9" * 30, "-1", "²", "a\x00b", ""])
@pytest.mark.parametrize(
    ("name", "role"), [("moment-answer", Role.STUDENT), ("moment-fix", Role.COACH)]
)
def test_a_moment_that_cannot_be_one_is_refused(proposal, name, role, slot):
    answer = send(person(proposal.placement, role), name, proposal.pk, {"slot": slot})

    assert answer.status_code == 302
    assert not Trialogue.objects.exists()


def test_a_moment_of_another_proposal_is_refused(proposal):
    other = make_placement()
    theirs = moments.propose(by=other.coach, placement=other, moments=[Moment(SOON)])
    said = {"slot": theirs.slots.get().pk, "answer": "suits"}
    send(proposal.placement.student, "moment-answer", proposal.pk, said)
    send(proposal.placement.coach, "moment-fix", proposal.pk, said)

    assert not SlotAnswer.objects.exists()
    assert not Trialogue.objects.exists()


def test_a_video_link_longer_than_its_place_is_said_beside_it(placement):
    link = f"https://meet.example/{'a' * 400}"
    said = {"kind": "progress", "minutes": 60, "starts_at_1": "2026-10-08T12:00"}
    answer = send(placement.coach, "moment-propose", placement.pk, said | {"video_link_1": link})

    assert list(answer.context["form"].errors) == ["video_link_1"]


def test_a_moment_at_the_end_of_all_calendars_is_refused_before_anybody_answers(placement):
    said = {"kind": "progress", "minutes": 90, "starts_at_1": "9999-12-31T23:59"}
    proposed = send(placement.coach, "moment-propose", placement.pk, said)
    by_hand = send(
        placement.coach, "trialogue-plan", placement.pk, said | {"starts_at": "9999-12-31T23:59"}
    )

    assert list(proposed.context["form"].errors) == ["starts_at_1"]
    assert list(by_hand.context["form"].errors) == ["starts_at"]


def test_a_deputy_until_the_end_of_all_calendars_is_refused_beside_the_day(placement):
    said = {"email": "stefan@example.org", "first_name": "Stefan", "last_name": "Maes"}
    answer = send(placement.mentor, "deputy-add", placement.pk, said | {"last_day": "9999-12-31"})

    assert list(answer.context["form"].errors) == ["last_day"]


def test_an_address_longer_than_its_place_is_said_beside_it(placement):
    address = f"{'a' * 280}@example.org"
    person = {"email": address, "first_name": "Stefan", "last_name": "Maes"}
    deputy = send(placement.mentor, "deputy-add", placement.pk, person)
    over = send(placement.mentor, "hand-over-ask", placement.pk, {"suggested_email": address})

    assert list(deputy.context["form"].errors) == ["email"]
    assert list(over.context["form"].errors) == ["suggested_email"]


def test_a_stranger_with_such_an_address_hears_what_everybody_hears():
    asked = {"email": f"{'a' * 300}@example.org"}

    assert Client().post(reverse("accounts:sign-in-ask"), asked).status_code == 302


# --- notes


def test_an_item_that_cannot_be_one_is_not_on_the_agenda(meeting):
    said = {"item": "close\x00", "notes": "x", "seen_version": 0}

    assert send(meeting.placement.student, "trialogue-note", meeting.pk, said).status_code == 403


def test_texts_of_the_same_few_lines_are_put_together_in_no_time():
    base = "a\n" * MOST_LINES
    mine = "".join(f"a\nx{number}\n" for number in range(MOST_LINES // 2))
    theirs = f"{base}Slot."
    started = time.perf_counter()
    merged = merge(base, mine, theirs)

    assert time.perf_counter() - started < 5
    assert {"x0", f"x{MOST_LINES // 2 - 1}", "Slot."} <= set(merged.text.split("\n"))


def write(meeting: Trialogue, role: str, text: str) -> None:
    trialogue_notes.note(
        by=person(meeting.placement, role), trialogue=meeting, notes=text, seen_version=0
    )


def test_a_note_does_not_grow_without_end_by_texts_that_saw_none_of_it(meeting):
    write(meeting, Role.COACH, "Wat we zeiden.")
    write(meeting, Role.STUDENT, "b" * (LONGEST_NOTE - 100))

    with pytest.raises(Refusal, match="note-too-long"):
        write(meeting, Role.STUDENT, "c" * 1000)
    assert len(meeting.notes.get().text) < LONGEST_NOTE


def test_a_note_of_nothing_but_new_lines_is_refused(meeting):
    said = {"item": "close", "notes": "\n" * MOST_LINES, "seen_version": 0}
    answer = send(meeting.placement.student, "trialogue-note", meeting.pk, said, **JSON)

    assert (answer.status_code, list(answer.json())) == (409, ["message"])
    assert not meeting.notes.exists()


# --- preparing


@pytest.mark.parametrize("text", ["a\x00b", "x" * 5000])
def test_a_preparation_that_cannot_be_kept_is_said_to_the_script(planned, text):
    [first, *_others] = questions_for(planned.kind, Role.STUDENT)
    said = {"seen_version": 0, first.key: text}
    answer = send(planned.placement.student, "preparation-write", planned.pk, said, **JSON)

    assert (answer.status_code, answer.json()["state"]) == (400, "not-valid")
    assert answer.json()["detail"]
    assert not planned.preparations.exists()


def test_nobody_buries_the_agenda_under_points(planned):
    for number in range(MOST_POINTS):
        agenda_points.add(by=planned.placement.student, trialogue=planned, text=f"Punt {number}")
    answer = send(planned.placement.student, "agenda-add", planned.pk, {"text": "Nog een"})

    assert list(answer.context["point_form"].errors) == ["text"]
    assert planned.points.count() == MOST_POINTS
    agenda_points.add(by=planned.placement.mentor, trialogue=planned, text="Van mij het eerste")


# --- days


def test_a_day_as_planned_on_the_31st_of_february_is_refused(placement):
    said = {"as_planned": "1", "date": "2026-02-31", "key": str(uuid.uuid4())}
    answer = send(placement.student, "day-sync", placement.pk, said)

    assert (answer.status_code, answer.json()["state"]) == (400, "refused")


def test_a_draft_is_kept_without_the_character_that_no_database_keeps(placement):
    said = {"draft": str(uuid.uuid4()), "tasks": "a\x00b", "writer": "w\x00", "competences": "\x00"}
    answer = send(placement.student, "day-draft", placement.pk, said)

    assert answer.status_code == 200
    assert DayDraft.objects.get().content["tasks"] == "ab"


def test_a_way_of_looking_back_that_cannot_be_one_is_the_free_one(placement):
    client = Client()
    client.force_login(placement.student)
    page = reverse("placements:reflection-write", args=[placement.pk])
    asked = client.get(page, {"way": "a\x00b"})
    sent = client.post(page, {"model": "a\x00b", "switch": "\x00"})

    assert (asked.status_code, sent.status_code) == (200, 200)
    assert asked.context["form"].errors == {}


def test_a_step_of_the_first_week_is_kept_without_that_character(placement):
    client = Client()
    client.force_login(placement.student)
    client.post(reverse("mentors:onboarding-add", args=[placement.pk]), {"text": "Badge\x00"})

    assert list(OnboardingStep.objects.values_list("text", flat=True)) == ["Badge"]


def test_a_week_at_the_end_of_all_calendars_is_not_offered(placement):
    client = Client()
    client.force_login(placement.student)
    page = reverse("placements:plan-copy", args=[placement.pk])

    assert client.get(page, {"date": "9999-12-31"}).status_code == 200
