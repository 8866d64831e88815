"""A real worker, a real queue, a real mail server, and SIGKILL in the middle of the sweep."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
import redis

from accounts.actions import notifications, sign_in
from accounts.actions.limits import Asker
from accounts.enums import MailState
from accounts.models import Mail, SignInRequest
from accounts.tasks import send_due_mail
from config import clock
from tests.accounts.factories import code_in, link_in, make_person
from tests.processes import MailSink, Workers, wait_for

PEOPLE = 60
KILL_AT = (10, 31)
RULES = {"DJANGO_SETTINGS_MODULE": "tests.accounts.rule_settings", "DIGEST_HOUR": "0"}


@pytest.fixture
def smtp_sink(smtp_sink: MailSink) -> Iterator[MailSink]:
    """Keeps the sender waiting after it took mail number KILL_AT: time to pull the plug between
    handing over and marking."""
    take = smtp_sink.handle_DATA

    async def take_slowly(*arguments) -> str:
        answer = await take(*arguments)
        await asyncio.sleep(3 if len(smtp_sink.messages) in KILL_AT else 0)
        return answer

    smtp_sink.handle_DATA = take_slowly
    return smtp_sink


def lease_is_over() -> None:
    """What two minutes do."""
    Mail.objects.filter(claimed_until__isnull=False).update(claimed_until=clock.now())


def body_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def test_killed_worker_loses_no_mail_and_sends_again_the_same_one(
    workers: Workers, smtp_sink: MailSink
):
    people = [make_person(f"Mentor{number}") for number in range(PEOPLE)]
    for person in people:
        notifications.notify(
            "test-kill",
            subject="test:1",
            recipient=person,
            due_on=clock.today(),
            context={"number": 3},
            url="/profile/",
        )

    for count in KILL_AT:
        worker = workers.start(**RULES)
        send_due_mail.delay()
        wait_for(lambda count=count: len(smtp_sink.messages) == count)
        workers.kill(worker)
        assert Mail.objects.filter(state=MailState.WAITING).count() > 0
        lease_is_over()
    workers.start(**RULES)
    send_due_mail.delay()
    wait_for(lambda: not Mail.objects.exclude(state=MailState.SENT).exists(), seconds=60)

    by_person: dict[str, list[EmailMessage]] = defaultdict(list)
    for message in smtp_sink.messages:
        by_person[message["To"]].append(message)
    assert set(by_person) == {person.email for person in people}  # none lost
    assert len({message["Message-ID"] for message in smtp_sink.messages}) == PEOPLE
    again = [found for found in by_person.values() if len(found) > 1]
    assert [len(found) for found in again] == [2] * len(KILL_AT)
    for first, second in again:
        assert first.as_bytes() == second.as_bytes()


def test_queue_holds_the_key_of_a_sign_in_request_and_no_secret(
    workers: Workers, smtp_sink: MailSink, settings
):
    griet = make_person()
    sign_in.ask(email=griet.email, asker=Asker("b" * 43))
    queue = redis.Redis.from_url(settings.CELERY_BROKER_URL)
    waiting = b" ".join(queue.lrange("celery", 0, -1))
    asked = SignInRequest.objects.get()
    assert asked.link_hash is None  # there is nothing to leak yet

    workers.start()
    wait_for(lambda: len(smtp_sink.messages) == 1)

    text = body_of(smtp_sink.messages[0])
    assert link_in(text).encode() not in waiting
    logs = "".join(path.read_text() for path in workers.folder.glob("worker-*.log"))
    assert link_in(text).split("/")[-2] not in logs
    assert code_in(text) not in logs
    assert griet.email not in logs
    queue.close()
