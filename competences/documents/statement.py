"""What a competence statement says, and how that stands on paper."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import User
from competences.enums import Moment, Shown
from competences.models import Dossier, Voice
from competences.overviews.tracking import Spoken, Tracking, tracking
from competences.surroundings import around
from config import clock
from config.pdf_values import (
    AttainedCompetence,
    AttainedOutcome,
    CompetenceStatementDocument,
    Fact,
    Level,
    SignatureBlock,
    Stamp,
    letterhead,
)

EVERYTHING = frozenset(Shown.values)


@dataclass(frozen=True, kw_only=True)
class StatedCompetence:
    """`identifier` is the competence's own in every version of the framework."""

    identifier: str
    code: str
    name: str
    level: str  # code
    level_name: str
    validated_on: dt.date


@dataclass(frozen=True, kw_only=True)
class StatedOutcome:
    name: str
    competences: tuple[StatedCompetence, ...]


@dataclass(frozen=True, kw_only=True)
class Stated:
    """All that a statement could tell; what a reader gets of it, `shown` says.

    `of_all` counts the competences of the course unit; `levels` from the lowest to the highest;
    `closed_on` is when the placement ended, `is_complete` whether no final word was missing then.
    """

    language: str
    student: str
    coach: str
    programme: str
    unit: str
    framework: str
    version: int
    workplace: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    closed_on: dt.date | None
    is_complete: bool
    validated_at: dt.datetime
    levels: tuple[Level, ...]
    outcomes: tuple[StatedOutcome, ...]
    of_all: int

    @property
    def competences(self) -> tuple[StatedCompetence, ...]:
        return tuple(one for outcome in self.outcomes for one in outcome.competences)


@dataclass(frozen=True, kw_only=True)
class IssuedContent:
    """What is kept of an issued statement: what it says, and the paper as it was set."""

    stated: Stated
    paper: CompetenceStatementDocument


def validated(found: Tracking) -> dict[int, Spoken]:
    """Competence id -> the coach's final word, for each that came up, in the framework's order."""
    words = {row.competence.pk: row.validated for row in found.rows}
    return {pk: word for pk, word in words.items() if word and word.level}


def stated(
    dossier: Dossier, reader: User | None, language: str, chosen: Collection[int] | None = None
) -> Stated | None:
    """What a statement of these competences (ids; None: all) would say in that language; None
    while the coach has validated none of them. Only what `reader` may hear counts (None: all)."""
    with translation.override(language):
        found = tracking(_with_names(dossier), reader=reader)
        words = validated(found)
        if chosen is not None:
            words = {pk: word for pk, word in words.items() if pk in chosen}
        return _stated(found, words, reader, language) if words else None


def _with_names(dossier: Dossier) -> Dossier:
    """The dossier with all that a statement names, and its students' voices; two queries."""
    students = Voice.objects.filter(role=Role.STUDENT).select_related("person").order_by("-pk")
    return (
        Dossier.objects.select_related("course_unit__programme", "version__framework")
        .prefetch_related(Prefetch("voices", students, to_attr="students"))
        .get(pk=dossier.pk)
    )


def _stated(
    found: Tracking, words: dict[int, Spoken], reader: User | None, language: str
) -> Stated:
    dossier, newest = found.dossier, max(words.values(), key=lambda word: word.at)
    place = around(dossier, reader or dossier.students[0].person)
    starts_on, ends_on = place.period or (None, None)
    version = dossier.version
    return Stated(
        language=language,
        student=dossier.students[0].person.get_full_name(),
        coach=newest.person,
        programme=dossier.course_unit.programme.name,
        unit=dossier.course_unit.name,
        framework=version.framework.name,
        version=version.number,
        workplace=place.workplace,
        starts_on=starts_on,
        ends_on=ends_on,
        closed_on=clock.local_date(dossier.closed_at) if dossier.closed_at else None,
        is_complete=all(row.validated for row in found.rows if row.target),
        validated_at=newest.at,
        levels=tuple(
            Level(code=level.code, name=level.name, meaning=level.description)
            for level in found.levels
        ),
        outcomes=_outcomes(found, words),
        of_all=sum(bool(row.target) or row.competence.pk in words for row in found.rows),
    )


def _outcomes(found: Tracking, words: dict[int, Spoken]) -> tuple[StatedOutcome, ...]:
    groups = (
        (outcome.name, tuple(row.competence for row in rows if row.competence.pk in words))
        for outcome, rows in found.by_outcome
    )
    return tuple(
        StatedOutcome(
            name=name,
            competences=tuple(
                StatedCompetence(
                    identifier=str(one.identifier),
                    code=one.code,
                    name=one.name,
                    level=words[one.pk].level.code,
                    level_name=words[one.pk].level.name,
                    validated_on=clock.local_date(words[one.pk].at),
                )
                for one in competences
            ),
        )
        for name, competences in groups
        if competences
    )


