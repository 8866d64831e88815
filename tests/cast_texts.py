"""Two versions of an own agreement text: one in use, and a draft of the next."""

import datetime as dt

from accounts.models import User
from competences.models import Programme
from config import clock
from placements.actions import texts
from placements.models import AgreementTextVersion


def write_texts(
    programme: Programme, coordinator: User, now: dt.datetime
) -> dict[str, AgreementTextVersion]:
    """For learning in one's own job, of which the cast has no placement: nothing else changes."""
    kind = {"programme": programme, "kind": "own_job", "language": "nl"}
    with clock.at(now):
        first = texts.start(by=coordinator, **kind)
        final = texts.publish(
            by=coordinator, version=first, revision=first.revision, valid_from=now.date()
        )
        draft = texts.start(by=coordinator, source=final, **kind)
    return {"published": final, "draft": draft}
