"""Meetings: an agenda from the data, notes that nobody overwrites, a report that all three sign."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from accounts.enums import TRIAD, Role
from accounts.models import User
from competences.actions.assessments import say
from competences.enums import Moment
from competences.models import Competence, MasteryLevel
from config import clock
from config.pdf import render_document
from config.refusal import Refusal
from placements.actions import sign_offs, trialogue_notes, trialogues
from placements.documents.trialogue_report import report_hash, trialogue_report
from placements.enums import TrialogueState
from placements.models import Placement, Trialogue
from placements.overviews.meetings import forecast
from placements.overviews.trialogue import Meeting
from placements.rules.agenda import CLOSING
from tests.factories import make_placement, person
from tests.placements.stories import hold_trialogue, rate, work

pytestmark = pytest.mark.django_db

DAY_NINE = dt.date(2026, 10, 1)
LIST_QUERIES = 13


@pytest.fixture
def placement() -> Placement:
    """Nine days worked; on two competences the voices differ."""
    found = make_placement()
    work(found, 9)
    with clock.at(DAY_NINE):
        rate(found, Role.STUDENT, "V")
        rate(found, Role.MENTOR, "V")
        speak(found, Role.MENTOR, 1, "K", "Nog met hulp.")
        speak(found, Role.STUDENT, 2, "A", "Dat doe ik alleen.")
        speak(found, Role.MENTOR, 2, "K", "Ik keek alles na.")
    return found


@pytest.fixture
def meeting(placement: Placement) -> Trialogue:
    return hold_trialogue(placement, DAY_NINE)


def speak(placement: Placement, role: str, position: int, code: str, words: str = "") -> None:
    version = placement.dossier.version_id
    say(
        by=person(placement, role),
        dossier=placement.dossier,
        competence=Competence.objects.get(version=version, position=position),
        came_up=True,
        level=MasteryLevel.objects.get(version=version, code=code),
        moment=Moment.TRIALOGUE,
        comment=words,
    )


def note(meeting: Trialogue, role: str, text: str, *, seen: int = 0, item: str = CLOSING):
    return trialogue_notes.note(
        by=person(meeting.placement, role),
        trialogue=meeting,
        item=item,
        notes=text,
        seen_version=seen,
    ).note


def sign(meeting: Trialogue, *roles: str, remark: str = "") -> Trialogue:
    for role in roles:
        found = Trialogue.objects.get(pk=meeting.pk)
        sign_offs.sign_off(
            by=person(meeting.placement, role),
            trialogue=found,
            shown=report_hash(found),
            remark=remark,
        )
    return Trialogue.objects.get(pk=meeting.pk)


def browser(placement: Placement, role: str) -> Client:
    client = Client()
    client.force_login(person(placement, role))
    return client


def page(meeting: Trialogue, name: str = "trialogue") -> str:
    return reverse(f"placements:{name}", args=[meeting.pk])


# --- the agenda


def test_the_widest_difference_stands_first_on_the_agenda(meeting):
    with translation.override("en"):
        items = Meeting(meeting).items

    assert [(item.title, item.reason) for item in items] == [
        (
            "How is it going?",
            "hardly a day says how it was: everybody describes one moment",
        ),
        ("Competence 3", "2 levels apart"),
        ("Competence 2", "1 level apart"),
        ("Said, and not shown yet", "2 competences have a level and nothing that shows it"),
        ("Read what was agreed", "and all three sign off"),
    ]


def test_an_item_stays_when_the_voices_come_together_in_the_meeting(placement, meeting):
    with clock.at(DAY_NINE + dt.timedelta(days=1)):
        speak(placement, Role.STUDENT, 2, "V")
        speak(placement, Role.MENTOR, 2, "V")
        item = Meeting(meeting).items[1]

    assert (item.title, item.settled) == ("Competentie 3", True)


def test_open_actions_of_last_time_come_back_on_the_agenda(placement, meeting):
    with clock.at(DAY_NINE):
        action = trialogue_notes.agree(
            by=placement.coach, trialogue=meeting, what="Btw oefenen", who=Role.STUDENT, due_on=None
        )
    later = hold_trialogue(placement, DAY_NINE + dt.timedelta(days=30), kind="extra")

    assert Meeting(later).open_before == [action]
    assert "actions" in {item.key for item in Meeting(later).items}


def test_a_finished_action_does_not_come_back(placement, meeting):
    with clock.at(DAY_NINE):
        action = trialogue_notes.agree(
            by=placement.coach, trialogue=meeting, what="Btw oefenen", who=Role.STUDENT, due_on=None
        )
        trialogue_notes.finish_action(by=placement.student, action=action)
    later = hold_trialogue(placement, DAY_NINE + dt.timedelta(days=30), kind="extra")

    assert Meeting(later).open_before == []


# --- planning and opening


def test_a_moment_in_the_past_is_refused_beside_its_field(placement):
    client = browser(placement, Role.COACH)
    data = {"kind": "progress", "minutes": 60, "starts_at": "2026-09-30T10:00"}

    with clock.at(DAY_NINE):
        response = client.post(reverse("placements:trialogue-plan", args=[placement.pk]), data)

    assert list(response.context["form"].errors) == ["starts_at"]
    assert Trialogue.objects.count() == 0


@pytest.mark.parametrize(("after", "levels"), [(0, ["success"]), (1, ["success", "warning"])])
def test_the_coach_hears_that_a_meeting_is_planned_after_its_window(placement, after, levels):
    client = browser(placement, Role.COACH)
    with clock.at(DAY_NINE):
        closes = forecast(placement)[0].closes + dt.timedelta(days=after)
        data = {"kind": "progress", "minutes": 60, "starts_at": f"{closes}T10:00"}
        response = client.post(
            reverse("placements:trialogue-plan", args=[placement.pk]), data, follow=True
        )

    assert sorted(message.level_tag for message in response.context["messages"]) == levels


def test_a_planned_meeting_opens_on_its_day_and_not_before(placement):
    with clock.at(DAY_NINE):
        moment = clock.now() + dt.timedelta(days=3)
        planned = trialogues.plan(by=placement.coach, placement=placement, starts_at=moment)
        with pytest.raises(Refusal) as refused:
            trialogues.hold(by=placement.coach, trialogue=planned)
    client = browser(placement, Role.COACH)
    with clock.at(moment):
        client.post(page(planned, "trialogue-hold"))

    planned.refresh_from_db()
    assert refused.value.codes == ["too-early"]
    assert (planned.state, planned.held_after_days) == (TrialogueState.HELD, 9)


def test_a_meeting_is_not_opened_on_the_evening_before(placement):
    with clock.at(dt.datetime(2026, 10, 1, 23, 30)):
        tomorrow = clock.now() + dt.timedelta(hours=9)
        planned = trialogues.plan(by=placement.coach, placement=placement, starts_at=tomorrow)
        with pytest.raises(Refusal) as refused:
            trialogues.hold(by=placement.coach, trialogue=planned)

    assert refused.value.codes == ["too-early"]


# --- the report


def test_the_report_stands_still_from_the_first_sign_off(placement, meeting):
    note(meeting, Role.COACH, "Goed gesprek.")
    with clock.at(DAY_NINE):
        sign(meeting, Role.STUDENT)
    frozen = report_hash(Trialogue.objects.get(pk=meeting.pk))

    with pytest.raises(Refusal) as refused:
        note(meeting, Role.MENTOR, "Nog iets.", seen=1)
    with clock.at(DAY_NINE + dt.timedelta(days=2)):
        rate(placement, Role.MENTOR, "A")
        work(placement, 1)
        after = report_hash(Trialogue.objects.get(pk=meeting.pk))

    assert refused.value.codes == ["report-frozen"]
    assert after == frozen


def test_a_yes_to_a_report_that_changed_is_refused_and_shows_the_new_one(placement, meeting):
    client = browser(placement, Role.STUDENT)
    with clock.at(DAY_NINE):
        seen = client.get(page(meeting, "trialogue-sign-off")).context["form"]["shown"].value()
        note(meeting, Role.COACH, "Nog een afspraak.")
        response = client.post(
            page(meeting, "trialogue-sign-off"), {"shown": seen, "remark": "Goed."}
        )

    form = response.context["form"]
    assert [error.code for error in form.errors.as_data()["__all__"]] == ["report-changed"]
    assert form["shown"].value() == report_hash(meeting)
    assert not meeting.sign_offs.exists()


def test_the_third_signature_closes_the_meeting_with_everybodys_remark(meeting):
    with clock.at(DAY_NINE):
        two = sign(meeting, Role.STUDENT, Role.MENTOR, remark="Fijn.")
        three = sign(meeting, Role.COACH)
        report = trialogue_report(three, "nl")

    assert (two.state, three.state) == (TrialogueState.HELD, TrialogueState.SIGNED)
    assert [(block.voice, block.remark) for block in report.signatures] == [
        ("student", "Fijn."),
        ("mentor", "Fijn."),
        ("coach", ""),
    ]


def test_nobody_signs_twice(meeting):
    with clock.at(DAY_NINE):
        sign(meeting, Role.STUDENT)
        with pytest.raises(Refusal) as refused:
            sign(meeting, Role.STUDENT)

    assert refused.value.codes == ["already-signed"]


def test_the_signed_report_is_the_same_paper_ever_after_in_both_languages(placement, meeting):
    note(meeting, Role.COACH, "We namen de tijd.")
    with clock.at(DAY_NINE):
        trialogue_notes.agree(
            by=placement.coach, trialogue=meeting, what="Samen nalezen", who="mentor", due_on=None
        )
        signed = sign(meeting, *TRIAD)
        before = render_document(trialogue_report(signed, "nl"))
    with clock.at(DAY_NINE + dt.timedelta(days=30)):
        rate(placement, Role.STUDENT, "0")
        User.objects.filter(pk=placement.student.pk).update(last_name="X")
        after = render_document(trialogue_report(Trialogue.objects.get(pk=signed.pk), "nl"))
        english = trialogue_report(signed, "en")

    words = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(after)).pages)
    assert before == after
    assert english.agenda[0].title == "How is it going?"
    assert [line in words for line in ("We namen de tijd.", "Samen nalezen")] == [True, True]


def test_no_report_before_all_three_have_signed(placement, meeting):
    client = browser(placement, Role.STUDENT)

    assert client.get(page(meeting, "trialogue-report")).status_code == 403


# --- lists


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_meetings(
    placement, count, django_assert_num_queries
):
    for number in range(count):
        hold_trialogue(placement, DAY_NINE + dt.timedelta(days=number), kind="extra")
    client = browser(placement, Role.COACH)

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(reverse("placements:trialogue-list"))

    assert [len(group.meetings) for group in response.context["groups"]] == [count]
