"""How often, about what and when not: what leaves for whom at which moment."""

import datetime as dt

import pytest
from django.core import mail as mailbox
from django.utils import timezone

from accounts import reminders, texting
from accounts.actions import messages, notifications
from accounts.delivery import send_due
from accounts.enums import Channel, MailKind, MailPace, MailState, MessageGroup
from accounts.models import Mail, Notification, TextMessage, User
from accounts.pace import is_quiet, last_weekly_day, may_hear
from config import clock, sms
from tests.accounts.factories import make_person

FRIDAY = dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)


def local(date: dt.date, hour: int, minute: int = 0, fold: int = 0) -> dt.datetime:
    naive = dt.datetime.combine(date, dt.time(hour, minute), tzinfo=None)
    return timezone.make_aware(naive.replace(fold=fold))


@pytest.fixture(autouse=True)
def _rules(monkeypatch):
    """One of each: what can be muted, what the law asks."""
    monkeypatch.setattr(reminders, "_rules", dict(reminders._rules))
    monkeypatch.setattr(sms.LocmemBackend, "outbox", [])
    for name, more in {
        "calm": {"group": MessageGroup.DAYS, "about": "Days wait"},
        "legal": {"group": MessageGroup.PAPERS, "legal": True},
    }.items():
        reminders.register(
            name, render=lambda row: reminders.Line(f"{row.rule} {row.subject}"), **more
        )


def say(person: User, subject: str, rule: str = "calm", on: dt.date = FRIDAY, **more):
    with clock.at(on):
        return notifications.notify(rule, subject=subject, recipient=person, due_on=on, **more)


def left(now: dt.datetime) -> list[str]:
    """What leaves in one round at this moment."""
    mailbox.outbox.clear()
    notifications.gather(now)
    send_due(now)
    lines = "\n".join(message.body for message in mailbox.outbox).splitlines()
    return [line.removeprefix("* ") for line in lines if line.startswith("* ")]


def choose(person: User, **more) -> None:
    chosen = {**messages.chosen_by(person), **more}
    messages.choose(by=person, **chosen)


@pytest.mark.django_db
class TestPace:
    def test_at_once_means_from_seven_on_and_as_often_as_there_is_something(self):
        griet = make_person(pace=MailPace.NOW)
        say(griet, "one")

        assert left(local(FRIDAY, 0, 5)) == []
        assert left(local(FRIDAY, 7)) == ["calm one"]
        say(griet, "two")
        assert left(local(FRIDAY, 11)) == ["calm two"]

    def test_once_a_week_is_friday_with_all_of_the_week_and_nothing_after_it(self):
        griet = make_person(pace=MailPace.WEEKLY)
        monday = FRIDAY - 4 * DAY
        say(griet, "one", on=monday)

        assert left(local(monday, 9)) == []
        assert left(local(FRIDAY, 6, 59)) == []
        assert left(local(FRIDAY, 7)) == ["calm one"]
        say(griet, "two")
        assert [left(local(FRIDAY + days * DAY, 9)) for days in range(8)] == [
            *[[]] * 7,
            ["calm two"],
        ]

    def test_a_friday_without_sweeps_is_caught_up_with(self):
        griet = make_person(pace=MailPace.WEEKLY)
        say(griet, "one", on=FRIDAY - DAY)
        say(griet, "later", on=FRIDAY + DAY)

        assert left(local(FRIDAY + DAY, 8)) == ["calm one"]

    def test_what_the_law_asks_comes_daily_to_who_reads_weekly(self):
        griet = make_person(pace=MailPace.WEEKLY)
        tuesday = FRIDAY - 3 * DAY
        say(griet, "one", on=tuesday)
        say(griet, "paper", rule="legal", on=tuesday)

        assert left(local(tuesday, 8)) == ["legal paper"]
        assert left(local(FRIDAY, 8)) == ["calm one"]

    def test_what_cannot_wait_comes_at_once_whatever_the_pace(self):
        for pace in MailPace:
            say(make_person(pace=pace), f"{pace}", urgent=True)

        assert sorted(left(local(FRIDAY, 0, 5))) == ["calm daily", "calm now", "calm weekly"]
        assert set(Mail.objects.values_list("kind", flat=True)) == {MailKind.URGENT}

    @pytest.mark.parametrize(
        ("moment", "day"),
        [
            (local(FRIDAY, 6, 59), FRIDAY - 7 * DAY),
            (local(FRIDAY, 7), FRIDAY),
            (local(FRIDAY + 6 * DAY, 23), FRIDAY),
        ],
    )
    def test_the_latest_friday_begins_at_seven(self, moment, day):
        assert last_weekly_day(moment) == day


@pytest.mark.django_db
class TestMuted:
    def test_a_kind_one_does_not_want_does_not_come_and_the_rest_does(self):
        griet = make_person()
        choose(griet, groups=[MessageGroup.PAPERS])
        say(griet, "one")
        say(griet, "paper", rule="legal")

        assert left(local(FRIDAY, 8)) == ["legal paper"]
        assert Notification.objects.get(subject="one").cancelled_at == local(FRIDAY, 8)

    def test_what_the_law_asks_and_what_cannot_wait_cannot_be_muted(self):
        griet = make_person()
        messages.stop(person=griet)
        say(griet, "paper", rule="legal")
        say(griet, "now", urgent=True)

        assert sorted(left(local(FRIDAY, 8))) == ["calm now", "legal paper"]

    def test_what_was_muted_is_heard_again_from_the_moment_of_choosing(self):
        griet = make_person()
        choose(griet, groups=[])
        choose(griet, groups=[MessageGroup.DAYS])
        say(griet, "one")

        assert left(local(FRIDAY, 8)) == ["calm one"]

    def test_another_persons_choice_is_theirs(self):
        messages.stop(person=make_person())
        say(make_person("Amina"), "one")

        assert left(local(FRIDAY, 8)) == ["calm one"]


