"""What one prepares for a meeting, who is ready, and, once it is open, all of it side by side."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise

from accounts.enums import TRIAD
from accounts.models import User
from config import clock
from placements.enums import TrialogueState
from placements.models import Placement, Preparation, Trialogue
from placements.preparation_guides import THEMES
from placements.rules.preparations import PREPARE_WITHIN
from placements.rules.working_days import working_days_between

OPENED = {TrialogueState.HELD, TrialogueState.SIGNED}
# Longer than so many working days can last, whatever the holidays.
FAR = dt.timedelta(days=3 * PREPARE_WITHIN + 7)


@dataclass(frozen=True)
class Readiness:
    """One of the three, and whether the meeting may begin as far as they are concerned. Never
    whether, when or how much somebody wrote."""

    role: str
    person: User
    is_ready: bool


@dataclass(frozen=True)
class Prepared:
    """What one person brought on a theme; "" where they left it open."""

    role: str
    person: User | None
    question: str | Promise
    text: str


@dataclass(frozen=True)
class PreparedTheme:
    key: str
    title: str | Promise
    answers: Sequence[Prepared]


def own_preparation(trialogue: Trialogue, user: User) -> Preparation:
    """What this person prepared; an empty one of version 0 where nothing was written."""
    mine = Preparation.objects.visible_to(user).filter(trialogue=trialogue, person=user)
    return mine.first() or Preparation(trialogue=trialogue, person=user)


def readiness(trialogue: Trialogue) -> list[Readiness]:
    """Who of those who speak today said to be ready; a role is, once one of its people is."""
    said = trialogue.preparations.filter(ready_at__isnull=False)
    ready = set(said.values_list("person_id", flat=True))
    voices = trialogue.placement.voices()
    return [
        Readiness(
            role=role.value,
            person=person,
            is_ready=any(voice.role == role and voice.person_id in ready for voice in voices),
        )
        for role in TRIAD
        if (person := trialogue.placement.person(role))
    ]


def prepared(trialogue: Trialogue, reader: User) -> list[PreparedTheme]:
    """Theme by theme what each brought, under the name of who wrote it; nothing before the coach
    opened the meeting. Two queries."""
    if trialogue.state not in OPENED:
        return []
    rows = Preparation.objects.visible_to(reader).filter(trialogue=trialogue)
    written = [one for one in rows.select_related("person") if one.answers]
    themes = []
    for theme in THEMES[trialogue.kind]:
        if any(theme.key in one.answers for one in written):
            answers = [
                Prepared(role, person, theme.questions[role], text)
                for role in TRIAD
                for person, text in _said(trialogue, written, role, theme.key)
            ]
            themes.append(PreparedTheme(theme.key, theme.title, answers))
    return themes


def _said(
    trialogue: Trialogue, written: Sequence[Preparation], role: str, key: str
) -> list[tuple[User | None, str]]:
    """Everybody's words in this role on this theme; who speaks today and nothing, without any."""
    said = [
        (one.person, one.answers[key]) for one in written if one.role == role and key in one.answers
    ]
    return said or [(trialogue.placement.person(role), "")]


def to_prepare(user: User, today: dt.date) -> list[Trialogue]:
    """Planned meetings near by for which this person did not say to be ready yet, with the people
    of their placements and `has_words`: whether they wrote something; three queries."""
    mine = Preparation.objects.visible_to(user).filter(trialogue=OuterRef("pk"), person=user)
    placements = Placement.objects.with_voice(user).open()
    found = Trialogue.objects.filter(
        Exists(placements.filter(pk=OuterRef("placement_id"))),
        ~Exists(mine.filter(ready_at__isnull=False)),
        state=TrialogueState.PLANNED,
        starts_at__date__range=(today, today + FAR),
    )
    found = found.annotate(has_words=Exists(mine.filter(version__gt=0)))
    near = [
        one
        for one in found.defer("report").order_by("starts_at", "pk")
        if working_days_between(today, clock.local_date(one.starts_at)) <= PREPARE_WITHIN
    ]
    people = Placement.objects.with_people().in_bulk({one.placement_id for one in near})
    for one in near:
        one.placement = people[one.placement_id]
    return near
