"""An agreement text as it will look on paper: with the facts of a placement, or invented ones.

A text that is still being written may hold fields that do not exist; they are printed as they
stand, so that the writer sees them.
"""

import datetime as dt
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts.models import User
from config import clock
from config.pdf_clauses import AgreementTerms, filled
from config.pdf_values import (
    AgreementDocument,
    CompetenceGoal,
    Level,
    OutcomeGoals,
    Party,
    PlanPhase,
    PlanWeek,
    SignatureBlock,
    Stamp,
    letterhead,
)
from placements.documents.agreement import agreement_document, terms_of
from placements.models import Agreement, AgreementTextVersion, Placement
from placements.overviews.counts import policy_of
from placements.overviews.texts import example_placement

WEEKS = 3


def example_document(version: AgreementTextVersion, user: User) -> AgreementDocument:
    """This text in the newest placement of its programme and kind that this person coordinates;
    without one, with people and days that do not exist."""
    placement = example_placement(user, version.text)
    language = version.text.language
    with translation.override(language):
        document = _of_placement(version, placement) if placement else _invented(version)
        stamp = replace(
            document.stamp,
            reference=gettext("EXAMPLE, version %(number)s") % {"number": version.number},
            created=version.edited_at,
        )
        return replace(document, stamp=stamp, notice=_notice(version, placement))


def _notice(version: AgreementTextVersion, placement: Placement | None) -> str:
    names = {"number": version.number}
    if placement is None:
        return gettext("Example of version %(number)s. The people and days are invented.") % names
    names["name"] = placement.student.get_full_name()
    return (
        gettext("Example of version %(number)s, with the facts of %(name)s. Nobody signs it.")
        % names
    )


def _of_placement(version: AgreementTextVersion, placement: Placement) -> AgreementDocument:
    """`text` stays empty on purpose: the articles are filled leniently, afterwards."""
    example = Agreement(placement=placement, language=version.text.language, reference="-")
    document = agreement_document(example)
    terms = terms_of(
        placement,
        policy_of(placement),
        has_plan=bool(document.plan),
        has_table=bool(document.outcomes),
    )
    return replace(document, articles=_articles(version, terms), replaces="")


def _articles(version: AgreementTextVersion, terms: AgreementTerms):
    return filled(version.content, terms, language=version.text.language, leniently=True)


@dataclass(frozen=True)
class _Invented:
    """Who and what does not exist."""

    student: str = "Ada Voorbeeld"
    mentor: str = "Bo Voorbeeld"
    coach: str = "Cis Voorbeeld"
    first: dt.date = field(default_factory=lambda: clock.today() + dt.timedelta(days=14))

    @property
    def last(self) -> dt.date:
        return self.first + dt.timedelta(days=270)

    @property
    def year(self) -> str:
        return f"{self.first.year}–{self.first.year + 1}"


def _invented(version: AgreementTextVersion) -> AgreementDocument:
    one, programme = _Invented(), version.text.programme.name
    house, workplace = settings.INSTITUTION["name"], gettext("Example & Co")
    unit = gettext("course unit")
    parties = {"student": one.student, "workplace": workplace, "programme": house}
    signers = {"student": one.student, "mentor": one.mentor, "coach": one.coach}
    return AgreementDocument(
        stamp=Stamp(
            reference="-",
            language=version.text.language,
            created=clock.now(),
            letterhead=letterhead(programme),
        ),
        version=1,
        course_unit=unit[:1].upper() + unit[1:],
        academic_year=one.year,
        student_name=one.student,
        parties=tuple(Party(voice=voice, name=name) for voice, name in parties.items()),
        mentor=one.mentor,
        coach=one.coach,
        period_from=one.first,
        period_until=one.last,
        required_days=40.0,
        articles=_articles(version, _invented_terms(one, programme)),
        signatures=tuple(SignatureBlock(voice=voice, name=name) for voice, name in signers.items()),
        place=workplace,
        levels=(Level(code="K", name=gettext("example level")),),
        outcomes=(_outcome(),),
        plan=(_plan(one.first),),
    )


def _invented_terms(one: _Invented, programme: str) -> AgreementTerms:
    return AgreementTerms(
        course_unit=gettext("course unit"),
        programme=programme,
        framework=gettext("framework %(name)s, version %(number)s")
        % {"name": programme, "number": 1},
        mentor=one.mentor,
        coach=one.coach,
        required_days="40",
        trialogue_from="8",
        trialogue_until="10",
        assessment_from="20",
        assessment_until="22",
        shortening_days="5",
        max_shortenings=2,
        has_plan=True,
        has_table=True,
        student=one.student,
        workplace=gettext("Example & Co"),
        signatory=one.mentor,
        institution=settings.INSTITUTION["name"],
        academic_year=one.year,
        period_from=date_format(one.first),
        period_until=date_format(one.last),
    )


def _outcome() -> OutcomeGoals:
    competence = CompetenceGoal(code="1.1", name=gettext("Example competence"), target="K")
    return OutcomeGoals(code="1", name=gettext("Example outcome"), competences=(competence,))


def _plan(first: dt.date) -> PlanPhase:
    days = [first + dt.timedelta(weeks=week) for week in range(WEEKS)]
    weeks = tuple(PlanWeek(week=day.isocalendar().week, days=(day,)) for day in days)
    return PlanPhase(name=gettext("Up to the first trialogue"), weeks=weeks)
