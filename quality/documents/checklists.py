"""The checklist of one placement as plain values for paper."""

import hashlib
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
from quality.enums import AnswerValue, Weight
from quality.models import ChecklistAnswer
from quality.overviews import Checklist, Point

ON_PAPER = {AnswerValue.NOT_APPLICABLE: "na"}


def checklist_document(found: Checklist, language: str) -> ChecklistDocument:
    """The answers beside the facts, in the reader's language, as they stand now."""
    placement = found.placement
    with translation.override(language):
        return ChecklistDocument(
            stamp=Stamp(
                reference=f"KW-{clock.today().year}-{placement.pk:04d}",
                language=language,
                created=clock.morning(),
                letterhead=letterhead(placement.enrolment.programme.name),
            ),
            student_name=placement.student.get_full_name(),
            subject=_("%(workplace)s, workplace of %(student)s, %(year)s")
            % {
                "workplace": placement.workplace.organisation.name,
                "student": placement.student.first_name,
                "year": placement.enrolment.academic_year.name,
            },
            as_of=clock.today(),
            phases=_phases(found.points),
        )


def _phases(points: list[Point]) -> tuple[ChecklistPhase, ...]:
    groups = groupby(points, key=lambda point: point.item.question.text("phase"))
    return tuple(
        ChecklistPhase(name=name, questions=_questions(list(rows))) for name, rows in groups
    )


def _questions(points: list[Point]) -> tuple[ChecklistQuestion, ...]:
    groups = groupby(points, key=lambda point: point.item.question)
    return tuple(
        ChecklistQuestion(
            theme=question.text("theme"),
            text=question.name,
            points=tuple(_point(point) for point in rows),
        )
        for question, rows in groups
    )


def _point(point: Point) -> ChecklistPoint:
    said = [voice.answer for voice in point.voices if voice.answer]
    remarks = [answer.remark for answer in said if answer.remark]
    return ChecklistPoint(
        number=point.number,
        text=point.item.name,
        answers=tuple(
            PartyAnswer(voice=voice.role, answer=_on_paper(voice.answer)) for voice in point.voices
        ),
        essential=point.item.weight == Weight.ESSENTIAL,
        remark=" ".join(remarks),
        fact=point.proof.fact if point.proof else "",
        provable=point.proof is not None,
        contradicts=point.to_act,
    )


def _on_paper(said: ChecklistAnswer | None) -> str:
    return ON_PAPER.get(said.value, said.value) if said else ""


def document_name(document: ChecklistDocument) -> str:
    """A file name that says what it is, the same for the same content."""
    digest = hashlib.sha256(repr(document.phases).encode()).hexdigest()[:8]
    return f"{document.stamp.reference}-{digest}.pdf"
