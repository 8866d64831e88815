"""What is said and agreed in a self-evaluation: answers, conclusions of points, actions."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from config.pages import RefusableForm
from placements.models import Placement
from placements.rules.access import coordinates
from quality.actions import checklists, cycles
from quality.enums import Level
from quality.forms.cycles import ActionForm, FinishForm, PointWordsForm
from quality.models import ChecklistAnswer, ChecklistItem, CycleAction, CycleInvitation
from quality.overviews.checklists import Point, points
from quality.rules.cycles import NOT_YOUR_ACTION, ONLY_INVITED
from quality.views.answering import Answering
from quality.views.cycles import CyclePage, OfCycle


class CycleAnswer(OfCycle, Answering):
    """What is asked of who was invited: about the programme here, about their placements there."""

    template_name = "quality/cycle_answer.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.mine:
            raise PermissionDenied(ONLY_INVITED)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def mine(self) -> list[CycleInvitation]:
        return list(self.cycle.invitations.filter(person=self.request.user))

    @cached_property
    def role(self) -> str:
        """Who was invited in two roles chooses by `role` in the address."""
        roles = [one.role for one in self.mine]
        wanted = self.request.GET.get("role")
        return wanted if wanted in roles else roles[0]

    def asked_points(self) -> list[Point]:
        reader = self.request.user
        said = ChecklistAnswer.objects.visible_to(reader).filter(
            programme=self.cycle.programme_id, person=reader, role=self.role
        )
        found = points(
            said.present().select_related("wording"), self.role, reader, None, Level.PROGRAMME
        )
        return [point for point in found if self.role in point.item.parties]

    def say(self, point: Point, value: str, remark: str) -> None:
        checklists.answer_in_cycle(
            by=self.request.user,
            cycle=self.cycle,
            role=self.role,
            item=point.item,
            value=value,
            remark=remark,
        )

    def done_url(self) -> str:
        return reverse("quality:cycle", args=[self.cycle.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        placements = Placement.objects.visible_to(self.request.user).filter(
            enrolment__programme=self.cycle.programme_id,
            enrolment__academic_year=self.cycle.academic_year_id,
        )
        if self.role != Role.COORDINATOR:
            placements = placements.with_voice(self.request.user, self.role)
        return super().get_context_data(
            role=self.role,
            others=[one.role for one in self.mine if one.role != self.role],
            placements=list(placements.with_people()),
            **kwargs,
        )


class CyclePoint(CyclePage):
    """Discuss one point: everybody's answers with their remarks, and what it came to."""

    template_name = "quality/cycle_point.html"
    form_class = PointWordsForm
    said = gettext_lazy("Saved. It goes into the conclusion.")

    @cached_property
    def item(self) -> ChecklistItem:
        items = ChecklistItem.objects.select_related("question")  # everybody may see: the guide
        return get_object_or_404(items, pk=self.kwargs["item"])

    def get_initial(self) -> dict[str, Any]:
        said = self.cycle.conclusions.filter(item=self.item).first()
        return {"words": said.words if said else ""}

    def act(self, form: Form) -> None:
        cycles.conclude_point(
            by=self.request.user, cycle=self.cycle, item=self.item, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        return f"{super().get_success_url()}#point-{self.item.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = self.cycle.predecessor
        answers = ChecklistAnswer.objects.visible_to(self.request.user).filter(
            cycle=self.cycle, item=self.item
        )
        return super().get_context_data(
            item=self.item,
            answers=sorted(
                answers.present().select_related("placement__enrolment__student"),
                key=lambda one: (one.role, one.at),
            ),
            before=before and before.conclusions.filter(item=self.item).first(),
            actions=self.cycle.actions.filter(item=self.item).select_related("who"),
            **kwargs,
        )


class CycleActionAdd(CyclePage):
    template_name = "quality/cycle_action_add.html"
    form_class = ActionForm
    said = gettext_lazy("Agreed. Who does it hears of it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cycle": self.cycle}

    def get_initial(self) -> dict[str, Any]:
        return {"item": self.request.GET.get("point"), "who": self.request.user}

    def act(self, form: Form) -> None:
        cycles.agree(by=self.request.user, cycle=self.cycle, **form.cleaned_data)


class CycleActionFinish(RefusableForm):
    """Say that an action is done, with a few words on how it went."""

    template_name = "quality/cycle_action_finish.html"
    form_class = FinishForm
    said = gettext_lazy("Done. It stands with the self-evaluation.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = self.action.who_id == request.user.pk
        if not mine and not coordinates(request.user, self.action.cycle.programme):
            raise PermissionDenied(NOT_YOUR_ACTION)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def action(self) -> CycleAction:
        seen = CycleAction.objects.visible_to(self.request.user).select_related(
            "cycle__programme", "cycle__academic_year", "item", "who"
        )
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def act(self, form: Form) -> None:
        cycles.finish_action(by=self.request.user, action=self.action, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("quality:cycle", args=[self.action.cycle_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(action=self.action, cycle=self.action.cycle, **kwargs)
