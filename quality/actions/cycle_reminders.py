"""The part of the sweep that self-evaluations and visits have: each thing said once."""

import datetime as dt

from accounts.actions.notifications import notify
from config import clock
from quality.overviews import cycle_dues, visit_dues


def collect(now: dt.datetime) -> int:
    """Write what is due at `now`; answers how many are new. Safe to run at any rhythm."""
    today = clock.local_date(now)
    said = [
        notify(
            one.rule,
            subject=one.subject,
            recipient=one.recipient,
            due_on=one.due_on,
            context=one.context,
            url=one.url,
        )
        for one in (*cycle_dues.dues(today), *visit_dues.dues(today))
    ]
    return sum(one is not None for one in said)
