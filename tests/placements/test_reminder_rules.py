"""What a programme changes about its reminders, what the sweep makes of it, and the pages."""

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts import reminders
from accounts.enums import Channel, Role
from accounts.models import HistoryEntry, Notification, User
from config import clock
from config.refusal import Refusal
from placements.actions import reminder_rules
from placements.actions.reminders import collect
from placements.emails.reminders import UNDONE
from placements.models import Placement, ReminderRule
from placements.overviews.reminder_preview import foretell
from placements.overviews.reminder_rules import changes_of, sentences, topics_of
from placements.rules.reminder_rules import (
    ESCALATED,
    ESCALATING,
    KINDS,
    STANDARD,
    TOPICS,
    Setting,
    setting_obstacles,
)
from placements.rules.working_days import shift_working_days
from tests.factories import make_placement, make_programme, make_user
from tests.placements.stories import work

WAITING = STANDARD["days-waiting", Role.MENTOR]
TO_SIGN = STANDARD["agreement-unsigned", Role.MENTOR]
AHEAD = STANDARD["meeting-tomorrow", Role.MENTOR]
WORDS = {"nl": "Een dag die wacht, telt niet mee.", "en": "A day that waits does not count."}


def noon(*date: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(*date, 12))


@pytest.fixture
def wim() -> User:
    return make_user("Wim")


@pytest.fixture
def placement(wim) -> Placement:
    """One day that waits since Monday 21 September."""
    made = make_placement(
        programme=make_programme("one", coordinator=wim),
        student=make_user("Amina", "Bouzid"),
        mentor=make_user("Griet", "Moerman", language="en"),
        coach=make_user("Katrien"),
    )
    work(made, 1, confirm=False)
    return made


def change(placement: Placement, by: User, **more) -> None:
    setting = replace(WAITING.standard, **more)
    programme = placement.enrolment.programme
    with clock.at(noon(2026, 9, 21)):
        reminder_rules.change(by=by, programme=programme, kind=WAITING, setting=setting)


def heard(rule: str) -> list[tuple[str, User]]:
    rows = Notification.objects.filter(rule=rule).order_by("due_on", "pk")
    return [(row.due_on.isoformat(), row.recipient) for row in rows]


def daily(last: dt.date, first: dt.date = dt.date(2026, 9, 22)) -> None:
    for days in range((last - first).days + 1):
        collect(noon(*(first + dt.timedelta(days=days)).timetuple()[:3]))


# --- the table


def test_every_kind_has_words_a_topic_and_somebody_who_hears_that_it_did_not_help():
    assert {kind.rule for kind in KINDS} == set(TOPICS)
    assert set(ESCALATING) == set(UNDONE)
    assert [name for name in [*TOPICS, *ESCALATING] if not reminders.rule(name).about] == []
    assert {name + ESCALATED for name in ESCALATING} <= set(reminders.registered())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.rule}-{kind.audience}")
