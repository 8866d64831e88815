"""People met on the way: noted with consent and purpose, contacted, forgotten. History says that
it was done, never about whom."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from placements.rules.access import coordinates
from quality.actions.visits import locked, topic
from quality.models import Prospect, ProspectContact, Visit
from quality.rules import prospects as rules
from quality.rules.visits import makes


@dataclass(frozen=True)
class Met:
    """Who it is, and to what they agreed in which words; kept until `forget_on`."""

    kind: str
    name: str
    purpose: str
    consent_words: str
    forget_on: dt.date
    email: str = ""
    phone: str = ""
    interest: str = ""


@transaction.atomic
def note(*, by: User, visit: Visit, met: Met, allowed: bool) -> Prospect:
    """Keep how somebody can be reached, for one purpose."""
    visit = locked(visit)
    if not (makes(by, visit) or coordinates(by, visit.programme)):
        raise Refusal("not-yours", rules.NOT_YOURS)
    refuse_if(
        rules.note_obstacles(
            visit,
            allowed=allowed,
            email=met.email,
            phone=met.phone,
            forget_on=met.forget_on,
            today=clock.today(),
        )
    )
    made = Prospect.objects.create(
        programme=visit.programme,
        workplace=visit.workplace,
        visit=visit,
        consent_at=clock.now(),
        noted_by=by,
        **asdict(met),
    )
    record("prospect-noted", made, by=by, topic=topic(visit), kind=met.kind)
    return made


@transaction.atomic
def contact(*, by: User, prospect: Prospect, way: str, words: str) -> ProspectContact:
    """A line in the log."""
    prospect = _locked(by, prospect)
    made = ProspectContact.objects.create(prospect=prospect, way=way, words=words, by=by)
    record("prospect-contacted", prospect, by=by, way=way)
    return made


@transaction.atomic
def forget(*, by: User, prospect: Prospect) -> None:
    """The purpose is over, or they asked: row and log are deleted now."""
    prospect = _locked(by, prospect)
    record("prospect-forgotten", prospect, by=by)
    prospect.delete()


@transaction.atomic
def forget_due(today: dt.date) -> int:
    """Delete everybody whose day has come; answers how many."""
    due = Prospect.objects.select_for_update().filter(forget_on__lte=today)
    found = list(due)
    for one in found:
        record("prospect-forgotten", one, by=None)
    Prospect.objects.filter(pk__in=[one.pk for one in found]).delete()
    return len(found)


def _locked(by: User, prospect: Prospect) -> Prospect:
    held = Prospect.objects.select_for_update(of=("self",)).select_related("programme")
    prospect = held.get(pk=prospect.pk)
    if prospect.noted_by_id != by.pk and not coordinates(by, prospect.programme):
        raise Refusal("not-yours", rules.NOT_YOURS)
    return prospect
