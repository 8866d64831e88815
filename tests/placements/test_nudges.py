"""One click asks for the next step: in the coach's words, logged, and not twice."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actions.notifications import notify
from accounts.enums import Role
from accounts.models import HistoryEntry, Notification
from accounts.reminders import rule
from config import clock
from config.refusal import Refusal
from placements.actions import days, mandates, nudges
from placements.enums import Attention
from placements.models import Nudge, Placement
from placements.overviews.board import board, row_of
from placements.overviews.board_asking import people_to_ask
from placements.overviews.board_lines import line
from placements.overviews.story import story_of
from placements.rules.attention_facts import Rank, Reason
from placements.rules.nudges import PAUSE, again_from, nudge_obstacles, opening_words
from tests.accounts.factories import at_once
from tests.factories import make_placement, make_user, person
from tests.placements.stories import work

TWO = (Role.STUDENT, Role.MENTOR)
FRIDAY = dt.date(2026, 10, 23)  # days of September wait for Griet


@pytest.fixture
def placement(db) -> Placement:
    placement = make_placement()
    work(placement, 3, confirm=False)
    return placement


def ask(placement: Placement, *, role: str = Role.MENTOR, words: str = "Kijk je even?") -> Nudge:
    return nudges.nudge(
        by=person(placement, Role.COACH),
        placement=placement,
        kind=Attention.MENTOR_SILENCE,
        person=person(placement, role),
        words=words,
    )


def refused(call) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.codes


def test_the_same_is_asked_again_after_five_working_days():
    """Friday the 23rd; All Saints' is a Sunday that year, so the week after has five days."""
    assert (PAUSE, again_from(FRIDAY)) == (5, dt.date(2026, 10, 30))

    def codes(today: dt.date) -> list[str]:
        found = nudge_obstacles(
            is_asked=True, is_theirs=True, words="Kijk je?", last=FRIDAY, today=today
        )
        return [one.code for one in found]

    assert codes(dt.date(2026, 10, 29)) == ["asked-already"]
    assert codes(dt.date(2026, 10, 30)) == []


def test_the_sentence_that_stands_ready_is_in_the_language_of_who_reads_it(client, placement):
    mentor = person(placement, Role.MENTOR)
    mentor.language = "en"
    mentor.save()
    client.force_login(person(placement, Role.COACH))

    with clock.at(FRIDAY):
        page = client.get(
            reverse("placements:nudge-give", args=[placement.pk, Attention.MENTOR_SILENCE])
        )

    assert page.context["form"].initial == {
        "person": mentor.pk,
        "words": "Will you look at the days of Amina that wait for you?",
    }


def test_every_kind_that_asks_somebody_has_a_sentence_of_its_own():
    kinds = [Attention.SILENCE, Attention.AGREEMENT, Attention.REPORT, Attention.ONBOARDING]
    kinds += [Attention.ACTIONS, Attention.GOALS, Attention.DRIFT, Attention.WELLBEING]

    said = {opening_words(kind, Role.STUDENT, student="Amina") for kind in kinds}

    assert len(said) == len(kinds)


def test_asking_writes_the_nudge_its_message_and_its_line_in_the_story_together(placement):
    with clock.at(FRIDAY):
        asked = ask(placement)

    message = Notification.objects.get(rule="nudge")
    told = rule("nudge").render(message)
    assert (asked.kind, asked.role, asked.on) == (Attention.MENTOR_SILENCE, Role.MENTOR, FRIDAY)
    assert (message.recipient, message.urgent) == (person(placement, Role.MENTOR), True)
    assert told.detail == "Kijk je even?"
    assert [(one.text, one.detail) for one in story_of(placement)][:1] == [
        ("vroeg een volgende stap", "Griet Moerman")
    ]
    assert HistoryEntry.objects.get(action="nudge-given").data == {"to": "Griet Moerman"}


def test_the_row_shows_whom_was_asked_and_offers_it_no_more(placement):
    with clock.at(FRIDAY):
        ask(placement)
    with clock.at(FRIDAY + dt.timedelta(days=1)):
        row = board(person(placement, Role.COACH)).rows[0]
        shown = line(row, row.standing(Attention.MENTOR_SILENCE))

    assert shown.asked == "Gevraagd aan Griet, gisteren"
    assert [way.asks for way in (shown.way, *shown.beside)] == [False]


def test_what_cannot_be_asked_is_refused(placement):
    with clock.at(FRIDAY):
        assert refused(lambda: ask(placement, role=Role.STUDENT)) == ["not-theirs"]
        assert refused(lambda: ask(placement, words="  ")) == ["no-words"]
        ask(placement)
        assert refused(lambda: ask(placement)) == ["asked-already"]
    with clock.at(FRIDAY - dt.timedelta(days=28)):
        assert refused(lambda: ask(placement)) == ["nothing-to-ask"]
    assert Nudge.objects.count() == 1


