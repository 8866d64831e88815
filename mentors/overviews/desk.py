"""The mentor's desk: everything that one person must answer, over all students and programmes.

A fixed number of queries, however many students there are.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.utils.formats import date_format
from django.utils.translation import ngettext, pgettext

from accounts.enums import Role
from accounts.models import User
from competences.enums import Moment
from competences.models import Assessment, Competence, MasteryLevel, Voice
from competences.rules.gaps import one_each, why
from config import clock
from config.pictures import DaysPicture
from mentors.overviews.progress import Progress, progress
from mentors.rules import desk as rules
from placements.enums import DayState, ShorteningState, TrialogueState
from placements.models import (
    Placement,
    ShorteningProposal,
    Trialogue,
    WorkplaceDay,
)
from placements.overviews.counts import DayCounts, day_counts
from placements.overviews.days import last_returns
from placements.overviews.gaps import Missing, known_to, missing
from placements.rules.days import UNDO_FOR, undo_return_obstacles

DAYS_NAMED = 3


@dataclass(frozen=True)
class Returned:
    """A day that this mentor returned, and until when that can be taken back."""

    day: WorkplaceDay
    undo_until: dt.datetime


@dataclass(frozen=True)
class StudentCard:
    """One student: the days that wait, oldest first, and what was answered in the last 24 hours
    and can be taken back. `stands_in`: the mandate of a deputy, None for the mentor."""

    placement: Placement
    waiting: list[WorkplaceDay]
    just_confirmed: list[WorkplaceDay]
    just_returned: list[Returned]
    progress: Progress
    stands_in: Voice | None = None

    @property
    def counts(self) -> DayCounts:
        return day_counts(self.placement)

    @property
    def confirmed_dates(self) -> str:
        """The days that can be undone: a few by name, more than three as a number."""
        if len(self.just_confirmed) > DAYS_NAMED:
            return ngettext("%(n)s day", "%(n)s days", len(self.just_confirmed)) % {
                "n": len(self.just_confirmed)
            }
        near = pgettext("date near", "D j M")
        return ", ".join(date_format(day.date, near) for day in self.just_confirmed)

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which a deputy stands in here, where that is known."""
        until = self.stands_in and self.stands_in.until
        return until - dt.timedelta(days=1) if until else None

    @property
    def undo_until(self) -> dt.datetime:
        return min(day.confirmed_at for day in self.just_confirmed) + UNDO_FOR


@dataclass(frozen=True)
class Question:
    """How far is this student with this competence? `levels` are the steps, lowest first; `why`
    it is asked, "" when that reason is gone."""

    placement: Placement
    competence: Competence
    levels: list[MasteryLevel]
    why: str = ""

    @property
    def key(self) -> str:
        return f"{self.placement.pk}-{self.competence.pk}"


@dataclass(frozen=True)
class Said:
    """An answer of the last 24 hours that this mentor can still correct."""

    placement: Placement
    event: Assessment


@dataclass(frozen=True)
class Desk:
    cards: list[StudentCard]
    meetings: list[Trialogue]
    said: list[Said] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    competences: dict[int, list[Competence]] = field(default_factory=dict)
    levels: dict[int, list[MasteryLevel]] = field(default_factory=dict)
    reasons: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def placements(self) -> dict[int, Placement]:
        return {card.placement.pk: card.placement for card in self.cards}

    @property
    def waiting(self) -> list[WorkplaceDay]:
        return [day for card in self.cards for day in card.waiting]

    def ask(self, key: str) -> Question | None:
        """The question under this key, also when it would no longer be asked by itself."""
        for placement in self.placements.values():
            for competence in self.competences[placement.dossier.version_id]:
                question = self.question(placement, competence)
                if question.key == key:
                    return question
        return None

    def question(self, placement: Placement, competence: Competence) -> Question:
        levels = self.levels[placement.dossier.version_id]
        why = self.reasons.get((placement.dossier_id, competence.pk), "")
        return Question(placement, competence, levels, why)


@dataclass(frozen=True)
class StudentLine:
    """A student in one line, for the mentor's home."""

    placement: Placement
    picture: DaysPicture
    waiting: int
    progress: Progress


def has_desk(user: User) -> bool:
    return Voice.objects.current().filter(person=user, role=Role.MENTOR).exists()


def my_placements(mentor: User) -> list[Placement]:
    """Open placements in which this person is the mentor today, or stands in for them."""
    mine = Placement.objects.visible_to(mentor).with_voice(mentor, Role.MENTOR).open()
    return list(mine.with_people().with_days())


def waiting_days(placements: Collection[Placement]) -> dict[int, list[WorkplaceDay]]:
    """Placement id -> days that wait for its mentor, oldest first."""
    days = (
        WorkplaceDay.objects.waiting_for_mentor()
        .filter(placement__in=placements)
        .order_by("date", "pk")
        .prefetch_related("competences")
    )
    return _by_placement(days)


def days_that_went(desk: "Desk", pks: Collection[str]) -> list[WorkplaceDay]:
    """Of these days, the ones of this desk's students, whatever became of them."""
    return list(
        WorkplaceDay.objects.filter(placement__in=desk.placements, pk__in=pks).select_related(
            "placement__enrolment__student"
        )
    )


def advice_wanted(mentor: User) -> list[ShorteningProposal]:
    """Proposals for fewer days on which the mentor has not spoken yet."""
    mine = Placement.objects.with_voice(mentor, Role.MENTOR).open()
    return list(
        ShorteningProposal.objects.filter(
            placement__in=mine, state=ShorteningState.PROPOSED, advised_at__isnull=True
        ).select_related("placement__enrolment__student")
    )


