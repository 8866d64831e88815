"""The plan of the Talent lab on paper, for its student: goals, what was said, ideas, feedback."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from competences.enums import GoalState, LabStage
from competences.models import GoalPlan, PersonalGoal
from competences.overviews.plans import feedback_on, goals_of, ideas_on
from config import clock
from config.pdf_lab import LabPlanDocument, PaperGoal, Said
from config.pdf_values import Fact, Person, Stamp, letterhead


def plan_document(plan: GoalPlan, student: User, language: str) -> LabPlanDocument:
    """The plan as it stands now, in that language, as far as `student` may see it. The
    self-reflection stays out: paper is passed on, and that is for the teacher alone."""
    with translation.override(language):
        return _document(plan, student, language)


def _document(plan: GoalPlan, student: User, language: str) -> LabPlanDocument:
    group, now = plan.group, clock.morning()
    goals = [goal for goal in goals_of(plan, student) if goal.dropped_at is None]
    return LabPlanDocument(
        stamp=Stamp(
            reference=f"TL-{now:%Y}-{plan.pk:04d}",
            language=language,
            created=now,
            letterhead=letterhead(group.course_unit.programme.name),
        ),
        student=Person(
            voice=Role.STUDENT.value,
            name=plan.student.get_full_name(),
            first_name=plan.student.first_name,
        ),
        subtitle=f"{capfirst(group.course_unit.name)}, {group.academic_year.name}",
        facts=tuple(_facts(plan)),
        goals=tuple(_goal(goal) for goal in goals),
        pitch=plan.pitch,
        ideas=tuple(
            Said(
                name=idea.by.get_full_name(),
                date=clock.local_date(idea.at),
                words=idea.text,
                about=capfirst(str(idea.get_kind_display())),
                source=idea.url,
            )
            for idea in ideas_on(plan)
        ),
        product=plan.product,
        product_url=plan.product_url,
        feedback=tuple(
            Said(
                name=entry.by.get_full_name(),
                date=clock.local_date(entry.at),
                words=entry.text,
                about=f"{line.question} ({LabStage(entry.stage).label})",
            )
            for line in feedback_on(plan)
            for entry in line.entries
        ),
    )


def _facts(plan: GoalPlan) -> Iterator[Fact]:
    group = plan.group
    yield Fact(label=_("Student"), value=plan.student.get_full_name())
    yield Fact(label=_("Group"), value=group.name)
    days = [
        (_("Pitch"), group.pitch_on),
        (_("Final evaluation"), group.final_on),
    ]
    for label, day in days:
        if day is not None:
            yield Fact(label=label, value=date_format(day))


def _goal(goal: PersonalGoal) -> PaperGoal:
    written = [
        (_("Examples"), goal.examples),
        (_("Actions"), goal.actions),
        (_("Moments"), goal.moments),
        (_("Feedback from"), goal.feedback_from),
    ]
    return PaperGoal(
        competence=goal.competence.name if goal.competence else "",
        reached_when=goal.reached_when,
        state=_state(goal),
        facts=tuple(Fact(label=label, value=words) for label, words in written if words),
        thread=tuple(
            Said(
                name=reply.by.get_full_name(),
                date=clock.local_date(reply.at),
                words=reply.words,
                about=_("confirmed") if reply.confirmed else _("challenged"),
            )
            for reply in goal.replies.all()
        ),
        conclusion=goal.reached_words,
    )


def _state(goal: PersonalGoal) -> str:
    if goal.reached is not None:
        return _("reached") if goal.reached else _("not reached yet")
    return str(GoalState(goal.state).label)