def test_a_deputy_is_asked_like_the_mentor_but_not_to_sign_the_agreement(client, placement):
    """Bo stands in for Griet: each is asked once, and Bo is no party to the agreement."""
    bo = make_user("Bo", "Rys")
    client.force_login(person(placement, Role.COACH))
    address = reverse("placements:nudge-give", args=[placement.pk, Attention.MENTOR_SILENCE])
    with clock.at(FRIDAY):
        mandates.add_deputy(by=person(placement, Role.MENTOR), placement=placement, person=bo)
        offered = client.get(address).context["form"].fields["person"].choices
        client.post(address, {"person": bo.pk, "words": "Kijk je even, Bo?"})
        left = client.get(address).context["people"]
        row = row_of(placement)
        may_sign = people_to_ask(row, Reason(Attention.AGREEMENT, Rank.AGREEMENT, "", asks=TWO))

    griet = person(placement, Role.MENTOR)
    asked = Nudge.objects.get()
    message = Notification.objects.get(rule="nudge")
    assert offered == [(str(griet.pk), "Griet"), (str(bo.pk), "Bo")]
    assert (asked.recipient, asked.role, message.recipient) == (bo, Role.MENTOR, bo)
    assert left == [griet]
    assert may_sign == [person(placement, Role.STUDENT), griet]
    with clock.at(FRIDAY):
        assert rule("nudge").still_true(message)


def test_who_presses_a_panel_that_stood_open_reads_when_it_was_asked(client, placement):
    client.force_login(person(placement, Role.COACH))
    address = reverse("placements:nudge-give", args=[placement.pk, Attention.MENTOR_SILENCE])
    with clock.at(FRIDAY):
        asked = ask(placement)
        page = client.post(address, {"person": asked.recipient_id, "words": "Nog eens?"})

    assert [one.code for one in page.context["obstacles"]] == ["asked-already"]
    assert Nudge.objects.count() == 1


def test_only_the_coach_asks(placement):
    with clock.at(FRIDAY), pytest.raises(Refusal):
        nudges.nudge(
            by=person(placement, Role.STUDENT),
            placement=placement,
            kind=Attention.MENTOR_SILENCE,
            person=person(placement, Role.MENTOR),
            words="Kijk je?",
        )


def test_a_message_is_not_sent_any_more_once_the_thing_is_done(placement):
    with clock.at(FRIDAY):
        ask(placement)
        message = Notification.objects.get(rule="nudge")
        before = rule("nudge").still_true(message)
        days.confirm(by=message.recipient, days=list(placement.days.all()))
        after = rule("nudge").still_true(message)

    assert (before, after) == (True, False)


def test_the_panel_says_that_a_reminder_about_the_same_went_today(client, placement):
    client.force_login(person(placement, Role.COACH))
    address = reverse("placements:nudge-give", args=[placement.pk, Attention.MENTOR_SILENCE])
    with clock.at(FRIDAY):
        before = client.get(address).context["reminded"]
        notify(
            "days-waiting",
            subject=placement,
            recipient=person(placement, Role.MENTOR),
            due_on=FRIDAY,
            context={"placement": placement.pk},
        )
        after = client.get(address).context["reminded"]

    assert (before, after) == ([], ["Griet"])


def test_the_words_are_for_who_was_asked_and_for_the_coach(placement):
    with clock.at(FRIDAY):
        ask(placement)
        seen = {
            role: Nudge.objects.visible_to(person(placement, role)).count()
            for role in (Role.STUDENT, Role.MENTOR, Role.COACH)
        }

    assert seen == {Role.STUDENT: 0, Role.MENTOR: 1, Role.COACH: 1}


def test_the_database_keeps_one_a_day(placement):
    with clock.at(FRIDAY):
        asked = ask(placement)
        with pytest.raises(IntegrityError, match="nudge_once_a_day"), transaction.atomic():
            Nudge.objects.create(
                placement=placement,
                kind=asked.kind,
                role=asked.role,
                recipient=asked.recipient,
                by=asked.by,
            )


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_ask_once():
    placement = make_placement()
    work(placement, 3, confirm=False)

    def click(_number: int) -> str:
        with clock.at(FRIDAY):
            try:
                ask(Placement.objects.get(pk=placement.pk))
            except Refusal as refusal:
                return refusal.code
        return "asked"

    assert sorted(at_once(click, 10)) == ["asked", *["asked-already"] * 9]
    assert Notification.objects.filter(rule="nudge").count() == 1


def test_a_row_of_a_placement_that_ended_is_none(placement):
    Placement.objects.filter(pk=placement.pk).update(ended_at=clock.now())

    assert row_of(placement) is None
