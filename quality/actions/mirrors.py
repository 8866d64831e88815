"""A mentor's mirror: made for themself, shared and taken back at will, and thrown away."""

from collections.abc import Mapping

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from config import clock
from config.refusal import refuse_if
from quality.models import MentorMirror
from quality.overviews.mirrors import has_been_mentor
from quality.rules import mirrors as rules
from quality.rules.scans import Value
from quality.scan_guide import guide


@transaction.atomic
def make(
    *, by: User, values: Mapping[str, Value], words: str = "", wants: str = ""
) -> MentorMirror:
    """For the mentor alone. The history says that it was made, and nothing of what it says."""
    roles = [topic.key for topic in guide().mentor_roles]
    is_mentor = has_been_mentor(by)
    refuse_if(rules.mirror_obstacles(is_mentor=is_mentor, values=values, wants=wants, roles=roles))
    mirror = MentorMirror.objects.create(
        person=by, values=dict(values), words=words.strip(), wants=wants
    )
    record("mirror-made", mirror, by=by)
    return mirror


@transaction.atomic
def share(*, by: User, mirror: MentorMirror) -> MentorMirror:
    """Let the coaches of the mentor's present placements see it; twice is once."""
    found = _own(by, mirror)
    if found.shared_at is None:
        found.shared_at = clock.now()
        found.save(update_fields=["shared_at"])
        record("mirror-shared", found, by=by)
    return found


@transaction.atomic
def take_back(*, by: User, mirror: MentorMirror) -> MentorMirror:
    """From now on nobody else sees it."""
    found = _own(by, mirror)
    if found.shared_at is not None:
        found.shared_at = None
        found.save(update_fields=["shared_at"])
        record("mirror-taken-back", found, by=by)
    return found


@transaction.atomic
def throw_away(*, by: User, mirror: MentorMirror) -> None:
    """It was the mentor's own: it goes altogether."""
    found = _own(by, mirror)
    record("mirror-thrown-away", found, by=by)
    found.delete()


def _own(by: User, mirror: MentorMirror) -> MentorMirror:
    found = MentorMirror.objects.select_for_update().get(pk=mirror.pk)
    refuse_if(rules.own_obstacles(found, by))
    return found