@pytest.mark.django_db
class TestQuietHours:
    def test_nothing_leaves_in_them_and_afterwards_it_does(self):
        griet = make_person(quiet_from=dt.time(22), quiet_until=dt.time(9, 30))
        say(griet, "now", urgent=True)
        say(griet, "paper", rule="legal")

        assert [left(local(FRIDAY, *time)) for time in [(0, 5), (7, 0), (9, 29)]] == [[], [], []]
        assert sorted(left(local(FRIDAY, 9, 30))) == ["calm now", "legal paper"]

    def test_a_mail_that_was_made_before_them_waits_for_their_end(self):
        griet = make_person(quiet_from=dt.time(22), quiet_until=dt.time(7))
        say(griet, "now", urgent=True)
        notifications.gather(local(FRIDAY, 21, 59))

        assert left(local(FRIDAY, 22)) == []
        assert left(local(FRIDAY + DAY, 6, 59)) == []
        assert left(local(FRIDAY + DAY, 7)) == ["calm now"]

    @pytest.mark.parametrize("night", [dt.date(2026, 10, 25), dt.date(2027, 3, 28)])
    def test_every_minute_of_the_nights_in_which_the_clock_changes(self, night):
        """In SQL and in Python, and never while the clock on the wall says it is quiet."""
        griet = make_person(quiet_from=dt.time(23, 30), quiet_until=dt.time(2, 30))
        start = local(night - DAY, 22).astimezone(dt.UTC)
        for minutes in range(0, 10 * 60, 10):
            now = start + minutes * dt.timedelta(minutes=1)
            wall = timezone.localtime(now).time()
            quiet = wall >= dt.time(23, 30) or wall < dt.time(2, 30)
            assert is_quiet(griet.quiet_from, griet.quiet_until, now) is quiet
            assert User.objects.filter(may_hear(now), pk=griet.pk).exists() is not quiet

    @pytest.mark.parametrize(
        ("start", "end", "field"),
        [
            (dt.time(22), None, "quiet_until"),
            (None, dt.time(7), "quiet_from"),
            (dt.time(22), dt.time(22), "quiet_until"),
        ],
    )
    def test_half_of_them_or_none_at_all_is_refused(self, start, end, field):
        (obstacle,) = messages.quiet_obstacles(start, end)

        assert obstacle.field == field


@pytest.mark.django_db
class TestStopped:
    def test_an_address_that_came_back_gets_nothing_until_it_is_put_right(self):
        griet = make_person(mail_stopped_at=local(FRIDAY, 6))
        say(griet, "one")
        say(griet, "now", urgent=True)

        assert left(local(FRIDAY, 8)) == []
        User.objects.filter(pk=griet.pk).update(mail_stopped_at=None)
        assert sorted(left(local(FRIDAY, 9))) == ["calm now", "calm one"]


@pytest.mark.django_db
class TestSms:
    def texts(self, now: dt.datetime) -> list[str]:
        notifications.gather(now)
        texting.send_due(now)
        return [text.text for text in sms.LocmemBackend.outbox]

    def test_it_says_what_it_is_about_and_where_and_goes_by_no_mail(self, settings):
        settings.SITE_URL = "https://trialoog.example"
        griet = make_person(phone="0470 12 34 56", language="en")
        say(griet, "Amina Bouzid", channel=Channel.SMS)

        assert self.texts(local(FRIDAY, 6, 59)) == []
        assert self.texts(local(FRIDAY, 7)) == [
            "Trialoog: Days wait. Read more on https://trialoog.example"
        ]
        assert len(self.texts(local(FRIDAY, 8))) == 1
        assert not Mail.objects.exists()

    def test_without_a_mobile_number_it_is_a_mail(self):
        say(make_person(), "one", channel=Channel.SMS)

        assert left(local(FRIDAY, 8)) == ["calm one"]

    def test_what_the_gateway_gave_up_goes_by_mail(self):
        griet = make_person(phone="0470 12 34 56")
        said = say(griet, "one", channel=Channel.SMS)
        notifications.gather(local(FRIDAY, 8))
        TextMessage.objects.filter(notification=said).update(state=MailState.FAILED)

        assert left(local(FRIDAY, 9)) == ["calm one"]

    def test_it_waits_for_the_end_of_quiet_hours(self):
        griet = make_person(phone="0470 12 34 56", quiet_from=dt.time(6), quiet_until=dt.time(10))
        say(griet, "one", channel=Channel.SMS)

        assert self.texts(local(FRIDAY, 9)) == []
        assert len(self.texts(local(FRIDAY, 10))) == 1

    def test_what_was_taken_back_is_not_sent(self):
        griet = make_person(phone="0470 12 34 56")
        say(griet, "one", channel=Channel.SMS)
        notifications.gather(local(FRIDAY, 8))
        notifications.cancel(subject="one")

        texting.send_due(local(FRIDAY, 8))

        assert sms.LocmemBackend.outbox == []
        assert TextMessage.objects.get().state == MailState.CANCELLED


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 4])
def test_looking_for_readers_costs_the_same_for_one_and_for_four(count, django_assert_num_queries):
    """Nobody of them gets anything now: two queries, however many wait for Friday."""
    for number in range(count):
        say(make_person(pace=MailPace.WEEKLY), f"{number}", on=FRIDAY + DAY)
    with django_assert_num_queries(2):
        assert notifications.gather(local(FRIDAY + DAY, 9)) == 0
