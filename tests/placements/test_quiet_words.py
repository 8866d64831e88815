"""What a student says to the coach alone: who reads it, until when it can be taken back, and
where it never stands."""

import datetime as dt
import json

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from accounts import todo
from accounts.actions.notifications import gather
from accounts.delivery import send_due
from accounts.enums import Role
from accounts.models import HistoryEntry, Notification, User
from accounts.reminders import rule
from config import clock
from config.refusal import Refusal
from placements.actions import placements, quiet_words
from placements.enums import Attention
from placements.models import Placement, QuietWord
from placements.models.attention import QuietWordQuerySet
from placements.overviews.board import board
from placements.overviews.story import story_of
from tests.accounts.factories import at_once
from tests.factories import make_placement, make_programme, make_user, person

TODAY = dt.datetime(2026, 10, 23, 15, 0)
SECRET = "mark-9a7c-ik-durf-niet-meer"
ANSWER = "mark-41dd-ik-bel-je"


@pytest.fixture
def wim(db) -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def placement(wim) -> Placement:
    return make_placement(programme=make_programme(coordinator=wim))


def give(placement: Placement, words: str = SECRET) -> QuietWord:
    student = person(placement, Role.STUDENT)
    return quiet_words.give(by=student, placement=placement, words=words)


def refused(call) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.codes


def test_it_stands_first_on_the_board_without_its_words(client, placement):
    coach = person(placement, Role.COACH)
    client.force_login(coach)
    with clock.at(TODAY):
        give(placement)
        row = board(coach).rows[0]
        page = client.get(reverse("placements:board")).content.decode()

    assert (row.reasons[0].kind, row.reasons[0].title) == (Attention.TALK, "Wil je spreken")
    assert SECRET not in page


def test_on_today_it_stands_before_what_is_due_today(placement):
    coach, tomorrow = person(placement, Role.COACH), TODAY + dt.timedelta(days=1)
    with clock.at(TODAY):
        give(placement)
    with clock.at(tomorrow):
        waiting = todo.waiting_for(coach, tomorrow.date())

    talk = waiting[0]

    assert (talk.kind, talk.due) == (Attention.TALK, TODAY.date())


def test_the_mail_says_neither_who_nor_what(placement, mailoutbox):
    with clock.at(TODAY) as now:
        give(placement)
        gather(now)
        send_due(now)

    mail = next(one for one in mailoutbox if one.to == [person(placement, Role.COACH).email])
    whole = str(mail.message())
    assert "Een student vraagt om door jou gehoord te worden" in mail.body
    assert [word for word in (SECRET, "Amina", "Bouzid") if word in whole] == []


def test_the_student_sees_that_it_was_heard_and_the_answer(client, placement):
    coach, student = person(placement, Role.COACH), person(placement, Role.STUDENT)
    client.force_login(student)
    with clock.at(TODAY):
        quiet_words.hear(by=coach, word=give(placement), answer=ANSWER)
        page = client.get(reverse("placements:quiet-word-give", args=[placement.pk]))
        left = board(coach)

    assert [(word.words, word.answer) for word in page.context["heard"]] == [(SECRET, ANSWER)]
    assert Attention.TALK not in {one.kind for row in left.rows for one in row.reasons}
    told = Notification.objects.get(rule="quiet-word-heard")
    assert (told.recipient, told.context) == (student, {})


def test_an_answer_may_follow_once(placement):
    coach = person(placement, Role.COACH)
    with clock.at(TODAY):
        word = quiet_words.hear(by=coach, word=give(placement))
        word = quiet_words.hear(by=coach, word=word, answer=ANSWER)
        again = refused(lambda: quiet_words.hear(by=coach, word=word, answer="Nog iets"))

    assert (word.answer, again) == (ANSWER, ["heard-already"])


def test_what_is_taken_back_is_erased_and_its_mail_with_it(placement):
    with clock.at(TODAY):
        word = give(placement)
        quiet_words.withdraw(by=word.said_by, word=word)
        quiet_words.withdraw(by=word.said_by, word=word)

    word.refresh_from_db()
    assert word.words == ""
    assert Notification.objects.get(rule="quiet-word").cancelled_at is not None
    assert not QuietWord.objects.visible_to(person(placement, Role.COACH)).exists()


def test_after_it_was_heard_it_cannot_be_taken_back(placement):
    with clock.at(TODAY):
        word = quiet_words.hear(by=person(placement, Role.COACH), word=give(placement))

        assert refused(lambda: quiet_words.withdraw(by=word.said_by, word=word)) == ["heard"]


