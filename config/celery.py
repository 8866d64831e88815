"""The Celery application and the whole schedule in one table."""

import os

from celery import Celery
from celery.schedules import crontab
from django.db import transaction

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
    "forget-rosters": {"task": "placements.tasks.forget_rosters", "schedule": crontab(minute=7)},
    "forget-stray-files": {
        "task": "competences.tasks.forget_strays",
        "schedule": crontab(minute=37, hour=4),
    },
    "resume-jobs": {
        "task": "accounts.tasks.resume_jobs",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
}


def enqueue(task: str, *arguments: int | str) -> None:
    """Wake a worker after the commit, with keys only.

    A broker that is away loses nothing: the row is the truth and the sweeps of the table above
    come by again, so the failure is logged and the person's page goes on.
    """
    transaction.on_commit(lambda: app.signature(task, args=arguments).delay(), robust=True)
