"""The yes of three to one text: bound to a version, and opened again only by a correction."""

import contextlib
import datetime as dt
import io
import random

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from accounts import reminders
from accounts.enums import TRIAD, Role
from accounts.models import HistoryEntry, Notification
from config import clock
from config.pdf import render_document
from config.refusal import Refusal
from placements.actions import placements, sign_offs, trialogue_notes
from placements.documents.trialogue_report import (
    earlier_report,
    hash_of,
    report_hash,
    trialogue_report,
)
from placements.enums import SignOffWay, TrialogueState
from placements.models import EarlierReport, Placement, SignOff, Trialogue, TrialogueNote
from placements.overviews.sign_offs import signing
from placements.overviews.waiting import mine
from tests.factories import make_placement, make_user, person
from tests.placements.stories import hold_trialogue, work

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 10, 1)
LATER = DAY + dt.timedelta(days=4)
WHY = "De datum van de afspraak klopt niet"


@pytest.fixture
def placement() -> Placement:
    found = make_placement()
    work(found, 3)
    return found


@pytest.fixture
def meeting(placement: Placement) -> Trialogue:
    return hold_trialogue(placement, DAY)


def fresh(meeting: Trialogue) -> Trialogue:
    return Trialogue.objects.get(pk=meeting.pk)


def sign(meeting: Trialogue, *roles: str, remark: str = "") -> Trialogue:
    for role in roles:
        found = fresh(meeting)
        who = person(found.placement, role)
        sign_offs.sign_off(by=who, trialogue=found, shown=report_hash(found), remark=remark)
    return fresh(meeting)


def correct(meeting: Trialogue, *, by: str = Role.COACH, **given) -> Trialogue:
    found = fresh(meeting)
    said = {"version": found.report_version, "reason": WHY} | given
    return sign_offs.correct(by=person(found.placement, by), trialogue=found, **said)


def note(meeting: Trialogue, text: str) -> TrialogueNote:
    coach = person(meeting.placement, Role.COACH)
    seen = meeting.notes.filter(item="close").values_list("version", flat=True).first() or 0
    return trialogue_notes.note(by=coach, trialogue=meeting, notes=text, seen_version=seen)


def words(document) -> str:
    pages = PdfReader(io.BytesIO(render_document(document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# --- corrections


def test_a_correction_keeps_the_version_opens_the_meeting_and_asks_all_three_anew(meeting):
    with clock.at(DAY):
        sign(meeting, *TRIAD, remark="Akkoord.")
    with clock.at(LATER):
        opened = correct(meeting)
        note(meeting, "Nu wel juist.")
        twice = sign(meeting, Role.STUDENT, Role.MENTOR)
        thrice = sign(meeting, Role.COACH)

    kept = meeting.earlier_reports.get()
    assert (opened.state, opened.report, opened.report_version) == (TrialogueState.HELD, None, 2)
    assert (twice.state, thrice.state) == (TrialogueState.HELD, TrialogueState.SIGNED)
    assert (kept.version, kept.corrected_because) == (1, WHY)
    assert list(
        meeting.sign_offs.order_by("pk").values_list("report_version", "role", "remark")
    ) == [
        (1, "student", "Akkoord."),
        (1, "mentor", "Akkoord."),
        (1, "coach", "Akkoord."),
        (2, "student", ""),
        (2, "mentor", ""),
        (2, "coach", ""),
    ]


def test_all_three_hear_of_a_correction_with_its_reason(placement, meeting):
    with clock.at(DAY):
        sign(meeting, Role.STUDENT)
    with clock.at(LATER):
        correct(meeting)
        told = list(Notification.objects.filter(rule="report-corrected"))
        with translation.override("en"):
            lines = {one.recipient_id: reminders.rule(one.rule).render(one) for one in told}

    assert set(lines) == {placement.student.pk, placement.mentor.pk, placement.coach.pk}
    assert {one.urgent for one in told} == {True}
    assert lines[placement.student.pk].title == "The report of your meeting is being corrected"
    assert lines[placement.mentor.pk].detail == (
        f"Because: {WHY}. It needs the sign-off of all three again."
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"by": Role.MENTOR}, "not-your-role"),
        ({"by": Role.STUDENT}, "not-your-role"),
        ({"reason": "  "}, "reason-missing"),
        ({"version": 7}, "already-corrected"),
    ],
)
def test_only_the_coach_corrects_with_a_reason_the_version_at_hand(meeting, given, code):
    with clock.at(DAY):
        sign(meeting, Role.STUDENT)
        with pytest.raises(Refusal) as refused:
            correct(meeting, **given)

    assert refused.value.codes == [code]
    assert (fresh(meeting).report_version, EarlierReport.objects.count()) == (1, 0)


