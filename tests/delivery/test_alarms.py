"""What comes late is told to whoever asks, and to the log; what waits rightly is not."""

import datetime as dt
import json
import logging

import pytest
from django.test import Client

from accounts.actions import sweeps
from accounts.actions.sweeps import MAIL_SERVER
from accounts.alarms import GRACE, alarms
from accounts.models import Sweep, TextMessage
from accounts.tasks import look_for_alarms, resume_jobs
from config import clock
from config.celery import WATCHED, app, next_due
from tests.accounts.factories import make_person
from tests.delivery.stories import MORNING, mail_to, swept

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


def names(now: dt.datetime) -> list[str]:
    return [alarm.name for alarm in alarms(now)]


@pytest.fixture
def fine() -> dt.datetime:
    """Everything came by at MORNING."""
    swept(MORNING)
    return MORNING


def test_nothing_is_late_after_everything_came_by(fine):
    assert alarms(fine + GRACE) == []


def test_mail_that_should_have_left_is_an_alarm_after_four_minutes(fine):
    mail = mail_to(make_person())
    late = mail.not_before + GRACE
    swept(late)

    assert names(late) == []
    (alarm,) = alarms(late + SECOND)
    assert (alarm.name, alarm.since) == ("outbox", mail.not_before)


def test_mail_to_an_address_that_came_back_waits_without_alarm(fine):
    griet = make_person()
    mail = mail_to(griet)
    type(griet).objects.filter(pk=griet.pk).update(mail_stopped_at=MORNING)
    late = mail.not_before + 2 * GRACE
    swept(late)

    assert names(late) == []


def test_mail_that_waited_for_quiet_hours_is_late_only_some_time_after_them(fine):
    griet = make_person()
    mail_to(griet)  # at nine o'clock in Brussels
    type(griet).objects.filter(pk=griet.pk).update(quiet_from=dt.time(20), quiet_until=dt.time(10))
    over = MORNING + dt.timedelta(hours=1)

    for moment, late in [
        (over - SECOND, []),
        (over + SECOND, []),
        (over + GRACE + SECOND, ["outbox"]),
    ]:
        swept(moment)
        assert names(moment) == late


def test_text_that_should_have_left_is_an_alarm(fine):
    with clock.at(MORNING):
        said = mail_to(make_person()).notifications.get()
        TextMessage.objects.create(notification=said)
    late = MORNING + GRACE + SECOND
    swept(late)

    assert names(late) == ["outbox", "texts"]


def test_mail_server_that_is_away_is_an_alarm_while_mail_waits_for_it(fine):
    mail = mail_to(make_person())
    sweeps.mail_server_away(MORNING, "gone")
    late = MORNING + GRACE + SECOND
    swept(late)

    assert [(a.name, a.since, a.problem) for a in alarms(late)] == [
        ("outbox", MORNING, ""),
        (MAIL_SERVER, MORNING, "gone"),
    ]
    type(mail).objects.update(state="cancelled")
    assert names(late) == []


@pytest.mark.parametrize("name", WATCHED)
def test_sweep_that_stops_coming_by_is_an_alarm_within_five_minutes(name, fine):
    due = next_due(name, fine)
    others = due + GRACE
    swept(others)
    Sweep.objects.filter(name=name).update(started_at=fine, finished_at=fine)

    assert names(due + GRACE) == []
    (alarm,) = [alarm for alarm in alarms(due + GRACE + SECOND) if alarm.name == name]
    assert alarm.since == due


def test_sweep_that_starts_and_never_finishes_is_an_alarm(fine):
    late = fine + 2 * GRACE
    swept(late)
    Sweep.objects.filter(name="send-mail").update(finished_at=fine)

    assert names(late) == ["send-mail"]


def test_sweep_that_never_ran_is_an_alarm():
    swept(MORNING)
    Sweep.objects.filter(name="send-mail").delete()
    long_after = dt.datetime.now(dt.UTC) + dt.timedelta(days=400)
    swept(long_after)
    Sweep.objects.filter(name="send-mail").delete()

    assert names(long_after) == ["send-mail"]


def test_reminders_are_not_late_at_night():
    """Collected from 6 to 21 hours: what ran at 20:45 is due next at 6."""
    evening = dt.datetime(2026, 11, 20, 19, 45, tzinfo=dt.UTC)

    assert next_due("collect-reminders", evening) == dt.datetime(2026, 11, 21, 5, 0, tzinfo=dt.UTC)


