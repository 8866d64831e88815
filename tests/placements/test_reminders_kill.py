"""SIGKILL in the middle of a sweep that finds, writes, gathers and sends: a real worker, a real
queue, a real mail server."""

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from django.db import connection, transaction

from accounts.enums import MailState
from accounts.models import Mail, Notification
from accounts.tasks import send_due_mail
from config import clock
from placements.models import Placement, WorkplaceDay
from placements.rules.working_days import add_working_days
from placements.tasks import collect_reminders
from tests.factories import make_placement, make_programme, make_user
from tests.placements.stories import work
from tests.processes import MailSink, Workers, wait_for

PLACEMENTS = 12
PER_PLACEMENT = 3  # the silence: student and coach; the days that wait: the mentor
KILL_AT = 7
DIGEST_NOW = {"DIGEST_HOUR": "0"}


@pytest.fixture
def smtp_sink(smtp_sink: MailSink) -> Iterator[MailSink]:
    """Keeps the sender waiting after mail number KILL_AT: between handing over and marking."""
    take = smtp_sink.handle_DATA

    async def take_slowly(*arguments) -> str:
        answer = await take(*arguments)
        await asyncio.sleep(3 if len(smtp_sink.messages) == KILL_AT else 0)
        return answer

    smtp_sink.handle_DATA = take_slowly
    return smtp_sink


@pytest.fixture
def silent_placements(transactional_db) -> list[Placement]:
    """Each has one day of two months ago that nobody confirmed, and nothing since."""
    start = clock.today() - dt.timedelta(days=60)
    programme = make_programme("one")
    found = []
    for _ in range(PLACEMENTS):
        placement = make_placement(
            programme=programme,
            student=make_user("Amina"),
            starts_on=start,
            ends_on=start + dt.timedelta(days=200),
        )
        work(placement, 1, confirm=False)
        found.append(placement)
    return found


def lease_is_over() -> None:
    """What two minutes do."""
    Mail.objects.filter(claimed_until__isnull=False).update(claimed_until=clock.now())


def keys() -> list[tuple]:
    return list(Notification.objects.values_list("rule", "subject", "recipient", "due_on"))


def test_worker_killed_while_it_writes_leaves_all_of_a_chunk_or_nothing(
    silent_placements, workers: Workers
):
    """The sweep is held up inside its transaction by a lock on what it writes, and killed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE accounts_notification IN SHARE ROW EXCLUSIVE MODE")
        worker = workers.start(**DIGEST_NOW)
        collect_reminders.delay()
        wait_for(lambda: waiting_for_a_lock() == 1)
        workers.kill(worker)
    assert keys() == []

    workers.start(**DIGEST_NOW)
    collect_reminders.delay()
    wait_for(lambda: len(keys()) == PLACEMENTS * PER_PLACEMENT)

    assert len(set(keys())) == PLACEMENTS * PER_PLACEMENT


def waiting_for_a_lock() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def test_worker_killed_in_a_sweep_loses_no_reminder_and_sends_none_as_another_message(
    silent_placements, workers: Workers, smtp_sink: MailSink
):
    everybody = {voice.person.email for one in silent_placements for voice in one.voices()}

    worker = workers.start(**DIGEST_NOW)
    collect_reminders.delay()
    send_due_mail.delay()
    wait_for(lambda: len(smtp_sink.messages) == KILL_AT)
    workers.kill(worker)
    assert Mail.objects.filter(state=MailState.WAITING).exists()
    lease_is_over()
    workers.start(**DIGEST_NOW)
    for _ in range(2):  # two beats
        collect_reminders.delay()
        send_due_mail.delay()
    wait_for(lambda: not Mail.objects.exclude(state=MailState.SENT).exists(), seconds=60)

    by_person: dict[str, list[EmailMessage]] = defaultdict(list)
    for message in smtp_sink.messages:
        by_person[message["To"]].append(message)
    assert set(by_person) == everybody  # none lost
    assert len({message["Message-ID"] for message in smtp_sink.messages}) == len(everybody)
    ((first, second),) = [found for found in by_person.values() if len(found) > 1]
    assert first.as_bytes() == second.as_bytes()
    assert len(keys()) == len(set(keys())) == PLACEMENTS * PER_PLACEMENT
    assert not Notification.objects.filter(mail__isnull=True).exists()
    assert WorkplaceDay.objects.count() == PLACEMENTS


def test_silence_of_the_story_is_long_enough(silent_placements):
    """Guards the figures above: twenty working days have passed since the one logged day."""
    last = WorkplaceDay.objects.latest("date").date

    assert add_working_days(last, 20) < clock.today()
