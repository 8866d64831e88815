"""The mentor's desk: everything that one person must answer, over all students and programmes.

A fixed number of queries, however many students there are.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext, pgettext

from accounts.enums import Role
from accounts.models import User
from competences.enums import Moment
from competences.models import Assessment, Competence, MasteryLevel, Voice
from competences.rules.voices import Said
from config import clock
from config.pictures import DaysPicture
from mentors import rules
from placements.enums import DayState, ShorteningState, TrialogueState
from placements.models import (
    Placement,
    ShorteningProposal,
    Trialogue,
    WorkplaceDay,
)
from placements.overviews.counts import DayCounts, day_counts
from placements.rules.days import UNDO_FOR

DAYS_NAMED = 3


@dataclass(frozen=True)
class StudentCard:
    """One student: the days that wait, oldest first, and those confirmed in the last 24 hours."""

    placement: Placement
    waiting: list[WorkplaceDay]
    just_confirmed: list[WorkplaceDay]

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
    def undo_until(self) -> dt.datetime:
        return min(day.confirmed_at for day in self.just_confirmed) + UNDO_FOR


@dataclass(frozen=True)
class Question:
    """How far is this student with this competence? `levels` are the steps, lowest first."""

    placement: Placement
    competence: Competence
    levels: list[MasteryLevel]

    @property
    def key(self) -> str:
        return f"{self.placement.pk}-{self.competence.pk}"


@dataclass(frozen=True)
class Desk:
    cards: list[StudentCard]
    questions: list[Question]
    meetings: list[Trialogue]
    competences: dict[int, list[Competence]] = field(default_factory=dict)
    levels: dict[int, list[MasteryLevel]] = field(default_factory=dict)

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
                levels = self.levels[placement.dossier.version_id]
                question = Question(placement, competence, levels)
                if question.key == key:
                    return question
        return None


@dataclass(frozen=True)
class StudentLine:
    """A student in one line, for the mentor's home."""

    placement: Placement
    picture: DaysPicture
    waiting: int


def has_desk(user: User) -> bool:
    return Voice.objects.current().filter(person=user, role=Role.MENTOR).exists()


def my_placements(mentor: User) -> list[Placement]:
    """Open placements in which this person is the mentor today."""
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
    waiting = waiting_days(placements)
    return [
        StudentLine(item, days_picture(day_counts(item)), len(waiting.get(item.pk, [])))
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
    versions = {placement.dossier.version_id for placement in placements}
    competences = _by_version(Competence.objects.filter(version__in=versions))
    levels = _by_version(MasteryLevel.objects.filter(version__in=versions))
    by_id = {placement.pk: placement for placement in placements}
    asked = rules.questions(
        _facts(placements, competences),
        today=clock.today(),
        answered_today=_answered_today(mentor),
    )
    named = {item.pk: item for items in competences.values() for item in items}
    return Desk(
        cards=[
            StudentCard(item, waiting.get(item.pk, []), confirmed.get(item.pk, []))
            for item in placements
        ],
        questions=[
            Question(
                by_id[item.placement],
                named[item.competence],
                levels[by_id[item.placement].dossier.version_id],
            )
            for item in sorted(asked, key=lambda item: list(by_id).index(item.placement))
        ],
        meetings=_meetings(placements),
        competences=competences,
        levels=levels,
    )


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


def _answered_today(mentor: User) -> int:
    today = clock.today()
    mine = Assessment.objects.filter(entered_by=mentor, role=Role.MENTOR, moment=Moment.PROCESS)
    return mine.filter(at__date=today).count()


def _facts(
    placements: Collection[Placement], competences: dict[int, list[Competence]]
) -> list[rules.CompetenceFacts]:
    """What there is to ask about; three queries."""
    dossiers = {placement.dossier_id: placement for placement in placements}
    practised = _practised(placements)
    said, said_on = _said(dossiers)
    came_up = set(
        Assessment.objects.filter(dossier__in=dossiers, came_up=True)
        .exclude(moment=Moment.BASELINE)
        .values_list("dossier_id", "competence_id")
    )
    return [
        rules.CompetenceFacts(
            placement=placement.pk,
            competence=competence.pk,
            position=competence.position,
            practised_on=practised.get((placement.pk, competence.pk)),
            mentor_said_on=said_on.get((dossier, competence.pk)),
            student=said.get((dossier, competence.pk, Role.STUDENT)),
            mentor=said.get((dossier, competence.pk, Role.MENTOR)),
            came_up=(dossier, competence.pk) in came_up,
        )
        for dossier, placement in dossiers.items()
        for competence in competences[placement.dossier.version_id]
    ]


def _practised(placements: Collection[Placement]) -> dict[tuple[int, int], dt.date]:
    """(placement, competence) -> the last recent day with it, for days that were not returned."""
    pairs = WorkplaceDay.competences.through.objects.filter(
        workplaceday__placement__in=placements,
        workplaceday__date__gte=clock.today() - rules.RECENT,
        workplaceday__state__in=[DayState.LOGGED, DayState.CONFIRMED],
    ).order_by("workplaceday__date")
    fields = ("workplaceday__placement_id", "competence_id", "workplaceday__date")
    return {(placement, pk): date for placement, pk, date in pairs.values_list(*fields)}


def _said(
    dossiers: Iterable[int],
) -> tuple[dict[tuple[int, int, str], Said], dict[tuple[int, int], dt.date]]:
    """What student and mentor say now, and when the mentor said it."""
    now = Assessment.objects.filter(
        dossier__in=list(dossiers), role__in=[Role.STUDENT, Role.MENTOR]
    )
    said, said_on = {}, {}
    for event in now.present().select_related("level"):
        position = event.level.position if event.level else None
        said[event.dossier_id, event.competence_id, event.role] = Said(position)
        if event.role == Role.MENTOR:
            said_on[event.dossier_id, event.competence_id] = timezone.localtime(event.at).date()
    return said, said_on


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
