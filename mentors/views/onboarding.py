"""Getting started at the workplace: one list, ticked by two, signed by both."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import TRIAD
from accounts.models import User
from config.refusal import Refusal
from mentors.actions import onboarding as actions
from mentors.enums import TemplateKind
from mentors.forms.onboarding import StepForm, TemplateChoiceForm
from mentors.models import OnboardingStep, WorkTemplate
from mentors.overviews.onboarding import Onboarding, onboarding
from mentors.overviews.templates import templates_for
from mentors.rules import onboarding as rules
from mentors.rules.templates import said
from mentors.standard import onboarding_lines
from placements.rules.access import ONLY_THE_THREE, need_role
from placements.views.acting import ActionButton, OfPlacement, seen_placement


class OnboardingShow(OfPlacement):
    """The list for everybody who sees the placement; student and mentor tick and sign it."""

    template_name = "mentors/onboarding_show.html"

    @cached_property
    def found(self) -> Onboarding:
        return onboarding(self.placement)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open, found = self.placement.is_open, self.found
        acts = is_open and self.role in rules.BOTH
        may_sign = acts and not found.has_signed(self.role)
        return super().get_context_data(
            found=found,
            acts=acts,
            may_add=is_open and self.role in TRIAD,
            may_sign=may_sign,
            obstacles=list(rules.sign_obstacles(found.steps)) if may_sign else [],
            step_form=StepForm(),
            templates=templates_for(self.placement, TemplateKind.ONBOARDING),
            standard=said(onboarding_lines()),
            **kwargs,
        )


class OnboardingButton(ActionButton):
    """Something about the list of a placement, by `roles`; back to the list."""

    roles: tuple[str, ...] = TRIAD
    refusal = ONLY_THE_THREE

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, *self.roles, reason=self.refusal)

    def done_url(self) -> str:
        return reverse("mentors:onboarding", args=[self.placement.pk])


class OnboardingStart(OnboardingButton):
    said = _("The list is there. Take out what does not apply, add what is missing.")

    def act(self) -> None:
        choices = templates_for(self.placement, TemplateKind.ONBOARDING)
        actions.start(
            by=self.request.user,
            placement=self.placement,
            template=chosen(self.request, choices),
        )


def chosen(request: HttpRequest, templates: list[WorkTemplate]) -> WorkTemplate | None:
    """The list that the button named; refused when it is not one of these."""
    form = TemplateChoiceForm(request.POST, templates=templates)
    if not form.is_valid():
        raise Refusal("other-template", rules.OTHER_LIST)
    return form.cleaned_data["template"]


class OnboardingAdd(OnboardingButton):
    said = _("Added.")

    def act(self) -> None:
        text = self.request.POST.get("text", "").replace("\x00", "")  # no database keeps it
        actions.add(by=self.request.user, placement=self.placement, text=text)

    def done_url(self) -> str:
        return f"{super().done_url()}#add"


class OnboardingSign(OnboardingButton):
    roles = rules.BOTH
    refusal = rules.ONLY_BOTH
    said = _("Signed, with the list as you read it.")

    def act(self) -> None:
        shown = self.request.POST.get("shown", "")
        actions.sign(by=self.request.user, placement=self.placement, shown=shown)

    def done_url(self) -> str:
        return f"{super().done_url()}#signatures"


class OfStep(OnboardingButton):
    """A tap on one step, back to where it stands."""

    roles = rules.BOTH
    refusal = rules.ONLY_BOTH

    def load(self, user: User) -> None:
        steps = OnboardingStep.objects.visible_to(user).select_related("placement")
        self.step = get_object_or_404(steps, pk=self.kwargs["pk"])
        self.placement = seen_placement(user, self.step.placement_id)
        self.role = need_role(user, self.placement, *self.roles, reason=self.refusal)

    def done_url(self) -> str:
        return f"{super().done_url()}#step-{self.kwargs['pk']}"


class OnboardingTick(OfStep):
    said = _("Ticked.")

    def act(self) -> None:
        actions.tick(by=self.request.user, step=self.step)


class OnboardingUntick(OfStep):
    said = _("The tick is taken away.")

    def act(self) -> None:
        actions.untick(by=self.request.user, step=self.step)


class OnboardingRemove(OfStep):
    said = _("Taken off the list.")

    def act(self) -> None:
        actions.remove(by=self.request.user, step=self.step)

    def done_url(self) -> str:
        return reverse("mentors:onboarding", args=[self.placement.pk])
