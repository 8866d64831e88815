"""The pitch with the ideas of others, the product, looking back, and the teacher's form."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import User
from competences.actions.lab_parties import locked, require, tell, tell_teachers
from competences.enums import LabStage, ReflectionVariant
from competences.lab import feedback_questions, reflection_questions
from competences.models import GoalPlan, LabFeedback, PitchIdea, SelfReflection
from competences.overviews.plans import role_in
from competences.rules import goals as goal_rules
from competences.rules import lab as rules
from config import clock
from config.refusal import Refusal, refuse_if


@transaction.atomic
def prepare_pitch(*, by: User, plan: GoalPlan, text: str, shown: bool) -> GoalPlan:
    """What the student brings. With `shown` the group reads it from now on, and so it stays."""
    plan = locked(plan.pk)
    require(by, plan, Role.STUDENT)
    text = text.strip()
    opened = shown or plan.pitched_at is not None
    refuse_if(
        [
            *goal_rules.ended_obstacles(plan, clock.today()),
            *rules.pitch_obstacles(text, shown=opened),
        ]
    )
    plan.pitch = text
    if opened and plan.pitched_at is None:
        plan.pitched_at = clock.now()
        record("pitch-opened", plan, by=by)
    plan.save(update_fields=["pitch", "pitched_at"])
    return plan


@transaction.atomic
def add_idea(*, by: User, plan: GoalPlan, kind: str, text: str, url: str = "") -> PitchIdea:
    """Give an idea, a source or a tip. The same words of the same person are one idea, so that
    pressing twice gives it once."""
    readable = GoalPlan.objects.pitched_to(by).filter(pk=plan.pk).exists()
    plan = locked(plan.pk)
    role = role_in(plan, by)
    if not readable:
        raise Refusal("not-your-group", _("Only the group and its teachers add ideas."))
    text, url = text.strip(), url.strip()
    refuse_if(
        [
            *goal_rules.ended_obstacles(plan, clock.today()),
            *rules.idea_obstacles(plan, is_own=role == Role.STUDENT, kind=kind, text=text, url=url),
        ]
    )
    said = {"kind": kind, "text": text, "url": url, "by": by}
    if (same := plan.ideas.filter(**said).first()) is not None:
        return same
    idea = PitchIdea.objects.create(plan=plan, **said)
    record("idea-added", idea, by=by, plan=plan.pk)
    tell("idea-added", plan, plan.student)
    return idea


@transaction.atomic
def remove_idea(*, by: User, idea: PitchIdea) -> None:
    """Its author within a day, a teacher at any time; the history keeps whose it was, no words."""
    plan = locked(idea.plan_id)
    idea = PitchIdea.objects.filter(pk=idea.pk).first()
    if idea is None:  # pressed twice
        return
    refuse_if(
        rules.idea_removal_obstacles(
            idea,
            is_author=idea.by_id == by.pk,
            is_teacher=role_in(plan, by) == Role.TEACHER,
            now=clock.now(),
        )
    )
    record("idea-removed", idea, by=by, plan=plan.pk, given_by=idea.by_id)
    idea.delete()


@transaction.atomic
def show_product(*, by: User, plan: GoalPlan, product: str, product_url: str) -> GoalPlan:
    """What is shown at the final evaluation: words, a link, or both."""
    plan = locked(plan.pk)
    require(by, plan, Role.STUDENT)
    refuse_if(goal_rules.ended_obstacles(plan, clock.today()))
    plan.product, plan.product_url = product.strip(), product_url.strip()
    plan.save(update_fields=["product", "product_url"])
    record("product-changed", plan, by=by)
    return plan


@transaction.atomic
def look_back(
    *, by: User, plan: GoalPlan, variant: str, answers: Mapping[str, str], hand_in: bool
) -> SelfReflection:
    """Keep the self-reflection for the student alone, or hand it in: then a teacher reads it too.

    Only the answers of the chosen variant are handed in; its words stand nowhere else, neither in
    the history nor in a message.
    """
    plan = locked(plan.pk)
    require(by, plan, Role.STUDENT)
    if variant not in ReflectionVariant.values:
        raise Refusal(
            "no-variant", _("Choose how you worked: in a group or alone."), field="variant"
        )
    questions = reflection_questions(variant)
    said = {one.key: text for one in questions if (text := answers.get(one.key, "").strip())}
    held = SelfReflection.objects.filter(plan=plan).first() or SelfReflection(plan=plan)
    if hand_in and held.handed_in_at is not None and held.answers == said:
        return held
    asked = [one.key for one in questions if not one.optional] if hand_in else []
    refuse_if(
        [
            *rules.looking_back_obstacles(held, plan),
            *rules.self_reflection_obstacles(asked, said),
        ]
    )
    held.variant, held.answers, held.changed_at = variant, said, clock.now()
    held.handed_in_at = held.changed_at if hand_in else None
    held.save()
    if hand_in:
        record("self-reflection-handed-in", plan, by=by)
        tell_teachers("self-reflection-handed-in", plan)
    return held


@transaction.atomic
def give_feedback(
    *, by: User, plan: GoalPlan, stage: str, words: Mapping[str, str]
) -> list[LabFeedback]:
    """Fill the form on: `words` maps keys of its questions to text. Rows are added, none replaced;
    the same words as last time on a line are not written again."""
    plan = locked(plan.pk)
    require(by, plan, Role.TEACHER)
    if stage not in LabStage.values:
        raise Refusal("no-stage", _("Choose the moment this feedback belongs to."), field="stage")
    known = {one.key for one in feedback_questions()}
    said = {key: text.strip() for key, text in words.items() if key in known and text.strip()}
    if not said:
        raise Refusal("words-missing", _("Write feedback on at least one line."))
    last = {row.field: row for row in plan.feedback.filter(stage=stage)}
    added = [
        LabFeedback.objects.create(plan=plan, stage=stage, field=key, text=text, by=by)
        for key, text in said.items()
        if key not in last or last[key].text != text
    ]
    if added:
        record("lab-feedback-given", plan, by=by, stage=stage, fields=[row.field for row in added])
        tell("lab-feedback-given", plan, plan.student, stage=stage)
    return added
