"""What goes into the papers of competence tracking."""

import datetime as dt

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.enums import Role
from competences.enums import Moment
from competences.models import Dossier
from competences.overviews.tracking import Spoken, Tracking, tracking
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


def validations(found: Tracking) -> list[Spoken]:
    """The coach's last final word on each competence that came up, in the framework's order."""
    return [row.validated for row in found.rows if row.validated and row.validated.level]


def competence_statement(dossier: Dossier, language: str) -> CompetenceStatementDocument | None:
    """What the coach validated in this dossier, and only that; None when that is nothing yet."""
    with translation.override(language):
        found = tracking(dossier)
        events = validations(found)
        return _document(found, events, language) if events else None


def _document(found: Tracking, events: list[Spoken], language: str) -> CompetenceStatementDocument:
    dossier, newest = found.dossier, max(events, key=lambda event: event.at)
    student = dossier.voices.filter(role=Role.STUDENT).select_related("person").latest("pk").person
    return CompetenceStatementDocument(
        stamp=Stamp(
            reference=f"CV-{timezone.localtime(newest.at).year}-{dossier.pk:04d}",
            language=language,
            created=newest.at,
            letterhead=letterhead(dossier.course_unit.programme.name),
        ),
        student_name=student.get_full_name(),
        outcomes=_outcomes(found),
        signatures=(
            SignatureBlock(
                voice=Role.COACH.value,
                name=newest.person,
                function=str(Role.COACH.label),
                at=timezone.localtime(newest.at),
                how=_("validated in the portal"),
            ),
        ),
        levels=tuple(
            Level(code=level.code, name=level.name, meaning=level.text("description"))
            for level in found.levels[1:]
            if level.text("description")
        ),
        facts=_facts(found, events),
    )


def _outcomes(found: Tracking) -> tuple[AttainedOutcome, ...]:
    groups = [
        (
            outcome,
            tuple(
                AttainedCompetence(
                    name=row.competence.name, level=row.attained.code, level_name=row.attained.name
                )
                for row in rows
                if row.attained
            ),
        )
        for outcome, rows in found.by_outcome
    ]
    return tuple(AttainedOutcome(name=one.name, competences=rows) for one, rows in groups if rows)


def _facts(found: Tracking, events: list[Spoken]) -> tuple[Fact, ...]:
    dossier = found.dossier
    dates = sorted(timezone.localtime(event.at).date() for event in events)
    version = dossier.version
    framework = _("%(name)s, version %(number)s") % {
        "name": version.framework.name,
        "number": version.number,
    }
    rows = [
        (_("Programme"), dossier.course_unit.programme.name),
        (_("Course unit"), dossier.course_unit.name),
        (_("Framework"), framework),
        (_("Validated"), _period(dates[0], dates[-1])),
        (_("Moment"), str(Moment.FINAL.label)),
        (_("State"), _state(found)),
    ]
    return tuple(Fact(label=label, value=value) for label, value in rows)


def _period(first: dt.date, last: dt.date) -> str:
    if first == last:
        return date_format(first)
    return _("%(first)s to %(last)s") % {"first": date_format(first), "last": date_format(last)}


def _state(found: Tracking) -> str:
    """A placement that ended early may leave competences with a target without a final word."""
    closed_at = found.dossier.closed_at
    if closed_at is None:
        return _("partial: the placement is still going on")
    complete = all(row.validated for row in found.rows if row.target)
    words = (
        _("complete: the placement ended on %(date)s")
        if complete
        else _("partial: the placement ended early, on %(date)s")
    )
    return words % {"date": date_format(clock.local_date(closed_at))}