def test_every_standard_is_a_setting_that_may_be(kind):
    assert list(setting_obstacles(kind, kind.standard)) == []


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [
        (TO_SIGN, {"is_on": False}, "is_on"),
        (TO_SIGN, {"offset": None}, "offset"),
        (TO_SIGN, {"offset": -1}, "offset"),
        (TO_SIGN, {"offset": 61}, "offset"),
        (AHEAD, {"offset": 1}, "offset"),
        (AHEAD, {"offset": -11}, "offset"),
        (AHEAD, {"to_coach_after": 3}, "to_coach_after"),
        (WAITING, {"repeat": 0}, "repeat"),
        (WAITING, {"to_coach_after": 0}, "to_coach_after"),
        (WAITING, {"to_coach_after": 5, "to_coordinator_after": 5}, "to_coordinator_after"),
        (WAITING, {"words": {"nl": "Alleen zo.", "en": " "}}, "words_en"),
        (STANDARD["agreements-stuck", Role.COORDINATOR], {"channel": Channel.SMS}, "channel"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(kind, changed, field):
    obstacles = list(setting_obstacles(kind, replace(kind.standard, **changed)))

    assert [obstacle.field for obstacle in obstacles] == [field]


@pytest.mark.parametrize(
    ("date", "count", "expected"),
    [
        ("2026-11-16", -1, "2026-11-13"),  # a Monday: the Friday before
        ("2026-11-12", -1, "2026-11-10"),  # over Armistice Day
        ("2026-11-11", 0, "2026-11-12"),
        ("2026-11-10", 1, "2026-11-12"),
        ("2026-11-14", -2, "2026-11-12"),
    ],
)
def test_working_days_are_counted_both_ways(date, count, expected):
    assert shift_working_days(dt.date.fromisoformat(date), count).isoformat() == expected


def test_a_kind_reads_as_one_would_tell_it():
    with translation.override("en"):
        assert list(sentences(TO_SIGN, TO_SIGN.standard)) == [
            f"3 working days after {TO_SIGN.moment}, the mentor gets a mail.",
            "Every 7 days again, as long as it is not done.",
        ]
        assert list(sentences(WAITING, Setting(is_on=False))) == ["Nobody is reminded of this."]


# --- what the sweep makes of it


@pytest.mark.django_db
class TestSweep:
    def test_standard_counts_the_days_of_the_course_unit(self, placement):
        daily(dt.date(2026, 10, 1))

        assert heard("days-waiting") == [("2026-09-30", placement.mentor)]

    def test_a_changed_offset_repeat_and_sentence_hold(self, placement, wim):
        change(placement, wim, offset=2, repeat=3, words=WORDS)
        daily(dt.date(2026, 9, 30))

        assert heard("days-waiting") == [
            (date, placement.mentor) for date in ("2026-09-23", "2026-09-28", "2026-09-29")
        ]
        row = Notification.objects.filter(rule="days-waiting").first()
        with translation.override("en"):
            assert reminders.rule(row.rule).render(row).detail == WORDS["en"]

    def test_once_is_once(self, placement, wim):
        change(placement, wim, offset=2, repeat=None)
        daily(dt.date(2026, 10, 20))

        assert heard("days-waiting") == [("2026-09-23", placement.mentor)]

    def test_off_says_nothing_and_tells_on_nobody(self, placement, wim):
        change(placement, wim, is_on=False)
        daily(dt.date(2026, 10, 30))

        assert (heard("days-waiting"), heard("days-waiting-escalated")) == ([], [])

    def test_by_sms_it_is_written_for_that_channel(self, placement, wim):
        change(placement, wim, offset=2, channel=Channel.SMS)
        daily(dt.date(2026, 9, 23))

        assert Notification.objects.get(rule="days-waiting").channel == Channel.SMS

    def test_coach_then_coordinator_hear_when_it_did_not_help_and_when_it_was_asked(
        self, placement, wim
    ):
        change(placement, wim, offset=2, to_coach_after=5, to_coordinator_after=8)
        daily(dt.date(2026, 10, 30))

        assert heard("days-waiting-escalated") == [
            ("2026-09-30", placement.coach),
            ("2026-10-05", wim),
        ]
        row = Notification.objects.filter(rule="days-waiting-escalated", recipient=wim).get()
        with translation.override("en"):
            line = reminders.rule(row.rule).render(row)
        assert line.title == "Griet Moerman has not confirmed days of Amina Bouzid yet"
        assert line.detail == "Griet Moerman was asked on 23 and 30 September."

    def test_nobody_is_told_on_who_was_not_asked_before(self, placement, wim):
        change(placement, wim, offset=2, to_coach_after=5)
        collect(noon(2026, 10, 8))

        assert heard("days-waiting") == [("2026-10-07", placement.mentor)]
        assert heard("days-waiting-escalated") == []
        collect(noon(2026, 10, 9))
        assert heard("days-waiting-escalated") == [("2026-09-30", placement.coach)]

    def test_another_programme_keeps_the_standard(self, placement, wim):
        other = make_placement(programme=make_programme("two"), student=make_user())
        work(other, 1, confirm=False)
        change(placement, wim, is_on=False)

        collect(noon(2026, 9, 30))

        assert heard("days-waiting") == [("2026-09-30", other.mentor)]


# --- changing


@pytest.mark.django_db
class TestChange:
    def test_restoring_leaves_no_row_but_its_history(self, placement, wim):
        programme = placement.enrolment.programme
        change(placement, wim, offset=2)
        reminder_rules.restore(by=wim, programme=programme, kind=WAITING)
        reminder_rules.restore(by=wim, programme=programme, kind=WAITING)

        assert not ReminderRule.objects.exists()
        assert [one.entry.action for one in changes_of(programme)] == [
            "reminder-restored",
            "reminder-changed",
        ]

    def test_a_setting_like_the_standard_is_the_standard(self, placement, wim):
        change(placement, wim)

        assert not ReminderRule.objects.exists()

    def test_only_the_coordinator_changes_it(self, placement):
        with pytest.raises(Refusal):
            change(placement, placement.coach, offset=2)
        assert not HistoryEntry.objects.filter(action__startswith="reminder").exists()

    def test_the_form_shows_what_holds_and_keeps_what_was_typed(self, client, placement, wim):
        programme = placement.enrolment.programme
        client.force_login(wim)
        url = reverse(
            "placements:reminder-rule-change", args=[programme.pk, "meeting-tomorrow", "mentor"]
        )

        form = client.get(url).context["form"]
        assert (form.initial["offset"], "to_coach_after" in form.fields) == (1, False)
        client.post(url, {"is_on": "yes", "offset": "3", "repeat": "", "channel": "sms"})

        row = ReminderRule.objects.get()
        assert (row.offset_days, row.channel, row.changed_by) == (-3, Channel.SMS, wim)
        changed = [line for topic in topics_of(programme) for line in topic.lines if line.row]
        assert [line.kind for line in changed] == [AHEAD]

    def test_a_kind_that_does_not_exist_is_not_found(self, client, placement, wim):
        client.force_login(wim)
        pk = placement.enrolment.programme_id

        assert client.get(f"/programmes/{pk}/reminders/days-waiting/student/").status_code == 404


# --- who would get what


@pytest.mark.django_db
class TestPreview:
    def foretold(self, placement: Placement, date: dt.date) -> list[tuple[str, str, bool]]:
        with clock.at(noon(2026, 9, 24)):
            posts = foretell(placement.enrolment.programme, date)
        return [
            (post.person.first_name, line.coming.rule, line.coming.tells_on)
            for post in posts
            for line in post.lines
        ]

    def test_it_says_for_each_day_what_daily_sweeps_will_say_and_writes_nothing(self, placement):
        days = [dt.date(2026, 9, 25) + dt.timedelta(days=number) for number in range(45)]
        foretold = [(day, *line) for day in days for line in self.foretold(placement, day)]
        assert not Notification.objects.filter(context__has_key="to").exists()

        daily(days[-1], first=days[0])

        rows = Notification.objects.filter(context__has_key="to").select_related("recipient")
        assert sorted(foretold) == sorted(
            (row.due_on, row.recipient.first_name, row.rule, row.rule.endswith(ESCALATED))
            for row in rows
        )
        assert {rule for _day, _name, rule, _tells in foretold} == {
            "days-waiting",
            "days-waiting-escalated",
            "days-not-logged",
        }

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_the_same_for_one_placement_and_for_three(
        self, placement, count, django_assert_num_queries
    ):
        for _ in range(count - 1):
            programme = placement.enrolment.programme
            work(make_placement(programme=programme, student=make_user()), 1, confirm=False)
        with django_assert_num_queries(21):
            self.foretold(placement, dt.date(2026, 9, 30))