def test_what_nobody_signed_is_changed_and_not_corrected(meeting):
    with clock.at(DAY), pytest.raises(Refusal) as refused:
        correct(meeting)

    assert refused.value.codes == ["not-frozen"]


def test_a_placement_that_ended_keeps_its_reports(placement, meeting):
    with clock.at(DAY):
        sign(meeting, *TRIAD)
    Placement.objects.filter(pk=placement.pk).update(ended_at=clock.now())
    with clock.at(LATER), pytest.raises(Refusal) as refused:
        correct(meeting)

    assert refused.value.codes == ["placement-closed"]


def test_an_earlier_version_says_on_paper_by_what_it_was_replaced_and_why(meeting):
    with clock.at(DAY):
        note(meeting, "Eerste tekst.")
        sign(meeting, *TRIAD, remark="Zo was het.")
    with clock.at(LATER):
        correct(meeting)
        note(meeting, "Tweede tekst.")
        sign(meeting, *TRIAD)
    with clock.at(LATER):
        first = earlier_report(meeting.earlier_reports.get(), "en")
        second = trialogue_report(fresh(meeting), "en")
        paper = words(first)

    assert first.replaced.replace("\xa0", " ") == (
        f"Replaced by version 2 on Monday 5 October 2026, because: {WHY}"
    )
    assert {block.remark for block in first.signatures} == {"Zo was het."}
    assert second.replaced == ""
    assert second.stamp.reference == f"{first.stamp.reference}-v2"
    assert [fact.value for fact in second.facts if fact.label == "Version"] == [
        f"2; replaces version 1, because: {WHY}"
    ]
    found = [line in paper for line in ("Eerste tekst.", "Replaced by version 2", "Tweede tekst.")]
    assert found == [True, True, False]


def test_the_three_read_an_earlier_version_on_its_page_and_as_a_paper(placement, meeting):
    with clock.at(DAY):
        sign(meeting, Role.STUDENT)
    with clock.at(LATER):
        correct(meeting)
        client = Client()
        client.force_login(placement.mentor)
        page = client.get(reverse("placements:report-earlier", args=[meeting.pk, 1]))
        paper = client.get(reverse("placements:report-earlier-paper", args=[meeting.pk, 1]))
        nothing = client.get(reverse("placements:report-earlier", args=[meeting.pk, 2]))

    assert page.context["report"].replaced != ""
    assert (paper["Content-Type"], nothing.status_code) == ("application/pdf", 404)


def test_after_a_correction_the_report_waits_for_everybody_again(placement, meeting):
    def waiting(role: str) -> list[int]:
        return [one.pk for found in mine(person(placement, role)) for one in found.reports]

    with clock.at(LATER):
        sign(meeting, Role.STUDENT, Role.MENTOR)
        before = [waiting(role) for role in TRIAD]
        correct(meeting)
        after = [waiting(role) for role in TRIAD]

    assert before == [[], [], [meeting.pk]]
    assert after == [[meeting.pk]] * 3


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_a_sign_off_stays_bound_to_the_text_that_was_signed(meeting, seed):
    """Random steps; after each: what a sign-off names is still there, word for word, and nothing
    was written while a version was frozen."""
    choose = random.Random(seed)
    for step in range(14):
        with clock.at(dt.datetime.combine(DAY, dt.time(9)) + dt.timedelta(hours=step)):
            before = fresh(meeting)
            notes = list(meeting.notes.values_list("text", flat=True))
            act = choose.choice(
                [
                    lambda: note(meeting, f"Stap {step}."),  # noqa: B023 - called at once
                    *(lambda role=role: sign(meeting, role) for role in TRIAD),
                    lambda: correct(meeting),
                ]
            )
            with contextlib.suppress(Refusal):
                act()
            after = fresh(meeting)
            if before.is_frozen and after.is_frozen:
                assert (after.report, list(meeting.notes.values_list("text", flat=True))) == (
                    before.report,
                    notes,
                )
            assert_bound(after)


def assert_bound(meeting: Trialogue) -> None:
    texts = {one.version: one.values for one in meeting.earlier_reports.all()}
    texts |= {meeting.report_version: meeting.report} if meeting.is_frozen else {}
    signed = {one.report_version: one.report_sha256 for one in meeting.sign_offs.all()}
    assert signed == {version: hash_of(texts[version]) for version in signed}
    assert set(texts) == set(signed)
    assert {one.version: one.sha256 for one in meeting.earlier_reports.all()} == {
        version: hash_of(values)
        for version, values in texts.items()
        if version != meeting.report_version
    }


