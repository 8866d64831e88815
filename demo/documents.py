"""A zip that a coordinator asked for this morning, with one paper that could not be made."""

import datetime as dt

from accounts.actions import jobs
from accounts.models import Job, User
from config import clock
from placements.models import Agreement, Placement

SENT, WITHOUT = 3, 1


def pack(*, by: User, today: dt.date) -> Job:
    """Agreements that went out are copied as they are; the placement without one is named."""
    mine = Placement.objects.coordinated_by(by)
    out = Agreement.objects.active().filter(sent_at__isnull=False).values("placement")
    chosen = [
        *mine.filter(pk__in=out).order_by("pk")[:SENT],
        *mine.filter(agreements__isnull=True).order_by("pk")[:WITHOUT],
    ]
    with clock.at(dt.datetime.combine(today, dt.time(9, 20))):
        ids = [placement.pk for placement in chosen]
        job = jobs.start("documents-zip", by=by, placements=ids, kinds=["agreement"])
        jobs.run_here(job.pk)
    return Job.objects.get(pk=job.pk)
