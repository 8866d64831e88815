"""What holds when many try at the same moment, on PostgreSQL as it is; and what does not hold
without the guard, so that a green line here means something."""

import datetime as dt
import threading

import pytest
from django.db import transaction

from accounts.actions import notifications, people, rates, sign_in
from accounts.actions.limits import Asker
from accounts.models import HistoryEntry, Mail, Notification, RateCount, SignInRequest, User
from config import clock
from tests.accounts.factories import at_once, make_person

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 20
BROWSER = "b" * 43


def asked_by(person) -> sign_in.Secrets:
    sign_in.ask(email=person.email, asker=Asker(BROWSER))
    SignInRequest.objects.update(sent_at=None)
    return sign_in.make_secrets(request_id=SignInRequest.objects.get().pk)


def test_guesses_at_the_same_moment_are_weighed_five_times_in_all(settings):
    secrets = asked_by(make_person())

    def guess(_: int) -> None:
        sign_in.spend_code(request=secrets.request, code="1")

    at_once(guess, THREADS)

    assert SignInRequest.objects.get().wrong_codes == settings.SIGN_IN_CODE_TRIES
    assert sign_in.spend_code(request=secrets.request, code=secrets.code) is None


def test_rate_limit_is_exact_under_parallel_requests():
    with clock.at(dt.date(2026, 11, 20)) as moment:

        def ask(_: int) -> bool:
            with clock.at(moment):
                return rates.allow("door", limit=7, seconds=60)

        assert sorted(at_once(ask, THREADS)) == [False] * (THREADS - 7) + [True] * 7
    assert RateCount.objects.get().count == THREADS


def test_without_the_single_statement_the_limit_leaks():
    RateCount.objects.create(key="door", window=clock.now(), count=0)
    all_have_looked = threading.Barrier(THREADS)

    def ask_unguarded(_: int) -> bool:
        row = RateCount.objects.get(key="door")
        all_have_looked.wait()
        row.count += 1
        row.save()
        return row.count <= 7

    assert at_once(ask_unguarded, THREADS) == [True] * THREADS


def test_one_browser_that_asks_twenty_times_at_once_has_one_open_request():
    griet = make_person()

    answers = at_once(lambda _: sign_in.ask(email=griet.email, asker=Asker(BROWSER)), THREADS)

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert SignInRequest.objects.filter(replaced_at__isnull=True, used_at__isnull=True).count() == 1


def test_somebody_registered_twenty_times_at_once_is_one_person():
    def register(_: int) -> User:
        return people.register(by=None, email="An@x.example", first_name="An", last_name="Maes")

    answers = at_once(register, THREADS)

    assert {answer.pk for answer in answers} == {User.objects.get(email="an@x.example").pk}
    assert HistoryEntry.objects.filter(action="person-registered").count() == 1


def test_something_said_twenty_times_at_once_is_said_once():
    griet = make_person()

    def say(_: int) -> Notification | None:
        return notifications.notify(
            "test-rule", subject="test:1", recipient=griet, due_on=dt.date(2026, 11, 20)
        )

    answers = at_once(say, THREADS)

    assert [type(answer) for answer in answers].count(Notification) == 1
    assert answers.count(None) == THREADS - 1


def test_a_day_is_not_shared_out_between_two_gatherers():
    """While another holds a person, as a gatherer does, nothing of theirs goes into a mail here."""
    person, moment = make_person(), dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
    for number in range(3):
        notifications.notify(
            "test-rule",
            subject=f"test:{number}",
            recipient=person,
            due_on=dt.date(2026, 11, 20),
        )

    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        [meanwhile] = at_once(lambda _: notifications.gather(moment), 1)
    afterwards = notifications.gather(moment)

    assert (meanwhile, afterwards) == (0, 1)
    assert Notification.objects.filter(mail=Mail.objects.get()).count() == 3


def test_two_gatherers_make_one_digest_per_person():
    people = [make_person() for _ in range(10)]
    moment = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
    for person in people:
        for number in range(30):
            notifications.notify(
                "test-rule",
                subject=f"test:{number}",
                recipient=person,
                due_on=dt.date(2026, 11, 20),
            )

    made = at_once(lambda _: notifications.gather(moment), 4)

    assert sum(made) == Mail.objects.count() == len(people)
    assert not Notification.objects.filter(mail__isnull=True).exists()