# ---------- what may be read of it


def extent(said: Stated) -> str:
    """How much of the course unit this is: whoever reads a part must not take it for all."""
    count = len(said.competences)
    if count >= said.of_all:
        return ngettext(
            "The one competence of the course unit.",
            "All %(count)s competences of the course unit.",
            count,
        ) % {"count": count}
    return _(
        "%(count)s of the %(all)s competences of the course unit. The others were not validated "
        "when this was issued, or the student left them out."
    ) % {"count": count, "all": said.of_all}


def facts(said: Stated, shown: Collection[str]) -> tuple[Fact, ...]:
    """What surrounds the competences, as far as the student agreed to show it."""
    days = sorted(one.validated_on for one in said.competences)
    rows = [
        (Shown.UNIT, _("Programme"), said.programme),
        (Shown.UNIT, _("Course unit"), said.unit),
        (Shown.UNIT, _("Framework"), framework_of(said)),
        (Shown.WORKPLACE, _("Workplace"), said.workplace),
        (Shown.PERIOD, _("At work"), _period(said.starts_on, said.ends_on)),
        (Shown.PERIOD, _("State"), _state(said)),
        (None, _("Validated"), _period(days[0], days[-1])),
        (None, _("Extent"), extent(said)),
    ]
    allowed = {None, *shown}
    return tuple(
        Fact(label=label, value=value) for which, label, value in rows if value and which in allowed
    )


def framework_of(said: Stated) -> str:
    return _("%(name)s, version %(number)s") % {"name": said.framework, "number": said.version}


def _state(said: Stated) -> str:
    """A placement that ended early may leave competences with a target without a final word."""
    if said.closed_on is None:
        return _("partial: the placement is still going on")
    words = (
        _("complete: the placement ended on %(date)s")
        if said.is_complete
        else _("partial: the placement ended early, on %(date)s")
    )
    return words % {"date": _day(said.closed_on)}


def _period(first: dt.date | None, last: dt.date | None) -> str:
    if first is None or first == last:
        return _day(first) if first else ""
    if last is None:
        return _("since %(first)s") % {"first": _day(first)}
    return _("%(first)s to %(last)s") % {"first": _day(first), "last": _day(last)}


def _day(day: dt.date) -> str:
    """As people write it, with its year: who reads this may do so years later."""
    return date_format(day, "j F Y")


# ---------- on paper


def paper(
    said: Stated, *, stamp: Stamp, shown: Collection[str] = EVERYTHING, notice: str = ""
) -> CompetenceStatementDocument:
    """The paper: it always names its holder and who validated; the rest as the student chose."""
    with translation.override(said.language):
        return CompetenceStatementDocument(
            stamp=stamp,
            student_name=said.student,
            outcomes=tuple(
                AttainedOutcome(name=one.name, competences=_attained(one.competences))
                for one in said.outcomes
            ),
            signatures=(
                SignatureBlock(
                    voice=Role.COACH.value,
                    name=said.coach,
                    function=str(Role.COACH.label),
                    at=timezone.localtime(said.validated_at),
                    how=_("validated in the portal"),
                ),
            ),
            levels=tuple(level for level in said.levels[1:] if level.meaning),
            facts=(*facts(said, shown), *_moments(stamp)),
            notice=notice,
        )


def _moments(stamp: Stamp) -> tuple[Fact, ...]:
    """A draft was not issued: nobody can check its code."""
    moment = Fact(label=_("Moment"), value=str(Moment.FINAL.label))
    issued = Fact(label=_("Issued"), value=_day(clock.local_date(stamp.created)))
    return (moment, issued) if stamp.code else (moment,)


def _attained(competences: Sequence[StatedCompetence]) -> tuple[AttainedCompetence, ...]:
    return tuple(
        AttainedCompetence(name=one.name, level=one.level, level_name=one.level_name)
        for one in competences
    )


def competence_statement(
    dossier: Dossier, language: str, reader: User | None = None
) -> CompetenceStatementDocument | None:
    """All that the coach validated so far, to look at; None when that is nothing yet. Nobody can
    check this paper: that needs a statement which the student issued."""
    said = stated(dossier, reader, language)
    if said is None:
        return None
    with translation.override(language):
        stamp = Stamp(
            reference=f"CV-{clock.local_date(said.validated_at).year}-{dossier.pk:04d}",
            language=language,
            created=said.validated_at,
            letterhead=letterhead(said.programme),
        )
        notice = _("Not issued: this paper is to look at. Only an issued statement can be checked.")
        return paper(said, stamp=stamp, notice=notice)
