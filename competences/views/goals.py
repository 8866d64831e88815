"""One personal goal: written and handed in by the student, answered and concluded by a teacher."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from competences.actions import goals
from competences.enums import GoalState
from competences.forms.goals import ConclusionForm, GoalForm, ReplyForm
from competences.models import PersonalGoal
from competences.overviews.plans import competences_of
from competences.rules.goals import answer_when_handed_in, goal_obstacles
from competences.views.lab_pages import PlanForm, PlanPage
from config import clock
from config.refusal import Obstacle, Refusal
from config.web import key_of


class Writing(PlanForm):
    """The form in which the phrase is written; one button keeps it, the other hands it in."""

    template_name = "competences/goal_write.html"
    form_class = GoalForm
    only = (Role.STUDENT,)
    goal: PersonalGoal | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = key_of(self.request.GET.get("competence", ""))
        lists = {"competences": competences_of(self.plan, self.goal), "goal": self.goal}
        return super().get_form_kwargs() | lists | {"asked": asked}

    def act(self, form: Form) -> None:
        handing_in = "hand_in" in self.request.POST
        action = goals.hand_in if handing_in else goals.write
        action(by=self.request.user, plan=self.plan, **form.said)
        self.said = (
            _("Handed in. Your teacher answers; your mentor and coach can read it too.")
            if handing_in
            else _("Kept. Only you see it until you hand it in.")
        )

    def obstacles(self) -> list[Obstacle]:
        return list(goal_obstacles(self.goal, self.plan, clock.today()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            obstacles=self.obstacles(),
            answered_by=answer_when_handed_in(self.plan.group, clock.today()),
            was_handed_in=self.goal is not None and self.goal.state != GoalState.DRAFT,
            **kwargs,
        )


class GoalWrite(Writing):
    @property
    def saved(self) -> str:
        return f"goal-{self.plan.pk}-new"


class GoalPage:
    """Loads a goal that the reader may see, and its plan with it."""

    goal: PersonalGoal

    def plan_pk(self, user: User) -> int:
        """A goal outside the plan's own circle answers 404, also to who reads it elsewhere."""
        found = PersonalGoal.objects.visible_to(user).select_related("competence")
        self.goal = get_object_or_404(found.prefetch_related("replies__by"), pk=self.kwargs["pk"])
        return self.goal.plan_id

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(goal=self.goal, **kwargs)


class GoalChange(GoalPage, Writing):
    @property
    def saved(self) -> str:
        return f"goal-{self.goal.pk}"


class GoalDrop(GoalPage, PlanPage):
    template_name = "competences/goal_drop.html"
    only = (Role.STUDENT,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Put this goal aside?"),
            text=_("It waits for nobody any more. What was said about it stays in your plan."),
            verb=_("Put it aside"),
            back_url=reverse("competences:plan", args=[self.plan.pk]),
            obstacles=list(goal_obstacles(self.goal, self.plan, clock.today())),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            goals.drop(by=request.user, goal=self.goal)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("You put the goal aside."))
        return redirect("competences:plan", self.plan.pk)


class Answering(GoalPage, PlanForm):
    """What only a teacher does; they come back to the next goal of the same plan."""

    only = (Role.TEACHER,)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"goal": self.goal}

    @cached_property
    def thread(self) -> list[Any]:
        return list(self.goal.replies.all())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(thread=self.thread, **kwargs)


class GoalReply(Answering):
    """Confirm a goal, or challenge it with words."""

    template_name = "competences/goal_reply.html"
    form_class = ReplyForm
    said = gettext_lazy("Your answer is with the student.")

    def act(self, form: Form) -> None:
        said = form.cleaned_data
        goals.reply(
            by=self.request.user,
            goal=self.goal,
            confirmed=form.confirmed,
            words=said["words"],
            seen=said["seen"],
        )


class GoalConclude(Answering):
    """At the final evaluation: reached or not yet, in words."""

    template_name = "competences/goal_conclude.html"
    form_class = ConclusionForm
    said = gettext_lazy("Said. The student reads it in the plan.")

    def get_initial(self) -> dict[str, Any]:
        if self.goal.reached is None:
            return {}
        return {"reached": "yes" if self.goal.reached else "no", "words": self.goal.reached_words}

    def act(self, form: Form) -> None:
        said = form.cleaned_data
        goals.conclude(
            by=self.request.user,
            goal=self.goal,
            reached=said["reached"] == "yes",
            words=said["words"],
            seen=said["seen"],
        )
