"""What one prepares is one's own until the coach opens the meeting; then it lies side by side."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts import todo
from accounts.enums import TRIAD, Role
from accounts.models import HistoryEntry
from config import clock
from config.refusal import Refusal
from placements.actions import placements, preparations, trialogues
from placements.enums import TrialogueKind
from placements.models import Placement, Preparation, Trialogue
from placements.overviews.preparations import prepared, readiness
from placements.preparation_guides import THEMES, questions_for
from tests.factories import make_placement, make_user, person

pytestmark = pytest.mark.django_db

TODAY = dt.datetime(2026, 11, 16, 9, 0)  # a Monday
MEETING = dt.datetime(2026, 11, 23, 13, 30)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def placement() -> Placement:
    return make_placement(
        student=make_user("Amina", "Bouzid", language="en"),
        mentor=make_user("Griet", "Moerman", language="en"),
    )


@pytest.fixture
def meeting(placement) -> Trialogue:
    starts_at = MEETING.replace(tzinfo=clock.now().tzinfo)
    return trialogues.plan(
        by=person(placement, Role.COACH), placement=placement, starts_at=starts_at
    )


def write(meeting: Trialogue, role: str, *, seen: int = 0, **answers: str) -> Preparation:
    by = person(meeting.placement, role)
    return preparations.write(by=by, trialogue=meeting, answers=answers, seen_version=seen)


def opened(meeting: Trialogue) -> Trialogue:
    with clock.at(MEETING):
        trialogues.hold(by=person(meeting.placement, Role.COACH), trialogue=meeting)
    return Trialogue.objects.get(pk=meeting.pk)


def seen_by(meeting: Trialogue, role: str) -> set[str]:
    """Whose preparation this person may read."""
    rows = Preparation.objects.visible_to(person(meeting.placement, role))
    return set(rows.filter(trialogue=meeting).values_list("role", flat=True))


def browser(meeting: Trialogue, role: str) -> Client:
    client = Client()
    client.force_login(person(meeting.placement, role))
    return client


def page(meeting: Trialogue, name: str = "preparation") -> str:
    return reverse(f"placements:{name}", args=[meeting.pk])


# --- the guides


@pytest.mark.parametrize("kind", TrialogueKind.values)
@pytest.mark.parametrize("role", TRIAD)
def test_everybody_is_asked_three_to_five_questions_for_every_kind(kind, role):
    asked = questions_for(kind, role)

    assert 3 <= len(asked) <= 5
    assert len({one.key for one in asked}) == len(asked)


def test_every_question_reads_differently_in_both_languages():
    words = [
        w for themes in THEMES.values() for t in themes for w in (t.title, *t.questions.values())
    ]
    said = {}
    for language in ("nl", "en"):
        with override(language):
            said[language] = [str(word) for word in words]

    assert all(nl != en for nl, en in zip(said["nl"], said["en"], strict=True))


# --- private until the coach opens the meeting


def test_before_the_opening_everybody_reads_their_own_only(meeting):
    for role in TRIAD:
        write(meeting, role, good=f"Van de {role}.")

    assert {role.value: seen_by(meeting, role) for role in TRIAD} == {
        role.value: {role.value} for role in TRIAD
    }
    assert all(prepared(meeting, person(meeting.placement, role)) == [] for role in TRIAD)


def test_opening_the_meeting_lays_all_three_side_by_side(meeting):
    write(meeting, Role.STUDENT, good="De btw.", need="Tijd.")
    write(meeting, Role.MENTOR, good="De dagboeken.")

    [good, need] = prepared(opened(meeting), person(meeting.placement, Role.COACH))

    assert [(one.role, one.text) for one in good.answers] == [
        ("student", "De btw."),
        ("mentor", "De dagboeken."),
        ("coach", ""),
    ]
    assert [one.text for one in need.answers] == ["Tijd.", "", ""]


def test_a_meeting_that_was_cancelled_reveals_nothing_and_ones_own_words_stay(meeting):
    write(meeting, Role.STUDENT, good="De btw.")
    trialogues.cancel(
        by=person(meeting.placement, Role.COACH), trialogue=meeting, reason="Griet is ziek."
    )
    meeting.refresh_from_db()

    assert [seen_by(meeting, role) for role in TRIAD] == [{"student"}, set(), set()]
    assert prepared(meeting, person(meeting.placement, Role.COACH)) == []
    assert "De btw." in browser(meeting, Role.STUDENT).get(page(meeting)).content.decode()


def test_a_coordinator_reads_nothing_after_the_opening_either(meeting):
    coordinator = make_user("Wim", "Claes")
    meeting.placement.enrolment.programme.coordinators.add(coordinator)
    write(meeting, Role.STUDENT, good="De btw.")
    meeting = opened(meeting)

    assert Trialogue.objects.visible_to(coordinator).filter(pk=meeting.pk).exists()
    assert list(Preparation.objects.visible_to(coordinator)) == []


def test_a_new_mentor_reads_what_the_former_one_wrote_once_it_is_open_and_under_that_name(meeting):
    write(meeting, Role.MENTOR, good="Van Griet.")
    former, coach = (person(meeting.placement, role) for role in (Role.MENTOR, Role.COACH))
    preparations.say_ready(by=former, trialogue=meeting)
    new = make_user("Geert", "Lootens")
    placements.change_person(by=coach, placement=meeting.placement, role=Role.MENTOR, person=new)
    meeting = Trialogue.objects.get(pk=meeting.pk)

    with clock.at(TODAY + dt.timedelta(days=1)):
        before = list(Preparation.objects.visible_to(new))
        mentor_is_ready = {one.role: one.is_ready for one in readiness(meeting)}["mentor"]
        own_of_former = list(Preparation.objects.visible_to(former))
    with clock.at(MEETING):
        [theme] = prepared(opened(meeting), new)

    assert (before, own_of_former, mentor_is_ready) == ([], [], False)
    assert [one.person for one in theme.answers if one.text] == [former]


# --- writing


def test_the_same_text_again_is_no_new_version(meeting):
    write(meeting, Role.STUDENT, good="De btw.\r\nEn de bank.")

    assert write(meeting, Role.STUDENT, good="De btw.\nEn de bank. ").version == 1


def test_a_second_device_overwrites_nothing_unseen(meeting):
    write(meeting, Role.STUDENT, good="Van de telefoon.")

    with pytest.raises(Refusal) as refused:
        write(meeting, Role.STUDENT, good="Van de laptop.")

    assert refused.value.code == "prepared-elsewhere"
    assert Preparation.objects.get().answers == {"good": "Van de telefoon."}


def test_the_page_shows_both_texts_and_the_next_save_is_the_persons_own_choice(meeting):
    client = browser(meeting, Role.STUDENT)
    write(meeting, Role.STUDENT, good="Van de telefoon.", need="Tijd.")
    sent = {"good": "Van de laptop.", "need": "Tijd.", "seen_version": 0}

    answer = client.post(page(meeting, "preparation-write"), sent)
    both = [(bound.value(), other) for bound, other in answer.context["fields"]]
    seen = answer.context["form"]["seen_version"].value()
    client.post(
        page(meeting, "preparation-write"),
        {**sent, "good": "Van de telefoon. Van de laptop.", "seen_version": seen},
    )

    assert both[0] == ("Van de laptop.", "Van de telefoon.")
    assert both[2] == ("Tijd.", "")
    assert Preparation.objects.get().answers == {
        "good": "Van de telefoon. Van de laptop.",
        "need": "Tijd.",
    }


def test_while_one_types_the_page_hears_the_new_version_or_that_another_device_wrote(meeting):
    client = browser(meeting, Role.STUDENT)
    ask = {"headers": {"Accept": "application/json"}}
    sent = {"good": "De btw.", "seen_version": 0}

    kept = client.post(page(meeting, "preparation-write"), sent, **ask)
    late = client.post(page(meeting, "preparation-write"), {**sent, "good": "Anders."}, **ask)

    assert (kept.status_code, kept.json()["state"], kept.json()["version"]) == (200, "kept", 1)
    assert (late.status_code, late.json()["state"]) == (409, "prepared-elsewhere")


def test_what_lies_on_the_table_does_not_change_any_more(meeting):
    write(meeting, Role.STUDENT, good="De btw.")
    meeting = opened(meeting)

    with pytest.raises(Refusal) as refused:
        write(meeting, Role.STUDENT, good="Iets anders.", seen=1)

    assert refused.value.code == "opened"


def test_it_leaves_no_history(meeting):
    before = HistoryEntry.objects.count()

    write(meeting, Role.STUDENT, good="De btw.")
    preparations.say_ready(by=person(meeting.placement, Role.STUDENT), trialogue=meeting)

    assert HistoryEntry.objects.count() == before


# --- ready


def test_ready_can_be_taken_back_and_what_was_written_stays(meeting):
    client = browser(meeting, Role.MENTOR)

    client.post(
        page(meeting, "preparation-write"), {"good": "Veel.", "seen_version": 0, "ready": "1"}
    )
    said = {one.role: one.is_ready for one in readiness(meeting)}
    client.post(page(meeting, "preparation-take-back"))

    assert said == {"student": False, "mentor": True, "coach": False}
    assert not any(one.is_ready for one in readiness(meeting))
    assert Preparation.objects.get().answers == {"good": "Veel."}


def to_prepare(meeting: Trialogue, role: str, on: dt.date) -> list[str]:
    with clock.at(on):
        found = todo.waiting_for(person(meeting.placement, role), on)
    return [one.url for one in found if one.kind == "meeting-to-prepare"]


def test_it_waits_from_five_working_days_before_until_one_is_ready(meeting):
    sunday, monday = dt.date(2026, 11, 15), dt.date(2026, 11, 16)

    waits = [to_prepare(meeting, Role.STUDENT, date) for date in (sunday, monday)]
    preparations.say_ready(by=person(meeting.placement, Role.STUDENT), trialogue=meeting)

    assert waits == [[], [page(meeting)]]
    assert to_prepare(meeting, Role.STUDENT, monday) == []
    assert to_prepare(meeting, Role.MENTOR, monday) == [page(meeting)]


def test_only_who_wrote_something_can_be_ready_without_opening_the_page(meeting):
    write(meeting, Role.MENTOR, good="Ze vraagt door.")

    waits = {
        role: todo.waiting_for(person(meeting.placement, role), TODAY.date())
        for role in (Role.STUDENT, Role.MENTOR)
    }

    assert {
        role: [one.done_in_place for one in found if one.kind == "meeting-to-prepare"]
        for role, found in waits.items()
    } == {Role.STUDENT: [""], Role.MENTOR: [page(meeting, "preparation-ready")]}


def test_a_meeting_that_was_cancelled_asks_nobody_to_prepare(meeting):
    trialogues.cancel(
        by=person(meeting.placement, Role.COACH), trialogue=meeting, reason="Griet is ziek."
    )

    assert to_prepare(meeting, Role.STUDENT, TODAY.date()) == []
