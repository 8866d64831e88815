"""Tasks of the workplace that a student takes over: shown, together, supervised, alone."""

from collections.abc import Iterable
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import TRIAD, Role
from accounts.models import User
from config.refusal import Refusal, refuse_if
from mentors.actions import tasks as actions
from mentors.enums import TaskStage, TemplateKind
from mentors.forms.onboarding import OneTapForm, SignOffForm, TaskForm
from mentors.models import WorkTask
from mentors.overviews.tasks import TaskLine, take_over, task_line
from mentors.overviews.templates import templates_for
from mentors.rules import onboarding as rules
from mentors.rules.tasks import unknown_obstacles
from mentors.views.onboarding import OnboardingButton, chosen
from placements.models import Placement
from placements.rules.access import need_role
from placements.views.acting import ActionPage, OfPlacement, seen_placement


def verbs(role: str, placement: Placement) -> dict[int, str]:
    """What somebody says who signs off a step: in the first person."""
    name = {"name": placement.student.first_name}
    if role == Role.MENTOR:
        return {
            TaskStage.SHOWN: _("I showed it"),
            TaskStage.TOGETHER: _("We did it together"),
            TaskStage.SUPERVISED: _("%(name)s did it, I watched") % name,
            TaskStage.ALONE: _("%(name)s does it alone") % name,
        }
    return {
        TaskStage.SHOWN: _("It was shown to me"),
        TaskStage.TOGETHER: _("We did it together"),
        TaskStage.SUPERVISED: _("I did it, somebody watched"),
        TaskStage.ALONE: _("I do it alone"),
    }


class TaskList(OfPlacement):
    """All tasks of a placement; for student and mentor one tap each."""

    template_name = "mentors/task_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = self.placement.is_open
        return super().get_context_data(
            found=take_over(self.placement, self.request.user),
            verbs=verbs(self.role, self.placement),
            acts=is_open and self.role in rules.BOTH,
            may_add=is_open and self.role in TRIAD,
            task_form=TaskForm(version=self.placement.dossier.version_id),
            templates=templates_for(self.placement, TemplateKind.TASKS),
            **kwargs,
        )


class TaskButton(OnboardingButton):
    def done_url(self) -> str:
        return reverse("mentors:task-list", args=[self.placement.pk])


class TaskAdd(ActionPage):
    """The form at the foot of the list; refused, it stands on a page of its own."""

    template_name = "mentors/task_add.html"
    form_class = TaskForm
    said = gettext_lazy("Added. Sign off each step as you get there.")

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, *TRIAD)

    def obstacles(self) -> Iterable[Any]:
        return rules.closed_obstacles(self.placement)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.placement.dossier.version_id}

    def act(self, form: Form) -> None:
        actions.add(by=self.request.user, placement=self.placement, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("mentors:task-list", args=[self.placement.pk])


class TaskTake(TaskButton):
    said = gettext_lazy("The tasks are there. Put aside what is not for this placement.")

    def act(self) -> None:
        choices = templates_for(self.placement, TemplateKind.TASKS)
        template = chosen(self.request, choices)
        if template is None:
            raise Refusal("other-template", rules.OTHER_LIST)
        actions.take(by=self.request.user, placement=self.placement, template=template)


def seen_task(user: User, pk: int) -> tuple[WorkTask, Placement]:
    """The task and its placement; 404 for whoever may not see it."""
    tasks = WorkTask.objects.visible_to(user).select_related("placement", "competence", "added_by")
    task = get_object_or_404(tasks, pk=pk)
    return task, seen_placement(user, task.placement_id)


class TaskShow(OfPlacement):
    """One task with all that was said about it, for everybody who sees the placement."""

    template_name = "mentors/task_show.html"

    def load(self, user: User) -> None:
        self.task, self.placement = seen_task(user, self.kwargs["pk"])
        self.role = self.placement.role_of(user) or ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = task_line(self.task, self.placement, self.request.user)
        acts = line.is_open and self.role in rules.BOTH
        return super().get_context_data(
            line=line,
            acts=acts,
            may_move=self.placement.is_open and self.role in TRIAD,
            form=sign_off_form(line, self.placement) if acts and line.open_stages else None,
            **kwargs,
        )


def sign_off_form(line: TaskLine, placement: Placement, data: Any = None) -> SignOffForm:
    said = verbs(line.role, placement)
    choices = [(stage, said[stage]) for stage in line.open_stages]
    return SignOffForm(data, line=line, verbs=choices)


class OfTask(TaskButton):
    def load(self, user: User) -> None:
        self.task, self.placement = seen_task(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, *self.roles, reason=self.refusal)

    def done_url(self) -> str:
        return f"{super().done_url()}#task-{self.task.pk}"


class TaskTap(OfTask):
    """One tap: the step that the button named."""

    roles = rules.BOTH
    refusal = rules.ONLY_BOTH
    said = gettext_lazy("Signed off. A step counts when you both say so.")

    def act(self) -> None:
        form = OneTapForm(self.request.POST)
        refuse_if(unknown_obstacles(form.is_valid()))
        actions.sign(by=self.request.user, task=self.task, stage=form.cleaned_data["stage"])


class TaskSign(ActionPage):
    """Any step that is still open, with a sentence: a step that is skipped asks for one."""

    template_name = "mentors/task_sign.html"
    said = gettext_lazy("Signed off. A step counts when you both say so.")

    def load(self, user: User) -> None:
        self.task, self.placement = seen_task(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, *rules.BOTH, reason=rules.ONLY_BOTH)
        self.line = task_line(self.task, self.placement, user)

    def obstacles(self) -> Iterable[Any]:
        return rules.closed_obstacles(self.placement)

    def get_form(self, form_class: Any = None) -> SignOffForm:
        return sign_off_form(self.line, self.placement, self.request.POST or None)

    def act(self, form: Form) -> None:
        actions.sign(by=self.request.user, task=self.task, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("mentors:task", args=[self.task.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.line, **kwargs)


class TaskRemove(OfTask):
    said = gettext_lazy("Put aside. What you both said about it stays readable.")

    def act(self) -> None:
        actions.remove(by=self.request.user, task=self.task)


class TaskRestore(OfTask):
    said = gettext_lazy("Taken up again.")

    def act(self) -> None:
        actions.restore(by=self.request.user, task=self.task)