# --- what the paper says of each


def test_the_paper_says_how_each_signed_and_who_was_the_witness(placement, meeting):
    with clock.at(DAY):
        sign(meeting, Role.COACH, Role.STUDENT)
        found = fresh(meeting)
        sign_offs.sign_off_passed(
            by=placement.coach,
            trialogue=found,
            person=placement.mentor,
            shown=report_hash(found),
        )
        report = trialogue_report(fresh(meeting), "en")

    coach = placement.coach.get_full_name()
    assert [(block.voice, block.how) for block in report.signatures] == [
        ("student", "signed in"),
        ("mentor", f"on the coach's device, in the meeting; witness: {coach}"),
        ("coach", "signed in"),
    ]


def test_who_took_over_since_stands_on_the_paper_under_their_own_name(placement, meeting):
    before, after = placement.mentor, make_user("Geert", "Vos")
    with clock.at(DAY):
        sign(meeting, Role.STUDENT)
    with clock.at(LATER):
        placements.change_person(
            by=placement.coach, placement=placement, role=Role.MENTOR, person=after
        )
        found = fresh(meeting)
        sign_offs.sign_off(by=after, trialogue=found, shown=report_hash(found))
        block = trialogue_report(fresh(meeting), "en").signatures[1]

    assert (block.name, block.how) == (
        "Geert Vos",
        f"signed in; in the place of {before.get_full_name()}",
    )


# --- whoever is absent


def test_closing_mails_whoever_is_missing_once_a_day_and_not_the_coach(placement, meeting):
    with clock.at(DAY):
        sign(meeting, Role.STUDENT)
        first = sign_offs.close(by=placement.coach, trialogue=fresh(meeting))
        again = sign_offs.close(by=placement.coach, trialogue=fresh(meeting))

    sent = Notification.objects.filter(rule="report-to-sign").get()
    assert (first, again) == ([placement.mentor], [])
    assert (sent.recipient, sent.urgent) == (placement.mentor, True)
    assert sent.url == reverse("placements:trialogue-sign-off", args=[meeting.pk])


def test_a_mail_about_a_report_is_not_sent_when_it_was_signed_meanwhile(placement, meeting):
    with clock.at(DAY):
        sign_offs.close(by=placement.coach, trialogue=fresh(meeting))
        sent = Notification.objects.get(rule="report-to-sign", recipient=placement.mentor)
        holds = reminders.rule(sent.rule).still_true
        before = holds(sent)
        sign(meeting, Role.MENTOR)

    assert (before, holds(sent)) == (True, False)


def test_a_mail_about_a_version_that_was_corrected_is_not_sent(placement, meeting):
    with clock.at(DAY):
        sign(meeting, Role.STUDENT)
        sign_offs.close(by=placement.coach, trialogue=fresh(meeting))
        correct(meeting)

    sent = Notification.objects.get(rule="report-to-sign", recipient=placement.mentor)
    assert reminders.rule(sent.rule).still_true(sent) is False


def test_the_page_says_when_somebody_was_asked_by_mail(placement, meeting):
    with clock.at(DAY):
        sign_offs.close(by=placement.coach, trialogue=fresh(meeting))
        found = signing(fresh(meeting), Role.COACH)

    asked = {one.role: one.asked_at is not None for one in found.signers}
    assert asked == {"student": True, "mentor": True, "coach": False}


def test_every_sign_off_and_correction_stands_in_the_story(meeting):
    with clock.at(DAY):
        sign(meeting, Role.STUDENT)
        correct(meeting)

    entries = HistoryEntry.objects.filter(
        action__in=["trialogue-signed", "report-corrected"]
    ).order_by("pk")
    assert [(one.action, one.data) for one in entries] == [
        ("trialogue-signed", {"role": "student", "way": "own", "version": 1}),
        ("report-corrected", {"version": 1, "reason": WHY}),
    ]


def test_nobody_is_their_own_witness(placement, meeting):
    found = fresh(meeting)
    with clock.at(DAY), pytest.raises(Refusal) as refused:
        sign_offs.sign_off_passed(
            by=placement.coach,
            trialogue=found,
            person=placement.coach,
            shown=report_hash(found),
        )

    assert refused.value.codes == ["own-witness"]
    assert not SignOff.objects.filter(way=SignOffWay.PASSED).exists()
