"""Personal goals as the triad and the sweep read them; drafts are the student's alone."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from competences.enums import GoalState
from competences.models import PersonalGoal
from config import clock

STANDING = ~Q(state=GoalState.DRAFT) & Q(dropped_at__isnull=True)


@dataclass(frozen=True)
class OpenGoal:
    """A goal somebody works on: `text` completes "I have reached this goal when ..."; `competence`
    is the id it was written for, in the version of that moment (None: none); `touched_on` the local
    date on which the student or the teacher last did something with it."""

    id: int
    dossier: int
    text: str
    competence: int | None
    touched_on: dt.date


def open_goals(dossiers: Iterable[int]) -> dict[int, list[OpenGoal]]:
    """Dossier id -> goals that were handed in, not put aside and not concluded; one query."""
    found: dict[int, list[OpenGoal]] = {dossier: [] for dossier in dossiers}
    rows = PersonalGoal.objects.filter(
        STANDING, plan__dossier__in=found, reached__isnull=True
    ).values_list("pk", "plan__dossier_id", "reached_when", "competence_id", "changed_at")
    for pk, dossier, text, competence, changed_at in rows:
        touched_on = clock.local_date(changed_at)
        found[dossier].append(OpenGoal(pk, dossier, text, competence, touched_on))
    return found


def goals_beside(dossier: int, user: User) -> QuerySet[PersonalGoal]:
    """What this reader may know of the goals in one dossier, for pages of the triad; one query."""
    return (
        PersonalGoal.objects.visible_to(user)
        .filter(STANDING, plan__dossier=dossier)
        .select_related("competence")
    )