def student_lines(mentor: User) -> list[StudentLine]:
    placements = my_placements(mentor)
    waiting, far = waiting_days(placements), progress(placements, mentor)
    return [
        StudentLine(
            item, days_picture(day_counts(item)), len(waiting.get(item.pk, [])), far[item.pk]
        )
        for item in placements
    ]


def days_picture(counts: DayCounts) -> DaysPicture:
    return DaysPicture(
        required=float(counts.required),
        confirmed=float(counts.confirmed),
        logged=float(counts.waiting),
    )


def desk(mentor: User) -> Desk:
    placements = my_placements(mentor)
    waiting, confirmed = waiting_days(placements), _just_confirmed(mentor, placements)
    returned = _just_returned(mentor, placements)
    versions = {placement.dossier.version_id for placement in placements}
    found, far = missing(placements, known_to(mentor)), progress(placements, mentor)
    cards = [
        StudentCard(
            placement=item,
            waiting=waiting.get(item.pk, []),
            just_confirmed=confirmed.get(item.pk, []),
            just_returned=returned.get(item.pk, []),
            progress=far[item.pk],
            stands_in=_stands_in(mentor, item),
        )
        for item in placements
    ]
    found_desk = Desk(
        cards=sorted(cards, key=lambda card: not card.waiting),  # who waits stands first
        meetings=_meetings(placements),
        said=_just_said(mentor, placements),
        competences=_by_version(Competence.objects.filter(version__in=versions)),
        levels=_by_version(MasteryLevel.objects.filter(version__in=versions)),
        reasons={(gap.dossier, gap.competence): why(gap) for gap in one_each(found.gaps)},
    )
    return replace(found_desk, questions=_questions(mentor, found_desk, found))


def _questions(mentor: User, found_desk: Desk, found: Missing) -> list[Question]:
    """What the rules chose, students in the order of their cards."""
    asked = rules.questions(
        found.gaps,
        rested=found.spoken_since(clock.today() - rules.REST, Role.MENTOR),
        answered=_answered_this_week(mentor),
    )
    return [
        found_desk.question(placement, found.competences[gap.competence])
        for placement in found_desk.placements.values()
        for gap in asked
        if gap.dossier == placement.dossier_id
    ]


def _just_confirmed(
    mentor: User, placements: Collection[Placement]
) -> dict[int, list[WorkplaceDay]]:
    days = WorkplaceDay.objects.filter(
        placement__in=placements,
        state=DayState.CONFIRMED,
        confirmed_by=mentor,
        confirmed_at__gte=clock.now() - UNDO_FOR,
    )
    return _by_placement(days.order_by("date", "pk"))


def _just_returned(mentor: User, placements: Collection[Placement]) -> dict[int, list[Returned]]:
    """What the rules let this mentor take back, oldest first; two queries."""
    known, now = {placement.pk: placement for placement in placements}, clock.now()
    rows = WorkplaceDay.objects.filter(placement__in=placements, state=DayState.RETURNED)
    days = list(rows.order_by("date", "pk"))
    returns, found = last_returns(days), {}
    for day in days:
        day.placement, returned = known[day.placement_id], returns.get(day.pk)
        if not any(undo_return_obstacles(day, returned=returned, by=mentor, now=now)):
            until = returned.at + UNDO_FOR
            found.setdefault(day.placement_id, []).append(Returned(day, until))
    return found


def _just_said(mentor: User, placements: Collection[Placement]) -> list[Said]:
    """The last word of the mentor's voice, where this person spoke it; the newest first."""
    by_dossier = {placement.dossier_id: placement for placement in placements}
    lately = Assessment.objects.filter(
        dossier__in=by_dossier, role=Role.MENTOR, at__gt=clock.now() - UNDO_FOR
    )
    found = [
        Said(by_dossier[event.dossier_id], event)
        for event in lately.present().select_related("competence", "level")
        if event.entered_by_id == mentor.pk and event.carried_from_id is None
    ]
    speaking = [one for one in found if _speaks_still(one)]
    return sorted(speaking, key=lambda one: (one.event.at, one.event.pk), reverse=True)


def _speaks_still(said: Said) -> bool:
    """Words belong to the mandate in which they were said."""
    return any(voice.pk == said.event.voice_id for voice in said.placement.voices())


def _stands_in(person: User, placement: Placement) -> Voice | None:
    voices = placement.voices()
    return next((one for one in voices if one.person_id == person.pk and one.is_deputy), None)


def _meetings(placements: Collection[Placement]) -> list[Trialogue]:
    return list(
        Trialogue.objects.filter(
            placement__in=placements,
            state=TrialogueState.PLANNED,
            starts_at__gte=clock.now() - dt.timedelta(hours=12),
        )
        .select_related("placement__enrolment__student")
        .order_by("starts_at", "pk")
    )


def _answered_this_week(mentor: User) -> int:
    mine = Assessment.objects.filter(
        entered_by=mentor, role=Role.MENTOR, moment=Moment.PROCESS, carried_from__isnull=True
    )
    return mine.filter(at__date__gt=clock.today() - rules.WEEK).count()


def _by_placement(days: Iterable[WorkplaceDay]) -> dict[int, list[WorkplaceDay]]:
    found: dict[int, list[WorkplaceDay]] = {}
    for day in days:
        found.setdefault(day.placement_id, []).append(day)
    return found


def _by_version(rows: Iterable) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.version_id, []).append(row)
    return found
