"""The questions a student can look back with: first what is missing in what is known, then what
fits the moment. Only what the student may see counts here."""

import datetime as dt
from collections.abc import Iterable

from django.utils.text import Truncator

from accounts.models import User
from competences.enums import GapKind
from competences.models import Competence, PersonalGoal
from competences.rules.gaps import Gap, Subject, about_competence, pick, why
from placements.gap_prompts import (
    COMPETENCE,
    GOAL,
    About,
    GapPrompt,
    about,
    parse,
    sides_of,
    wording_for,
)
from placements.models import Placement
from placements.overviews.days import situation
from placements.overviews.gaps import Missing, known_to, missing
from placements.prompts import Prompt, offer, prompts

GAPS_OFFERED = 3
REST = dt.timedelta(days=14)
GOAL_WORDS = 20  # of a goal in a question
Asked = Prompt | GapPrompt


def prompts_for(placement: Placement, student: User) -> list[Asked]:
    """A few questions, the one to start with first; never empty."""
    now = situation(placement, student)
    found = missing([placement], known_to(student))
    rested = _subjects(placement.dossier_id, now.answered_since(REST), found)
    first: list[GapPrompt] = []
    for gap in pick(found.gaps, rested, GAPS_OFFERED):
        used = [*now.answered, *(one.key for one in first)]
        wording = wording_for(gap, used)
        first.append(GapPrompt(wording, about(gap), _name(gap, found), why(gap)))
    return offer(now, first=first, sides=sides_of(now.answered))


def _subjects(dossier: int, keys: Iterable[str], found: Missing) -> set[Subject]:
    """What these kept keys were about."""
    subjects = set()
    for key in keys:
        if known := parse(key):
            kind, pk = known[1]
            if kind == COMPETENCE:
                subjects.add(about_competence(dossier, pk))
            subjects |= {gap.subject for gap in found.gaps if about(gap) == (kind, pk)}
    return subjects


def _name(gap: Gap, found: Missing) -> str:
    if gap.kind == GapKind.GOAL_UNTOUCHED:
        return _short(found.goals[gap.goal].text)
    return found.competences[gap.competence].name


def _short(goal: str) -> str:
    return Truncator(goal.strip().removesuffix(".")).words(GOAL_WORDS)


def recall(keys: Iterable[str]) -> dict[str, Asked]:
    """Kept key -> the question it stands for; a free text and what we dropped are left out. At
    most two queries, none without questions about a competence or a goal."""
    found: dict[str, Asked] = {}
    parsed = {}
    for key in set(keys):
        if key in prompts():
            found[key] = prompts()[key]
        elif known := parse(key):
            parsed[key] = known
    names = _names({about for _wording, about in parsed.values()})
    for key, (wording, thing) in parsed.items():
        if thing in names:
            found[key] = GapPrompt(wording, thing, names[thing])
    return found


def recall_for(placement: Placement, key: str) -> Asked | None:
    """The question under a key that was on this student's page; None when it could not be."""
    found = recall([key]).get(key)
    if isinstance(found, GapPrompt):
        kind, pk = found.about
        mine = {
            COMPETENCE: Competence.objects.filter(version=placement.dossier.version_id),
            GOAL: PersonalGoal.objects.filter(plan__dossier=placement.dossier_id),
        }[kind]
        return found if mine.filter(pk=pk).exists() else None
    return found


def _names(things: set[About]) -> dict[About, str]:
    competences = [pk for kind, pk in things if kind == COMPETENCE]
    goals = [pk for kind, pk in things if kind == GOAL]
    names: dict[About, str] = {}
    if competences:
        rows = Competence.objects.filter(pk__in=competences)
        names |= {(COMPETENCE, one.pk): one.name for one in rows}
    if goals:
        rows = PersonalGoal.objects.filter(pk__in=goals).values_list("pk", "reached_when")
        names |= {(GOAL, pk): _short(text) for pk, text in rows}
    return names
