"""What somebody chooses about the messages they get, on their profile or by the link in a mail."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import MailPace, MessageGroup
from accounts.models import MutedRule, User
from accounts.secrets import derived_token
from config.refusal import Obstacle, refuse_if
from config.web import key_of


def chosen_by(person: User) -> dict[str, Any]:
    """What holds now, as the form on the profile has it; one query."""
    muted = set(MutedRule.objects.filter(person=person).values_list("rule", flat=True))
    return {
        "pace": person.pace,
        "groups": [group.value for group in MessageGroup if group not in muted],
        "quiet_from": person.quiet_from,
        "quiet_until": person.quiet_until,
    }


@transaction.atomic
def choose(
    *,
    by: User,
    pace: str,
    groups: Collection[str],
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
) -> User:
    """`groups`: the kinds one wants to hear about. What is urgent or legal comes anyway."""
    refuse_if(quiet_obstacles(quiet_from, quiet_until))
    by.pace, by.quiet_from, by.quiet_until = pace, quiet_from, quiet_until
    by.save(update_fields=["pace", "quiet_from", "quiet_until"])
    muted = _mute(by, {group.value for group in MessageGroup} - set(groups))
    record("messages-chosen", by, by=by, pace=pace, muted=muted)
    return by


def quiet_obstacles(start: dt.time | None, end: dt.time | None) -> Iterator[Obstacle]:
    if (start is None) != (end is None):
        missing = "quiet_until" if end is None else "quiet_from"
        yield Obstacle("half", _("Say both from when and until when, or neither."), field=missing)
    elif start is not None and start == end:
        yield Obstacle("same", _("From and until cannot be the same time."), field="quiet_until")


@transaction.atomic
def stop(*, person: User) -> None:
    """By the link in a mail: nothing any more but what is urgent or what the law asks."""
    _mute(person, {group.value for group in MessageGroup})
    record("messages-stopped", person, by=None)


@transaction.atomic
def once_a_week(*, person: User) -> None:
    """By the link in a mail: all of it, once a week."""
    person.pace = MailPace.WEEKLY
    person.save(update_fields=["pace"])
    record("messages-weekly", person, by=None)


def has_stopped(person: User) -> bool:
    """Every kind that can be muted is."""
    muted = set(MutedRule.objects.filter(person=person).values_list("rule", flat=True))
    return muted >= {group.value for group in MessageGroup}


def _mute(person: User, groups: Collection[str]) -> list[str]:
    """Mute exactly these; the rest is heard again."""
    MutedRule.objects.filter(person=person).exclude(rule__in=groups).delete()
    wanted = [MutedRule(person=person, rule=group) for group in sorted(groups)]
    MutedRule.objects.bulk_create(wanted, ignore_conflicts=True)
    return sorted(groups)


# --- the link in a mail: the same each time, so that a mail that is sent again is the same mail


def unsubscribe_path(person: User) -> str:
    return reverse("accounts:unsubscribe", args=[f"{person.pk}-{_secret(person.pk)}"])


def by_token(token: str) -> User | None:
    """Whose messages this link is about: 256 bits that nobody can make without our key."""
    said, _dash, secret = token.partition("-")
    key = key_of(said)
    if key is None or not constant_time_compare(secret, _secret(key)):
        return None
    return User.objects.filter(pk=key, is_active=True).first()


def _secret(key: int) -> str:
    return derived_token("unsubscribe", key)
