"""A plan from the start through the pitch to the end, for its student, teachers and classmates."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.actions import documents
from accounts.enums import Role
from accounts.models import User
from competences.actions import lab
from competences.documents.plan import plan_document
from competences.enums import LabStage, ReflectionVariant
from competences.forms.goals import (
    FeedbackForm,
    IdeaForm,
    PitchForm,
    ProductForm,
    SelfReflectionForm,
)
from competences.lab import stage_on
from competences.models import GoalPlan, PitchIdea, SelfReflection
from competences.overviews.plans import (
    feedback_on,
    goals_of,
    ideas_on,
    looking_back,
    pitched_goals,
    standings,
)
from competences.rules.goals import ended_obstacles
from competences.rules.lab import looking_back_obstacles
from competences.views.lab_pages import OfPlan, PlanForm, PlanPage
from config import clock
from config.pages import RefusableForm
from config.refusal import Obstacle, Refusal


class PlanShow(PlanPage):
    """The whole plan: where the student stands, the goals with what was said, pitch and end."""

    template_name = "competences/plan_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        goals, today = goals_of(self.plan, self.request.user), clock.today()
        reflection = SelfReflection.objects.visible_to(self.request.user).filter(plan=self.plan)
        return super().get_context_data(
            standings=standings(self.plan, self.request.user),
            goals=[goal for goal in goals if goal.dropped_at is None],
            dropped=[goal for goal in goals if goal.dropped_at is not None],
            feedback=feedback_on(self.plan),
            ideas=ideas_on(self.plan) if self.plan.pitched_at else [],
            back=looking_back(reflection.first()),
            is_open=not any(ended_obstacles(self.plan, today)),
            stage=stage_on(self.plan.group, today),
            cleared=self.request.GET.get("saved", ""),
            **kwargs,
        )


class PlanPaper(OfPlan):
    """The plan as a PDF, for the student alone."""

    only = (Role.STUDENT,)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        document = plan_document(self.plan, request.user, get_language() or "nl")
        name = f'inline; filename="{document.stamp.reference}.pdf"'
        headers = {"Content-Type": "application/pdf", "Content-Disposition": name}
        return HttpResponse(documents.bytes_of(document), headers=headers)


# --- the pitch


class OfPitch(OfPlan):
    """Classmates read along here, and nowhere else in a plan."""

    def readable(self, user: User) -> QuerySet[GoalPlan]:
        return GoalPlan.objects.pitched_to(user).with_people()


class PitchShow(OfPitch, RefusableForm):
    """What somebody brings, the goals that were handed in, and the ideas the others gave."""

    template_name = "competences/pitch_show.html"
    form_class = IdeaForm
    said = gettext_lazy("Thank you. Your idea stays with the plan.")

    def act(self, form: Form) -> None:
        lab.add_idea(by=self.request.user, plan=self.plan, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_add = self.role != Role.STUDENT and self.plan.pitched_at is not None
        return super().get_context_data(
            goals=pitched_goals(self.plan) if self.plan.pitched_at else [],
            ideas=ideas_on(self.plan),
            may_add=may_add and not any(ended_obstacles(self.plan, clock.today())),
            reader=self.request.user,
            **kwargs,
        )

    def get_success_url(self) -> str:
        return reverse("competences:pitch", args=[self.plan.pk]) + "#ideas"


class PitchPrepare(PlanForm):
    """What the student brings: kept alone first, then open to the group."""

    template_name = "competences/pitch_prepare.html"
    form_class = PitchForm
    only = (Role.STUDENT,)

    @property
    def saved(self) -> str:
        return f"pitch-{self.plan.pk}"

    def get_initial(self) -> dict[str, Any]:
        return {"pitch": self.plan.pitch}

    def act(self, form: Form) -> None:
        shown = "show" in self.request.POST
        plan = lab.prepare_pitch(
            by=self.request.user, plan=self.plan, text=form.cleaned_data["pitch"], shown=shown
        )
        self.said = (
            _("Your group can read it.") if plan.pitched_at else _("Kept. Only you see it so far.")
        )


class IdeaRemove(OfPitch, PlanPage):
    """Its author within a day, a teacher at any time."""

    template_name = "competences/pitch_idea_remove.html"

    def plan_pk(self, user: User) -> int:
        plans = GoalPlan.objects.pitched_to(user).values("pk")
        ideas = PitchIdea.objects.filter(plan__in=plans)  # of visible_to(user) and classmates
        self.idea = get_object_or_404(ideas.select_related("by"), pk=self.kwargs["pk"])
        return self.idea.plan_id

    def load(self, user: User) -> None:
        super().load(user)
        if self.idea.by_id != user.pk and self.role != Role.TEACHER:
            raise PermissionDenied(_("Only who gave an idea, or the teacher, takes it away."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            idea=self.idea,
            title=_("Take this idea away?"),
            verb=_("Take it away"),
            danger=True,
            back_url=reverse("competences:pitch", args=[self.plan.pk]),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            lab.remove_idea(by=request.user, idea=self.idea)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The idea is gone."))
        return redirect("competences:pitch", self.plan.pk)


# --- the end


class ProductShow(PlanForm):
    """What is shown at the final evaluation."""

    template_name = "competences/lab_product.html"
    form_class = ProductForm
    only = (Role.STUDENT,)
    said = gettext_lazy("Kept. Your teacher sees it in your plan.")

    @property
    def saved(self) -> str:
        return f"product-{self.plan.pk}"

    def get_initial(self) -> dict[str, Any]:
        return {"product": self.plan.product, "product_url": self.plan.product_url}

    def act(self, form: Form) -> None:
        lab.show_product(by=self.request.user, plan=self.plan, **form.cleaned_data)


class SelfReflect(PlanForm):
    """Looking back: in a group (A) or alone (B); the student's own until it is handed in."""

    template_name = "competences/lab_self_reflection.html"
    form_class = SelfReflectionForm
    only = (Role.STUDENT,)

    @property
    def saved(self) -> str:
        return f"looking-back-{self.plan.pk}"

    @cached_property
    def held(self) -> SelfReflection | None:
        mine = SelfReflection.objects.visible_to(self.request.user)
        return mine.filter(plan=self.plan).first()

    @property
    def variant(self) -> str:
        before = self.held.variant if self.held else ReflectionVariant.ALONE.value
        asked = self.request.POST.get("variant") or self.request.GET.get("variant", before)
        return asked if asked in ReflectionVariant.values else before

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"variant": self.variant}

    def get_initial(self) -> dict[str, Any]:
        return dict(self.held.answers) if self.held else {}

    def act(self, form: Form) -> None:
        handing_in = "hand_in" in self.request.POST
        lab.look_back(
            by=self.request.user,
            plan=self.plan,
            variant=form.cleaned_data["variant"],
            answers=form.answers,
            hand_in=handing_in,
        )
        self.said = (
            _("Handed in. Your teacher reads it, and nobody else.")
            if handing_in
            else _("Kept. Only you read it.")
        )

    def obstacles(self) -> list[Obstacle]:
        held = self.held or SelfReflection(plan=self.plan)
        return list(looking_back_obstacles(held, self.plan))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            {"label": label, "url": f"?variant={value}", "current": value == self.variant}
            for value, label in ReflectionVariant.choices
        ]
        return super().get_context_data(
            tabs=tabs, held=self.held, obstacles=self.obstacles(), **kwargs
        )


# --- the teacher's form


class FeedbackGive(PlanForm):
    """The form that grows: earlier rows stay readable, new ones are added for a moment."""

    template_name = "competences/lab_feedback.html"
    form_class = FeedbackForm
    only = (Role.TEACHER,)
    said = gettext_lazy("Your feedback is with the student.")

    @property
    def saved(self) -> str:
        return f"feedback-{self.plan.pk}-{self.stage}"

    @property
    def stage(self) -> str:
        now = stage_on(self.plan.group, clock.today())
        asked = self.request.POST.get("stage") or self.request.GET.get("stage", now)
        return asked if asked in LabStage.values else now

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"stage": self.stage}

    def act(self, form: Form) -> None:
        lab.give_feedback(by=self.request.user, plan=self.plan, stage=self.stage, words=form.words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            {"label": capfirst(label), "url": f"?stage={value}", "current": value == self.stage}
            for value, label in LabStage.choices
        ]
        return super().get_context_data(
            tabs=tabs, stage=self.stage, feedback=feedback_on(self.plan), **kwargs
        )
