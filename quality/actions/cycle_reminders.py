"""The part of the sweep that self-evaluations have: each thing said once."""

import datetime as dt

from accounts.actions.notifications import notify
from config import clock
from quality.overviews.cycle_dues import dues


def collect(now: dt.datetime) -> int:
    """Write what is due at `now`; answers how many are new. Safe to run at any rhythm."""
    said = [
        notify(
            one.rule,
            subject=one.subject,
            recipient=one.recipient,
            due_on=one.due_on,
            context=one.context,
            url=one.url,
        )
        for one in dues(clock.local_date(now))
    ]
    return sum(one is not None for one in said)
