"""Every due reminder exactly once, whatever the sweeps do, against an oracle of its own.

One autumn here; `make proof-years` lives ten, 2026 to 2036.
"""

import datetime as dt
import os

import pytest
from django.db import connection

from accounts import delivery
from accounts.actions import notifications
from placements.actions import reminders, signing
from placements.overviews import reminder_messages
from tests.accounts.factories import at_once
from tests.sweep.crowd import everywhere
from tests.years.proof import Figures, Proof

YEARS = int(os.environ.get("REMINDER_YEARS", "0"))
PLACEMENTS = int(os.environ.get("REMINDER_PLACEMENTS", "2"))
AUTUMN = dt.date(2026, 11, 6)


def counted(figures: Figures, record_property, title: str) -> None:
    for line in figures.lines():
        record_property(title, line)
    for line in figures.unlike[:20]:
        record_property(title, line)


@pytest.fixture(autouse=True)
def _sleeping_workers(monkeypatch):
    """Nothing leaves but when the proof looks: what actions ask of a worker waits for the sweep."""
    for actions in (notifications, signing):
        monkeypatch.setattr(actions, "enqueue", lambda task, *arguments: None)


@pytest.mark.django_db(transaction=True)
def test_each_due_reminder_is_said_exactly_once_and_to_nobody_else(record_property):
    proof = Proof(seed=5, placements=PLACEMENTS, twice=lambda sweep: at_once(sweep, 2))

    figures = proof.run(2026, YEARS or 1, None if YEARS else AUTUMN)

    counted(figures, record_property, "years")
    assert figures.unlike[:12] == [], "\n".join(figures.lines())
    assert figures.faults == 0
    assert figures.reminders > 10 * figures.placements


@pytest.mark.django_db
def test_without_the_memory_and_the_unique_key_much_is_said_double(monkeypatch, record_property):
    """The red control of `double`."""
    monkeypatch.setattr(reminders, "candidates", everywhere)
    monkeypatch.setattr(reminder_messages, "was_said", lambda message, outbox: False)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_notification DROP CONSTRAINT notification_said_once")

    figures = Proof(seed=5, placements=1).run(2026, 1, dt.date(2026, 10, 6))

    counted(figures, record_property, "control without memory")
    assert figures.double > 0


@pytest.mark.django_db
def test_without_asking_again_at_the_moment_of_sending_it_reaches_the_wrong_people(
    monkeypatch, record_property
):
    """The red control of `to ended`, `to replaced`, `to erased` and `sent untrue`."""
    monkeypatch.setattr(
        delivery,
        "_still_true",
        lambda mail, now: list(mail.notifications.filter(cancelled_at=None)),
    )

    figures = Proof(seed=5, placements=4, brief=True).run(2026, 1, AUTUMN)

    counted(figures, record_property, "control that asks nothing again")
    assert figures.sent_untrue > 0
    assert figures.to_ended > 0
    assert figures.to_replaced > 0
    assert figures.to_erased > 0
