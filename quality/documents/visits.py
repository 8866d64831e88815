"""The papers of a visit: what one takes along, and the report that the visitor made of it.

They are rendered each time and kept on no shelf: words that somebody takes back must be in no file.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from config import clock
from config.frozen import freeze, thaw
from config.pdf_values import Fact, Person, Stamp, letterhead
from config.pdf_visit import (
    FocusTheme,
    Testimonial,
    VisitFocusDocument,
    VisitFollowUp,
    VisitReportDocument,
    VisitTheme,
)
from config.templatetags.pdf import day_date
from config.templatetags.ui import clock_time
from quality.enums import ConsentKind
from quality.models import Visit
from quality.overviews.focus import focus_of
from quality.overviews.visit_notes import lines_of
from quality.visit_guide import themes


@dataclass(frozen=True)
class Written:
    """What the visitor wrote for the report. `points`: theme -> lines; `hosts`: (name, function);
    `to_do`: what, who and the day (or None)."""

    summary: str
    points: Mapping[str, str]
    hosts: tuple[tuple[str, str], ...] = ()
    readiness: str = ""
    to_do: tuple[VisitFollowUp, ...] = ()


def report_values(visit: Visit, written: Written) -> dict[str, dict[str, Any]]:
    """Language -> plain values, to keep with the visit. Quotes are not in them: a consent may be
    taken back."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = freeze(_report(visit, written, language))
    return found


def visit_report(visit: Visit, language: str) -> VisitReportDocument:
    """The report as it was made, with the words that may be quoted today."""
    kept = thaw(VisitReportDocument, visit.report[language])
    consents = visit.consents.standing().filter(kind=ConsentKind.TESTIMONIAL)
    with translation.override(language):
        quotes = tuple(
            Testimonial(
                name=one.person_name,
                words=one.words,
                consent=_("Allowed on %(date)s for: %(purpose)s")
                % {"date": day_date(clock.local_date(one.given_at)), "purpose": one.purpose},
            )
            for one in consents
        )
    return replace(kept, testimonials=quotes)


def focus_sheet(visit: Visit, language: str) -> VisitFocusDocument:
    with translation.override(language):
        focus = focus_of(visit)
        return VisitFocusDocument(
            stamp=_stamp(visit, language, clock.morning()),
            workplace=str(visit.workplace),
            when=_when(visit),
            facts=tuple(Fact(label=label, value=value) for label, value in focus.facts),
            agreed=focus.agreed,
            themes=tuple(
                FocusTheme(
                    title=str(theme.name), questions=tuple(str(one) for one in theme.questions)
                )
                for theme in focus.themes
            ),
        )


def _report(visit: Visit, written: Written, language: str) -> VisitReportDocument:
    return VisitReportDocument(
        stamp=_stamp(visit, language, clock.now()),
        workplace=str(visit.workplace),
        held_on=clock.local_date(visit.held_at),
        visitor=_visitor(visit.visitor),
        hosts=tuple(
            Person(voice="", name=name, first_name=name.split(" ")[0], function=function)
            for name, function in written.hosts
        ),
        facts=_facts(visit, written),
        summary=written.summary,
        themes=tuple(
            VisitTheme(
                title=str(theme.name), points=tuple(lines_of(written.points[theme.name.key]))
            )
            for theme in themes()
            if theme.name.key in written.points
        ),
        follow_ups=written.to_do,
    )


def _visitor(person: User) -> Person:
    return Person(voice=Role.COACH.value, name=person.get_full_name(), first_name=person.first_name)


def _facts(visit: Visit, written: Written) -> tuple[Fact, ...]:
    student = visit.placement.enrolment.student.get_full_name() if visit.placement else ""
    rows = [
        (_("Place and time"), f"{visit.place or visit.workplace.address}, {_when(visit)}"),
        (_("Programme"), visit.programme.name),
        (_("Student"), student),
        (_("Hosts students"), written.readiness),
    ]
    return tuple(Fact(label=label, value=value) for label, value in rows if value)


def _when(visit: Visit) -> str:
    if visit.starts_at is None:
        return _("still to plan")
    return f"{day_date(clock.local_date(visit.starts_at))}, {clock_time(visit.starts_at)}"


def _stamp(visit: Visit, language: str, created: dt.datetime) -> Stamp:
    return Stamp(
        reference=f"WB-{clock.local_date(visit.made_at).year}-{visit.pk:04d}",
        language=language,
        created=created,
        letterhead=letterhead(visit.programme.name),
    )
