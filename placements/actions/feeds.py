"""The secret address of somebody's own calendar: made, read, revoked."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from accounts.actions.history import record
from accounts.models import User
from accounts.secrets import fingerprint, new_token
from config import clock
from placements.models import CalendarFeed

NOTED_EVERY = dt.timedelta(hours=1)


@transaction.atomic
def make(*, by: User, with_days: bool = False) -> str:
    """A new address; the one before opens nothing any more. The answer, the token in it, is the
    only time that it can be read."""
    revoke(by=by)
    token = new_token()
    feed = CalendarFeed.objects.create(
        person=by, token_hash=fingerprint("calendar", token), with_days=with_days
    )
    record("calendar-feed-made", feed, by=by)
    return token


@transaction.atomic
def revoke(*, by: User) -> int:
    """End this person's address; answers how many there were (0 or 1)."""
    User.objects.select_for_update().get(pk=by.pk)  # two new ones at once: one after the other
    alive = list(CalendarFeed.objects.visible_to(by).filter(revoked_at__isnull=True))
    for feed in alive:
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        record("calendar-feed-revoked", feed, by=by)
    return len(alive)


def read(*, token: str) -> CalendarFeed | None:
    """The address behind a token, if it opens anything; that it was read is noted once an hour."""
    found = CalendarFeed.objects.alive().select_related("person")
    feed = found.filter(token_hash=fingerprint("calendar", token)).first()
    if feed is not None:
        now = clock.now()
        stale = Q(last_read_at__isnull=True) | Q(last_read_at__lte=now - NOTED_EVERY)
        CalendarFeed.objects.filter(stale, pk=feed.pk).update(last_read_at=now)
    return feed