def test_everything_that_is_watched_is_in_the_schedule_and_leaves_its_row():
    assert set(WATCHED) <= set(app.conf.beat_schedule)
    for name in WATCHED:
        app.tasks[app.conf.beat_schedule[name]["task"]]()

    rows = Sweep.objects.filter(name__in=WATCHED, finished_at__isnull=False, problem="")
    assert rows.count() == len(WATCHED)


def test_row_of_a_sweep_tells_what_it_found_and_what_went_wrong(monkeypatch):
    with clock.at(MORNING):
        resume_jobs()
    row = Sweep.objects.get(name="resume-jobs")
    assert (row.started_at, row.finished_at, row.found, row.problem) == (MORNING, MORNING, 0, "")

    monkeypatch.setattr("accounts.actions.jobs.resume", lambda: 1 / 0)
    with clock.at(MORNING + SECOND), pytest.raises(ZeroDivisionError):
        resume_jobs()
    row.refresh_from_db()
    assert (row.started_at, row.finished_at) == (MORNING + SECOND, MORNING)
    assert (row.problem, row.failing_since) == (
        "ZeroDivisionError: division by zero",
        MORNING + SECOND,
    )


class TestHealth:
    def test_all_is_well(self, client: Client, fine):
        with clock.at(fine):
            answer = client.get("/health/")

        assert answer.status_code == 200
        said = json.loads(answer.content)
        assert said["alarms"] == []
        assert set(said["sweeps"]) == set(WATCHED)

    def test_alarm_is_503_and_an_error_in_the_log_and_names_nobody(
        self, client: Client, fine, caplog
    ):
        mail_to(make_person())
        sweeps.mail_server_away(MORNING, "gone")
        late = MORNING + GRACE + SECOND
        swept(late)
        with clock.at(late), caplog.at_level(logging.ERROR, "accounts.alarms"):
            answer = client.get("/health/")

        assert answer.status_code == 503
        said = json.loads(answer.content)
        assert said["alarms"] == [
            {"name": "outbox", "since": "2026-11-20T08:00:00Z"},
            {"name": "mail-server", "since": "2026-11-20T08:00:00Z"},
        ]
        assert (said["outbox_waiting"], said["outbox_age_seconds"]) == (1, 241)
        assert "gone" not in answer.content.decode()
        said = [row.getMessage() for row in caplog.records if row.name == "accounts.alarms"]
        assert said == [
            "outbox is late since 2026-11-20T08:00:00+00:00. ",
            "mail-server is late since 2026-11-20T08:00:00+00:00. gone",
        ]

    def test_mail_to_an_address_that_came_back_makes_the_outbox_no_older(
        self, client: Client, fine
    ):
        stopped = make_person()
        mail_to(stopped)
        type(stopped).objects.filter(pk=stopped.pk).update(mail_stopped_at=MORNING)
        late = MORNING + 2 * GRACE
        swept(late)
        with clock.at(late):
            alone = json.loads(client.get("/health/").content)
            mail_to(make_person("Amina"))
            beside = json.loads(client.get("/health/").content)

        assert (alone["outbox_waiting"], alone["outbox_age_seconds"]) == (0, 0)
        assert (beside["outbox_waiting"], beside["outbox_age_seconds"]) == (1, 480)

    def test_queue_that_does_not_answer_is_503(self, client: Client, settings, fine):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        with clock.at(fine):
            answer = client.get("/health/")

        assert answer.status_code == 503
        assert json.loads(answer.content)["queue"] is False

    def test_web_processes_are_not_restarted_because_mail_is_late(
        self, client: Client, settings, fine
    ):
        mail_to(make_person())
        with clock.at(MORNING + 2 * GRACE):
            assert client.get("/health/").status_code == 503
            assert client.get("/health/web/").status_code == 200

    def test_worker_says_it_too_where_nobody_asks(self, fine, caplog):
        with (
            clock.at(fine + dt.timedelta(hours=1)),
            caplog.at_level(logging.ERROR, "accounts.alarms"),
        ):
            look_for_alarms()

        assert len(caplog.records) == len(WATCHED)
