"""The Celery application and the whole schedule in one table."""

import datetime as dt
import os

from celery import Celery
from celery.schedules import crontab
from django.db import transaction
from django.utils import timezone

from config import broker  # noqa: F401 - so that workers outlive the queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("trialoog")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Celery only wakes the sweeps; what is due and what was done stands in the database.
app.conf.beat_schedule = {
    "collect-reminders": {
        "task": "placements.tasks.collect_reminders",
        "schedule": crontab(minute="*/15", hour="6-20"),
    },
    "collect-quality": {
        "task": "quality.tasks.collect_reminders",
        "schedule": crontab(minute="5,35", hour="6-20"),
    },
    # After a night without a worker one sweep is enough, not four thousand.
    "send-mail": {
        "task": "accounts.tasks.send_due_mail",
        "schedule": 20.0,
        "options": {"expires": 60},
    },
    "send-texts": {
        "task": "accounts.tasks.send_due_texts",
        "schedule": 20.0,
        "options": {"expires": 60},
    },
    "seal-signed": {
        "task": "placements.tasks.seal_signed",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "send-visit-mails": {
        "task": "quality.tasks.send_visit_mails",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "forget-prospects": {
        "task": "quality.tasks.forget_prospects",
        "schedule": crontab(minute=22, hour=4),
    },
    "forget-rosters": {"task": "placements.tasks.forget_rosters", "schedule": crontab(minute=7)},
    "forget-stray-files": {
        "task": "competences.tasks.forget_strays",
        "schedule": crontab(minute=37, hour=4),
    },
    "forget-documents": {
        "task": "accounts.tasks.forget_documents",
        "schedule": crontab(minute=52, hour=3),
    },
    "resume-jobs": {
        "task": "accounts.tasks.resume_jobs",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "look-for-alarms": {
        "task": "accounts.tasks.look_for_alarms",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
}
# Of these somebody waits for the outcome: an alarm goes off when one is late (docs/operations.md).
WATCHED = ("collect-reminders", "send-mail", "send-texts", "resume-jobs", "seal-signed")


def next_due(name: str, after: dt.datetime) -> dt.datetime:
    """When the table above wants this to run next, once it has run at `after`."""
    schedule = app.conf.beat_schedule[name]["schedule"]
    if isinstance(schedule, crontab):
        start, ahead, _now = schedule.remaining_delta(timezone.localtime(after), tz=app.timezone)
        return start + ahead
    return after + dt.timedelta(seconds=schedule)


# What somebody waits for goes before the hundredth document of a zip: 0 is first, 9 is last.
AT_ONCE, WHEN_THERE_IS_TIME = 0, 9


def enqueue(task: str, *arguments: int | str, priority: int = AT_ONCE) -> None:
    """Wake a worker after the commit, with keys only.

    A broker that is away loses nothing: the row is the truth and the sweeps of the table above
    come by again, so the failure is logged and the person's page goes on.
    """
    call = app.signature(task, args=arguments)
    transaction.on_commit(lambda: call.apply_async(priority=priority), robust=True)