def test_one_waits_at_a_time(placement):
    with clock.at(TODAY):
        give(placement, words="")

        assert refused(lambda: give(placement)) == ["word-waits"]


def test_only_the_student_gives_and_only_the_coach_hears(placement):
    mentor = person(placement, Role.MENTOR)
    with clock.at(TODAY):
        word = give(placement)

        assert refused(lambda: quiet_words.give(by=mentor, placement=placement)) == [
            "not-your-role"
        ]
        assert refused(lambda: quiet_words.hear(by=mentor, word=word)) == ["not-your-role"]


def test_a_new_coach_reads_nothing_and_the_student_hears_so(client, placement):
    old, new = person(placement, Role.COACH), make_user("Ciska", "Nys")
    with clock.at(TODAY):
        word = give(placement)
        placements.change_person(by=None, placement=placement, role=Role.COACH, person=new)
        readers = [QuietWord.objects.visible_to(user).exists() for user in (old, new)]
        told = Notification.objects.get(rule="quiet-word-left-behind")
        still = rule("quiet-word-left-behind").still_true(told)
        again = give(Placement.objects.get(pk=placement.pk), words="Opnieuw.")

    word.refresh_from_db()
    assert readers == [False, False]
    assert (told.recipient, told.context, still) == (word.said_by, {}, True)
    assert (again.to, word.words) == (new, "")


@pytest.mark.django_db(transaction=True)
def test_taken_back_and_heard_at_the_same_moment_only_one_of_them_happens():
    placement = make_placement()
    with clock.at(TODAY):
        word = give(placement)
    coach = person(placement, Role.COACH)
    steps = [
        lambda: quiet_words.withdraw(by=word.said_by, word=word),
        lambda: quiet_words.hear(by=coach, word=word),
    ]

    def step(number: int) -> str:
        with clock.at(TODAY):
            try:
                steps[number]()
            except Refusal as refusal:
                return refusal.code
        return "done"

    assert sorted(at_once(step, 2)).count("done") == 1
    word.refresh_from_db()
    assert (word.heard_at is None) != (word.withdrawn_at is None)


def everywhere_but(*allowed: str) -> list[str]:
    """The tables in which the words of these tests stand, besides those named."""
    found = []
    for model in apps.get_models():
        rows = json.dumps(list(model.objects.values()), cls=DjangoJSONEncoder, default=str)
        if any(mark in rows for mark in (SECRET, ANSWER)) and model._meta.label not in allowed:
            found.append(model._meta.label)
    return found


def test_the_words_stand_in_one_table_and_in_no_story(placement):
    with clock.at(TODAY):
        quiet_words.hear(by=person(placement, Role.COACH), word=give(placement), answer=ANSWER)

    told = HistoryEntry.objects.filter(action__startswith="quiet-word")
    assert everywhere_but("placements.QuietWord") == []
    assert {(entry.topic, json.dumps(entry.data)) for entry in told} == {("", "{}")}
    assert [one.text for one in story_of(placement) if "woord" in one.text] == []


OTHERS = ("mentor", "wim", "classmate")


def leaks(client, placement: Placement, wim: User) -> int:
    """How often somebody else gets to the words: over the list of rows and over the pages."""
    people = {
        "mentor": person(placement, Role.MENTOR),
        "wim": wim,
        "classmate": make_placement(student=make_user("Bram", "Wouters")).student,
    }
    found = 0
    for who in OTHERS:
        client.force_login(people[who])
        seen = QuietWord.objects.visible_to(people[who])
        found += sum(SECRET in word.words for word in seen)
        for word in QuietWord.objects.all():
            page = client.get(reverse("placements:quiet-word", args=[word.pk]))
            found += page.status_code != 404  # that it exists is a leak as well
    return found


def test_nobody_else_gets_to_it_and_with_the_wall_down_they_would(
    client, placement, wim, monkeypatch, record_property
):
    with clock.at(TODAY):
        give(placement)
        kept = leaks(client, placement, wim)
        monkeypatch.setattr(QuietWordQuerySet, "visible_to", lambda self, user: self)
        open_to_all = leaks(client, placement, wim)

    assert kept == 0
    assert open_to_all > 0
    record_property("quiet word: leaks, with the wall and without", f"{kept}, {open_to_all}")
