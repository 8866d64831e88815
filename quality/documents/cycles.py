"""The checklist of a whole self-evaluation as plain values for paper."""

from collections.abc import Iterable
from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext as _

from config import clock
from config.pdf_checklist import (
    ChecklistDocument,
    ChecklistPhase,
    ChecklistPoint,
    ChecklistQuestion,
    PartyAnswer,
)
from config.pdf_values import Stamp, letterhead
from quality.documents.checklists import ON_PAPER
from quality.enums import Weight
from quality.models import Cycle
from quality.overviews.cycles import Picture, PointPicture


def cycle_document(cycle: Cycle, picture: Picture, language: str) -> ChecklistDocument:
    """How many of whom say what, beside the facts and what it came to; no names."""
    day = clock.local_date(cycle.concluded_at) if cycle.concluded_at else clock.today()
    with translation.override(language):
        said = {"programme": cycle.programme.name, "year": cycle.academic_year.name}
        return ChecklistDocument(
            stamp=Stamp(
                reference=f"ZE-{day.year}-{cycle.pk:04d}",
                language=language,
                created=clock.morning(),
                letterhead=letterhead(cycle.programme.name),
            ),
            student_name=str(cycle.academic_year),
            subject=_("Self-evaluation of %(programme)s, %(year)s") % said,
            as_of=day,
            phases=_phases(picture.points),
        )


def _phases(points: Iterable[PointPicture]) -> tuple[ChecklistPhase, ...]:
    groups = groupby(points, key=lambda point: point.phase_name)
    return tuple(
        ChecklistPhase(name=name, questions=_questions(list(rows))) for name, rows in groups
    )


def _questions(points: Iterable[PointPicture]) -> tuple[ChecklistQuestion, ...]:
    groups = groupby(points, key=lambda point: point.question)
    return tuple(
        ChecklistQuestion(theme="", text=text, points=tuple(_point(point) for point in rows))
        for text, rows in groups
    )


def _point(point: PointPicture) -> ChecklistPoint:
    return ChecklistPoint(
        number=point.number,
        text=point.text,
        answers=tuple(
            PartyAnswer(voice=role, answer=ON_PAPER.get(value, value), count=count)
            for role, values in point.said
            for value, _label, count in values
        ),
        essential=point.weight == Weight.ESSENTIAL,
        remark=point.conclusion,
        fact=_fact(point),
        provable=point.provable,
    )


def _fact(point: PointPicture) -> str:
    if point.fact or not point.counted:
        return point.fact
    said = {"yes": point.speak_for, "no": point.against, "open": point.unknown}
    return (
        _("The data speak for it at %(yes)s placements, against at %(no)s; unknown: %(open)s.")
        % said
    )
